"""Reads a message: surface → danger → what each request in it is about → decision. Start here, then `deciding`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flows.guides import Guide, KnownError
from flows.matching.deciding import Decider, Verdict
from flows.matching.directory import Directory
from flows.matching.errors import ErrorMessages
from flows.matching.explaining import explanation, weights_of
from flows.matching.features import features_of
from flows.matching.ground import Ground, Listed, ground_of, listed_in
from flows.matching.lexicon import Lexicon
from flows.matching.model import Model, learn
from flows.matching.phrase_book import PhraseBook
from flows.matching.phrases import BROAD_MARK, all_phrases, vocabulary
from flows.matching.reading import Match, Reader, Reading
from flows.matching.referring import UNSURE, Referrals
from flows.matching.requests import clauses_of, parts_of
from flows.matching.training import Integers
from flows.matching.verbatim import Verbatim
from flows.organisation import Organisation
from flows.outcomes import Outcome
from flows.text.letters import fold_each, words_of
from flows.text.mending import Mender, following_of, pairs_of
from flows.text.shorthand import ShorthandTable
from flows.text.spelling import Speller
from flows.text.surface import LONGEST, Scribe, Surface, surface_of

NOISE = "noise"  # the small-talk topic of a message without words
_ASKING = ("hoi-so", "hoi-ai", "gio-lam")  # the concepts of asking for somebody or a number
_CHAT = 12  # words; nobody chats longer than that without a matter
_SURELY = 0.7  # certainty each of two requests in one message must reach


# Most people ask the same few things ("tiếp", "bao nhiêu tiền"): what was read once is not worked out again.
MOST_REMEMBERED = 2_000
SHORT = 200  # characters


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reader is put together from."""

    scribe: Scribe
    ground: Ground
    messages: ErrorMessages
    decider: Decider
    verbatim: Verbatim


class MatchingReader(Reader):
    """Understands questions about the guides it was built from."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._recent: dict[tuple[str, str | None], Reading] = {}

    def read(self, question: str, open_guide: str | None = None) -> Reading:
        """The reading of `question`, said while `open_guide` is open."""
        asked = (question, open_guide)
        reading = self._recent.get(asked)
        if reading is None:
            reading = self._read(question, open_guide)
            if len(question) <= SHORT:
                self._recent[asked] = reading
                if len(self._recent) > MOST_REMEMBERED:
                    del self._recent[next(iter(self._recent))]
        return reading

    def _read(self, question: str, open_guide: str | None) -> Reading:
        surface = self._parts.scribe.read(question)
        if not surface.words:
            return Reading(Outcome.SMALL_TALK, topic=NOISE)
        typed = surface_of(question[:LONGEST])
        said = (surface,) if typed.words == surface.words else (surface, typed)  # mending may have gone too far
        danger = _first(self._parts.ground.urgent.topic_of, said)
        talk = not danger and len(surface.words) <= _CHAT and _first(self._parts.ground.small_talk.topic_of, said)
        if talk:
            return Reading(Outcome.SMALL_TALK, topic=talk)
        reading = self._verdict(surface, open_guide).reading
        if danger:
            return Reading(Outcome.URGENT, reading.matches, topic=danger)
        error = self._parts.messages.find(surface.folded)
        if error:
            return self._parts.messages.explained(reading, error)
        reading = self._parts.verbatim.settle(typed, reading)
        return self._several(question, reading) or self._in_a_part(question, reading) or reading

    def explain(self, question: str, open_guide: str | None = None) -> Reading:
        """The same reading with the words that spoke for each match, and why it was decided so."""
        reading = self.read(question, open_guide)
        surface = self._parts.scribe.read(question)
        verdict = self._verdict(surface, open_guide)
        analysis = self._parts.ground.analyst.analyse(surface)
        model = self._parts.decider.model
        matches = tuple(
            replace(match, why=weights_of(model, features_of(analysis), match.guide_id)) for match in reading.matches
        )
        why = explanation(analysis, verdict, self._parts.decider.decision)
        typed = surface_of(question[:LONGEST])
        if reading.guide_id and self._parts.verbatim.settle(typed, verdict.reading) != verdict.reading:
            why = replace(why, decision="nguyên văn một câu của hướng dẫn: trả lời")
        return replace(reading, matches=matches, why=why)

    def _verdict(self, surface: Surface, open_guide: str | None) -> Verdict:
        return self._parts.decider.decide(self._parts.ground.analyst.analyse(surface), open_guide)

    def _in_a_part(self, question: str, reading: Reading) -> Reading | None:
        """The reading of the part of a longer message that asks for an office, where the whole was not understood."""
        if reading.outcome not in UNSURE:
            return None
        for part in clauses_of(question):
            analysis = self._parts.ground.analyst.analyse(self._parts.scribe.read(part))
            found = self._parts.decider.referrals.asked_alone(analysis)
            if found is not None:
                return replace(reading, outcome=Outcome.DIRECTORY, topic=found, offered=(), follow_up=False)
        return None

    def _several(self, question: str, reading: Reading) -> Reading | None:
        """The reading of two requests in one message, when there clearly are two."""
        if reading.outcome not in (Outcome.ANSWERED, Outcome.ASKED_BACK) or reading.follow_up:
            return None
        parts = parts_of(question)
        if len(parts) < 2:
            return None
        likely = {match.guide_id for match in reading.matches}
        found: dict[str, Reading] = {}
        for number, part in enumerate(parts, 1):
            verdict = self._verdict(self._parts.scribe.read(part), None)
            guide = verdict.reading.guide_id
            if guide in likely and guide is not None and verdict.sure >= _SURELY:
                found.setdefault(guide, verdict.reading)
            if len(found) + len(parts) - number < 2:
                return None
        if reading.matches[0].guide_id not in found:
            return None
        return _together(sorted(found.values(), key=lambda one: one.guide_id != reading.matches[0].guide_id), reading)


def _first(topic_of: Callable[[Surface], str], said: Iterable[Surface]) -> str:
    """The first topic that is found, or ""."""
    return next(filter(None, map(topic_of, said)), "")


def _together(found: list[Reading], whole: Reading) -> Reading:
    first, *others = found
    named = {reading.matches[0].guide_id for reading in found}
    rest = tuple(match for match in whole.matches if match.guide_id not in named)
    leaders = tuple(Match(reading.matches[0].guide_id, reading.matches[0].score) for reading in found)
    return replace(first, matches=(leaders + rest)[:5], rest=tuple(others))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What need not be worked out again for a new reader: what the lexicon alone gives, and phrases taken apart."""

    ground: Ground
    listed: Listed
    book: PhraseBook = field(default_factory=PhraseBook)


def build_reader(
    guides: Mapping[str, Guide],
    errors: Mapping[str, KnownError],
    organisation: Organisation,
    lexicon: Lexicon,
    prepared: Prepared | None = None,
) -> MatchingReader:
    """The reader of this content; what was `prepared` from the same lexicon spares the work."""
    prepared = prepared or Prepared(ground_of(lexicon), listed_in(lexicon))
    phrases = list(all_phrases(guides, errors, lexicon))
    directory = Directory(organisation, _asking(lexicon))
    shorthand, book = ShorthandTable(lexicon.shorthand, lexicon.beside), prepared.book
    book.take_up(phrases, prepared.ground.analyst, shorthand)
    rows = book.rows(phrases)
    scribe = Scribe(_mender(book, rows, directory.names, prepared.listed), shorthand)
    model = learn(book.samples(rows), [phrase.label for phrase in phrases])
    messages = ErrorMessages(
        errors.values(), lambda text: scribe.read(text).folded, (*lexicon.fillers, *lexicon.telling)
    )
    decider = _decider(model, guides, directory, lexicon, prepared.ground)
    return MatchingReader(Parts(scribe, prepared.ground, messages, decider, Verbatim(guides, lexicon)))


def _mender(book: PhraseBook, rows: Integers, names: Sequence[str], listed: Listed) -> Mender:
    speller = Speller(vocabulary(book.counts(rows), listed.words, names))
    named = pairs_of(fold_each(words_of(name)) for name in names)
    return Mender(speller, following_of(book.pairs(rows) + named + listed.pairs))


def _decider(
    model: Model, guides: Mapping[str, Guide], directory: Directory, lexicon: Lexicon, ground: Ground
) -> Decider:
    return Decider(
        model,
        lexicon.answers(),
        {BROAD_MARK + broad.id: _offer(broad.offer, guides) for broad in lexicon.broad},
        Referrals(directory, ground.pleas),
        ground.follow_ups,
        lexicon.decision,
    )


def _asking(lexicon: Lexicon) -> list[str]:
    return [phrase for concept in _ASKING for phrase in lexicon.synonyms.get(concept, ())]


def _offer(offer: tuple[str, ...], guides: Mapping[str, Guide]) -> tuple[str, ...]:
    return tuple(guide for guide in offer if guide in guides)[:4]
