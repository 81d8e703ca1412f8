"""Tells questions about offices and people from questions about a procedure, by what words are left over.

"Phòng tư pháp mấy giờ mở cửa" is made of ways of asking and names of offices alone; in "lên xã làm khai sinh gặp ai"
a matter is left, so it stays with its guide.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from flows.matching.analysis import Analysis
from flows.matching.office_words import OfficeWords
from flows.matching.phrase_table import PhraseTable, Span, covered
from flows.text.letters import fold, words_of
from flows.text.surface import Surface

_NAMED = ("roles", "heads", "offices", "names")
_WITH_FIELD = ("charge", "heads")  # the words after them are a field of work: "cán bộ phụ trách tôn giáo"
_LONGEST_FIELD = 4
_LONGEST_NAME = 4
_WHO = ("la", "ai")
_SHORT_NAME = 2  # words of a name called alone
_SELF = frozenset("bạn mày em bot đây đó ad này kia ban may toi tôi mình tao nó".split())
_MIDDLE = ("van", "thi")
_FEW = 3  # words beside an amenity
_SPARE = 2  # one word of so many may be unknown


class AsksOffice(IntEnum):
    """Whether a question asks for an office or a person."""

    NO = 0
    LIKELY = 1  # but a word or two may name a matter
    SURELY = 2


class OfficeQuestions:
    """Recognises questions about offices and people by the word groups of the lexicon."""

    def __init__(self, words: OfficeWords) -> None:
        self._table = PhraseTable(_groups(words))
        self._asks = frozenset(words.asks)
        named = (
            *words.roles,
            *words.heads,
            *words.offices,
            *words.loose,
            *words.asks.get("amenity", ()),
            *words.asks.get("reach", ()),
        )
        self._begins = frozenset(fold(words_of(phrase)[0]) for phrase in named) | frozenset(_MIDDLE)
        self._titles = frozenset(name for title in words.titles for name in (title, fold(title)))
        self._guides = words.guides
        self._surnames = frozenset(words.surnames)
        self._bare = frozenset(map(fold, words.surnames))

    def speaks_of(self, guide: str | None, entry: str, spans: Iterable[Span]) -> bool:
        """Whether a guide tells more of an entry than the directory does, unless a person or a number is asked for."""
        if guide is None or self._guides.get(guide) != entry:
            return False
        return not any(span.meaning in ("who", "reach") for span in spans)

    def spans(self, surface: Surface) -> list[Span]:
        """The words of every group, people's names among them; none where nobody can be meant."""
        folded = surface.folded
        nobody = self._begins.isdisjoint(folded) and self._surnames.isdisjoint(surface.words)
        if nobody and folded[-2:] != _WHO:
            return []
        found = self._table.find(surface.words, surface.folded)
        return [*found, *self._names(surface, {span.start for span in found if span.meaning != "beside"})]

    def kind(self, analysis: Analysis, spans: Sequence[Span]) -> AsksOffice:
        """Whether the question, taken apart into `spans`, asks for an office or a person."""
        groups = {span.meaning for span in spans}
        if _asks_name(analysis.surface):
            return AsksOffice.SURELY
        if not groups & {*_NAMED, "loose", "amenity", "reach"}:
            return AsksOffice.NO
        folded, said = analysis.surface.folded, covered(spans)
        left = [index for index in analysis.carrying if index not in said and not folded[index].isdigit()]
        asks = groups & self._asks
        if not left:
            return _whole(groups, asks)
        if asks & {"who", "charge", "reach"} and _is_field(spans, left):
            return AsksOffice.LIKELY
        named = groups & {"roles", "offices"} and asks
        few = len(left) * _SPARE <= len(analysis.carrying)
        comfort = "amenity" in asks and groups & {"offices", "loose"} and len(left) <= _FEW
        return AsksOffice.LIKELY if comfort or (named and few) else AsksOffice.NO

    def _names(self, surface: Surface, others: set[int]) -> Iterator[Span]:
        """Names of people: a title, a surname, and what follows up to the next group."""
        words = surface.words
        for start in range(1, len(words) - 1):
            if words[start - 1] in self._titles and self._is_surname(surface, start):
                end = start + 1
                while end < len(words) and end - start < _LONGEST_NAME and end not in others:
                    end += 1
                yield Span(start - 1, end, "names")

    def _is_surname(self, surface: Surface, index: int) -> bool:
        """Whether a surname stands there; without its marks only before a middle name that says so."""
        word, following = surface.words[index], surface.folded[index + 1]
        return word in self._surnames or (word in self._bare and following in _MIDDLE)


def _asks_name(surface: Surface) -> bool:
    """Whether somebody is asked for by a bare name: "Thắm là ai"."""
    words = surface.words
    return surface.folded[-2:] == _WHO and 1 <= len(words) - 2 <= _SHORT_NAME and _SELF.isdisjoint(words)


def _groups(words: OfficeWords) -> Iterator[tuple[str, str]]:
    return ((phrase, group) for group, phrases in words.groups().items() for phrase in phrases)


def _whole(groups: set[str], asks: set[str]) -> AsksOffice:
    """What a question asks for that has no other words."""
    if "amenity" in asks or (asks and groups & {*_NAMED, "loose"}):
        return AsksOffice.SURELY
    return AsksOffice.LIKELY if "roles" in groups or "reach" in asks else AsksOffice.NO


def _is_field(spans: Iterable[Span], left: Sequence[int]) -> bool:
    """Whether the words left over are the field of work of somebody asked for."""
    begun = max((span.end for span in spans if span.meaning in _WITH_FIELD and span.end <= left[0]), default=None)
    return begun is not None and left[-1] < begun + _LONGEST_FIELD
