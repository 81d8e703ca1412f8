"""Who and where in the commune: people by name, role or hamlet, offices, hours."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from flows.matching.phrase_table import PhraseTable, Span, covered
from flows.number_words import WRITTEN
from flows.organisation import Hamlet, Organisation, Person
from flows.text.letters import fold, words_of
from flows.text.surface import Surface

_TITLES = ("ông", "bà", "anh", "chị", "cô", "chú", "bác", "thầy")
_KINDS = "thôn|ấp|khu phố|xóm|bản|tổ|tổ dân phố|khóm|buôn|làng|khu".split("|")
_DIGITS = {word: str(number) for word, number in WRITTEN.items() if number}
_SURE = 2  # words of an office's name, or of a role if more, that count before the hamlet they stand beside


class Directory:
    """The entries of organisation.yaml, found by what people call them; `asking` are words that ask for any of them."""

    def __init__(self, organisation: Organisation, asking: Iterable[str] = ()) -> None:
        self._phrases = list(_entries(organisation))
        self._given = dict(_given_names(organisation))
        self._given_bare = {fold(name): person for name, person in self._given.items()}
        self._entries = frozenset(entry for _, entry in self._phrases)
        self._people = frozenset(person.id for person in organisation.people)
        self._table = PhraseTable(self._phrases)
        self._asking = frozenset(" ".join(words_of(phrase)) for phrase in asking)
        self._heads = {person.hamlet: person.id for person in reversed(organisation.people) if _is_head(person)}
        self._hamlets = PhraseTable(_hamlet_names(organisation.hamlets))
        self._kinds = PhraseTable((kind, kind) for kind in _KINDS)

    @property
    def names(self) -> list[str]:
        """Every phrase the directory is searched by, so that spelling knows them."""
        return [phrase for phrase, _ in self._phrases]

    def has(self, entry: str) -> bool:
        """Whether there is an entry of this id."""
        return entry in self._entries

    def find(self, surface: Surface, named: Sequence[Span] = ()) -> str:
        """The id of the entry the words name best, or "" when nobody is known by them.

        `named` are roles and offices in general: one that the directory does not hold is nobody it knows.
        """
        spans = [*self._table.find(surface.words, surface.folded), *self._by_given_name(surface)]
        meant = [span for span in spans if not self._asks(surface, span)]
        best = min(meant, key=lambda span: span.start - span.end, default=None)
        hamlet = self._hamlet(surface)
        if best is not None and (hamlet is None or self._is_sure(best)):
            return "" if self._is_another(best, named) else best.meaning
        if hamlet is not None:
            return self._heads.get(hamlet, "")
        return "" if named else next((span.meaning for span in spans), "")

    def _is_another(self, best: Span, named: Sequence[Span]) -> bool:
        """Whether a longer or another name is said than the one that is known."""
        longer = any(
            span.start <= best.start and best.end <= span.end and span.end - span.start > best.end - best.start
            for span in named
        )
        if best.meaning in self._people:
            return longer
        apart = any(span.end <= best.start or best.end <= span.start for span in named)
        return best.end - best.start < _SURE and (longer or apart)

    def is_name(self, surface: Surface, carrying: Iterable[int]) -> bool:
        """Whether the words that carry the matter are nothing but the name of a hamlet or somebody there."""
        named = [
            *self._hamlets.find(surface.words, surface.folded),
            *self._table.find(surface.words, surface.folded),
            *self._by_given_name(surface),
        ]
        return bool(named) and covered(named).issuperset(carrying)

    def _by_given_name(self, surface: Surface) -> Iterator[Span]:
        """People called by title and given name; in a message with marks "Hoa" is not "Họa"."""
        known = self._given_bare if surface.words == surface.folded else self._given
        for start, pair in enumerate(pairwise(surface.words)):
            found = known.get(" ".join(pair))
            if found:
                yield Span(start, start + 2, found)

    def _is_sure(self, span: Span) -> bool:
        return span.end - span.start >= _SURE + (span.meaning in self._people)

    def _asks(self, surface: Surface, span: Span) -> bool:
        return " ".join(surface.words[span.start : span.end]) in self._asking

    def _hamlet(self, surface: Surface) -> str | None:
        """The hamlet the words name, "" for a number that no hamlet has, None where there is no such word."""
        known = min(
            self._hamlets.find(surface.words, surface.folded), key=lambda span: span.start - span.end, default=None
        )
        if known is not None:
            return known.meaning
        kinds = self._kinds.find(surface.words, surface.folded)
        numbered = any(surface.words[span.end : span.end + 1] and _is_number(surface.words[span.end]) for span in kinds)
        return "" if numbered else None


def _is_number(word: str) -> bool:
    return word.isdigit() or word in _DIGITS


def _is_head(person: Person) -> bool:
    return bool(person.hamlet) and person.role.lower().startswith(("trưởng", "tổ trưởng"))


def _hamlet_names(hamlets: Iterable[Hamlet]) -> Iterator[tuple[str, str]]:
    """Each name of each hamlet, its number in words too, under every word for such a place."""
    for hamlet in hamlets:
        for name in (hamlet.name, *hamlet.other_names):
            yield name, hamlet.id
            number = name.split()[-1]
            if number.isdigit():
                spelled = [word for word, digit in _DIGITS.items() if digit == number]
                yield from ((f"{kind} {one}", hamlet.id) for kind in _KINDS for one in (number, *spelled))


def _entries(organisation: Organisation) -> Iterator[tuple[str, str]]:
    for person in organisation.people:
        yield from ((name, person.id) for name in (person.name, person.role, *person.role_words) if name)
    for contact in organisation.contacts:
        yield from ((name, contact.id) for name in (contact.name, *contact.words))


def _given_names(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """Title and given name of everybody whose given name nobody else there has."""
    given = {person.id: words_of(person.name)[-1] for person in organisation.people if person.name}
    counts = Counter(fold(name) for name in given.values())
    for person, name in given.items():
        if counts[fold(name)] == 1:
            yield from ((f"{title} {name}", person) for title in _TITLES)
