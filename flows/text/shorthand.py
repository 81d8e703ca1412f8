"""Chat shorthand and office abbreviations, some of which mean different things beside different words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.text.letters import fold, tidy, words_of


@dataclass(frozen=True, slots=True)
class Shorthand:
    """A short form read as `read` only beside certain words; with no conditions it always is."""

    short: str
    read: str
    before: tuple[str, ...] = ()  # one of these stands right before it
    after: tuple[str, ...] = ()  # … right after it
    near: tuple[str, ...] = ()  # … somewhere in the question
    first: bool = False  # it begins the question
    not_after_number: bool = False


class ShorthandTable:
    """Spells short forms out; the first rule whose surroundings fit wins."""

    def __init__(self, always: Mapping[str, str], beside: Iterable[Shorthand]) -> None:
        self._always = {tidy(short): tuple(words_of(read)) for short, read in always.items()}
        self._rules: dict[str, list[tuple[Shorthand, tuple[str, ...]]]] = {}
        for rule in beside:
            self._rules.setdefault(tidy(rule.short), []).append((rule, tuple(words_of(rule.read))))

    def spell_out(self, words: Sequence[str]) -> list[str]:
        """The words with every short form that can be told written in full."""
        spelled: list[str] = []
        for index, word in enumerate(words):
            full = self._always.get(word)
            if full is None and word in self._rules:
                full = self._read(words, index, spelled)
            spelled.extend(full if full is not None else (word,))
        return spelled

    def _read(self, words: Sequence[str], index: int, spelled: Sequence[str]) -> tuple[str, ...] | None:
        return next((read for rule, read in self._rules[words[index]] if _fits(rule, words, index, spelled)), None)

    def knows(self, word: str) -> bool:
        """Whether `word` is a short form."""
        return word in self._always or word in self._rules


def _fits(rule: Shorthand, words: Sequence[str], index: int, spelled: Sequence[str]) -> bool:
    previous = words[index - 1] if index else ""
    if rule.not_after_number and previous.isdigit():
        return False
    if not (rule.before or rule.after or rule.near or rule.first):
        return True
    before = " ".join(words[max(0, index - 2) : index])
    read_before = " ".join(spelled[-3:])
    following = " ".join(words[index + 1 : index + 3])
    return (
        any(_ends_with(before, wanted) or _ends_with(read_before, wanted) for wanted in rule.before)
        or any(_starts_with(following, wanted) for wanted in rule.after)
        or any(wanted in words for wanted in rule.near)
        or (rule.first and index == 0)
    )


def _ends_with(text: str, wanted: str) -> bool:
    return f" {text}".endswith((f" {wanted}", f" {fold(wanted)}"))


def _starts_with(text: str, wanted: str) -> bool:
    return f"{text} ".startswith((f"{wanted} ", f"{fold(wanted)} "))
