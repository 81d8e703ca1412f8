"""Texts that are too long for one message, cut where a reader would pause; choices written as numbered lines."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from flows.messages import Choice

# Where to cut, best first: between paragraphs, after a sentence or a line, between words.
_BOUNDARIES = (re.compile(r"\n\s*\n"), re.compile(r"(?<=[.!?…;])[\"”')\]]*\s+|\n"), re.compile(r"\s+"))
_WORTH = 0.4  # a better kind of boundary counts only when the part before it is not too short


def utf16_length(text: str) -> int:
    """The length as Telegram counts it: an emoji counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int, measure: Callable[[str], int] = len) -> list[str]:
    """The parts of `text` in NFC, each at most `limit` long by `measure`; none for an empty text."""
    rest = unicodedata.normalize("NFC", text).strip()
    parts = []
    while measure(rest) > limit:
        cut = _cut(rest, _longest(rest, limit, measure))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def numbered(choices: Sequence[Choice]) -> str:
    """The choices as lines that can be answered with a number."""
    return "\n".join(
        choice.label if choice.label.startswith(f"{number}. ") else f"{number}. {choice.label}"
        for number, choice in enumerate(choices, 1)
    )


def with_choices(text: str, choices: Sequence[Choice], limit: int, measure: Callable[[str], int] = len) -> list[str]:
    """The parts of `text`, with the numbered choices under the last one or, where they don't fit, by themselves."""
    parts = split(text, limit, measure)
    lines = split(numbered(choices), limit, measure)
    if parts and lines and measure(parts[-1]) + 2 + measure(lines[0]) <= limit:
        parts[-1] += "\n\n" + lines.pop(0)
    return parts + lines


def _longest(text: str, limit: int, measure: Callable[[str], int]) -> int:
    """How many characters from the start fit into `limit`."""
    length = min(limit, len(text))
    while (excess := measure(text[:length]) - limit) > 0:
        length -= (excess + 1) // 2
    return length


def _cut(text: str, longest: int) -> int:
    window = text[: longest + 1]
    for boundary in _BOUNDARIES:
        ends = [match.end() for match in boundary.finditer(window) if match.start() <= longest]
        if ends and ends[-1] >= longest * _WORTH:
            return min(ends[-1], longest)
    return longest
