"""The small pattern language of the lexicon: {slot} is a word of a list, [a|b] one of these or nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

_PART = re.compile(r"\{(\w+)\}|\[([^\[\]]*)\]|([^\[\]{}]+)")
_INNER = re.compile(r"\{(\w+)\}")


def expand(pattern: str, slots: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every phrase that `pattern` stands for; a slot nobody defined stands for nothing."""
    parts = [_alternatives(found, slots) for found in _PART.finditer(pattern)]
    for chosen in product(*parts):
        phrase = " ".join(" ".join(chosen).split())
        if phrase:
            yield phrase


def expand_all(patterns: Iterable[str], slots: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every phrase that the patterns stand for, each once."""
    return tuple(dict.fromkeys(phrase for pattern in patterns for phrase in expand(pattern, slots)))


def cover(pattern: str, slots: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Some phrases that `pattern` stands for, few but with every alternative in at least one."""
    parts = [_alternatives(found, slots) for found in _PART.finditer(pattern)]
    if not all(parts):
        return
    for turn in range(max(len(part) for part in parts)):
        chosen = [part[(turn * (index + 1)) % len(part)] for index, part in enumerate(parts)]
        missing = [part[turn % len(part)] for part in parts]
        for words in (chosen, missing):
            phrase = " ".join(" ".join(words).split())
            if phrase:
                yield phrase


def _alternatives(found: re.Match[str], slots: Mapping[str, Sequence[str]]) -> list[str]:
    slot, optional, plain = found.groups()
    if slot is not None:
        return list(slots.get(slot, ()))
    if plain is not None:
        return [plain]
    return ["", *(word for part in optional.split("|") for word in _filled(part, slots))]


def _filled(part: str, slots: Mapping[str, Sequence[str]]) -> list[str]:
    found = _INNER.search(part)
    if found is None:
        return [part]
    before, after = part[: found.start()], part[found.end() :]
    return [before + word + after for word in slots.get(found.group(1), ())]
