"""A citizen's text made ready for the conversation: cleaned of invisible signs, and taken apart for comparing."""

import re
import unicodedata
from functools import lru_cache

from flows.courtesy import FOLDED
from flows.text.letters import fold

MAX_TEXT = 5000
_BIDI_AND_ZERO_WIDTH = frozenset(
    chr(code)
    for span in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xE0000, 0xE007F))
    for code in range(span[0], span[1] + 1)
) | {"\u00ad", "\u061c", "\u180e", "\ufeff"}
_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"[^\S\n]+")
_PARTICLES = FOLDED | frozenset("ah di voi admin".split())


def clean(text: str) -> str:
    """`text` in NFC with plain digits, without control, zero-width and direction signs, at most 5,000 characters."""
    kept = "".join(map(_kept, unicodedata.normalize("NFC", text[: MAX_TEXT * 2])))
    return _SPACES.sub(" ", kept).strip()[:MAX_TEXT].strip()


@lru_cache(maxsize=1 << 12)
def _kept(letter: str) -> str:
    """What stays of a letter: itself, the plain digit, or nothing."""
    if not _visible(letter):
        return ""
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def _visible(letter: str) -> bool:
    if letter in "\n\t ":
        return True
    return letter not in _BIDI_AND_ZERO_WIDTH and unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn")


def syllables(text: str) -> list[str]:
    """The words of a text, folded, punctuation left out."""
    return _WORD.findall(fold(text))


def spoken(text: str) -> str:
    """The words of a text in lower case with their marks, punctuation left out."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text).lower()))


def short_form(text: str) -> str:
    """The folded words without the polite particles around them: "Dạ, số 1 ạ" → "so 1"."""
    words = syllables(text)
    while len(words) > 1 and words[-1] in _PARTICLES:
        words.pop()
    while len(words) > 1 and words[0] in _PARTICLES:
        words.pop(0)
    return " ".join(words)


def contains(words: str, phrase: str) -> bool:
    """Whether the folded `phrase` stands in the folded `words` as whole syllables."""
    return f" {phrase} " in f" {words} "


def contains_any(words: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the folded `phrases` stands in the folded `words` as whole syllables."""
    return any(map(f" {words} ".__contains__, _apart(phrases)))


@lru_cache(maxsize=1 << 8)
def _apart(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in phrases)


def has_letters(text: str) -> bool:
    """Whether there is anything in `text` that could be a word."""
    letters = filter(str.isalpha, text)
    return next(letters, None) is not None and next(letters, None) is not None


def sentences(text: str, limit: int) -> list[str]:
    """`text` in pieces of at most `limit` characters, cut at line and sentence ends where there are any."""
    text = unicodedata.normalize("NFC", text).strip()
    pieces: list[str] = []
    while len(text) > limit:
        cut = _cut(text, limit)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text] if text or not pieces else pieces


def _cut(text: str, limit: int) -> int:
    window = text[: limit + 1]
    for mark in ("\n\n", "\n", ". ", "! ", "? ", "; ", ", ", " "):
        at = window.rfind(mark, limit // 3)
        if at > 0:
            return min(at + len(mark.rstrip(" ")) if mark.strip() else at, limit)
    return limit
