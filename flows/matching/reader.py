"""Reads a question: surface → danger, aspects, concepts → learnt index → decision."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flows.catalog import Reader
from flows.guides import Aspect, Guide, KnownError
from flows.matching.analysis import Analysis, Analyst
from flows.matching.certainty import believe, certainty, evidence, is_guide, known_words
from flows.matching.directory import Directory
from flows.matching.features import features_of
from flows.matching.lexicon import Decision, Lexicon, Topic, TopicKind
from flows.matching.model import Model, learn, load
from flows.matching.phrases import BROAD_MARK, FRAGMENT, OUTSIDE_MARK, all_phrases, vocabulary
from flows.matching.reading import Match, Reading
from flows.matching.training import Floats
from flows.matching.urgent import UrgentWords
from flows.organisation import Organisation
from flows.outcomes import Outcome
from flows.text import fold, words_of
from flows.text_shorthand import ShorthandTable
from flows.text_spelling import Speller, pairs_of
from flows.text_surface import Scribe

_OUTCOMES = {
    TopicKind.OUTSIDE: Outcome.OUTSIDE,
    TopicKind.OTHER_OFFICE: Outcome.OUTSIDE,
    TopicKind.LAW: Outcome.OUTSIDE,
    TopicKind.SMALL_TALK: Outcome.SMALL_TALK,
    TopicKind.OFFICE: Outcome.DIRECTORY,
}
_WORTH_OFFERING = 0.05  # a choice's share of the first choice's score
_ASPECTS = {aspect.value: aspect for aspect in Aspect}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reader is put together from."""

    scribe: Scribe
    analyst: Analyst
    model: Model
    urgent: UrgentWords
    directory: Directory
    topics: Mapping[str, Topic]
    broad: Mapping[str, tuple[str, ...]]  # guides to offer, by label
    seen: Mapping[str, frozenset[str]]  # words that stand in each guide's phrases
    decision: Decision


class MatchingReader(Reader):
    """Understands questions about the guides it was built from."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._guides = np.array([is_guide(label) for label in parts.model.labels])
        self._pointed = {topic.guide: topic.id for topic in parts.topics.values() if topic.guide}

    def read(self, question: str, open_guide: str | None = None) -> Reading:
        """The reading of `question`, said while `open_guide` is open."""
        surface = self._parts.scribe.read(question)
        danger = self._parts.urgent.topic_of(surface)
        if danger:
            return Reading(Outcome.URGENT, topic=danger)
        analysis = self._parts.analyst.analyse(surface)
        aspect = next((_ASPECTS[span.meaning] for span in analysis.aspects if span.meaning in _ASPECTS), None)
        return self._decide(analysis, aspect, open_guide)

    def _decide(self, analysis: Analysis, aspect: Aspect | None, open_guide: str | None) -> Reading:
        if not self._guides.any():
            return Reading(Outcome.NO_MATCH, aspect=aspect)
        belief = believe(self._parts.model, features_of(analysis))
        matches = self._matches(belief.shares)
        label = self._parts.model.labels[belief.label]
        topic = self._pointed.get(label, label.removeprefix(OUTSIDE_MARK) if label[0] == OUTSIDE_MARK else "")
        if topic:
            return self._outside(topic, analysis, matches, aspect)
        if label == FRAGMENT:
            return _fragment(matches, aspect, open_guide)
        if label[0] == BROAD_MARK:
            return Reading(Outcome.ASKED_BACK, matches, aspect, offered=self._parts.broad[label])
        numbers = evidence(self._parts.model, self._parts.seen, analysis, belief, belief.label)
        return self._answer(matches, aspect, certainty(numbers, self._parts.decision.weights))

    def _answer(self, matches: tuple[Match, ...], aspect: Aspect | None, sure: float) -> Reading:
        if sure >= self._parts.decision.answer_at:
            return Reading(Outcome.ANSWERED, matches, aspect)
        if sure < self._parts.decision.ask_at:
            return Reading(Outcome.NO_MATCH, matches, aspect)
        return Reading(Outcome.ASKED_BACK, matches, aspect, offered=_offered(matches))

    def _outside(self, topic: str, analysis: Analysis, matches: tuple[Match, ...], aspect: Aspect | None) -> Reading:
        outcome = _OUTCOMES[self._parts.topics[topic].kind]
        offered = (self._parts.topics[topic].guide,) if self._parts.topics[topic].guide else ()
        if outcome is Outcome.DIRECTORY:
            topic = self._parts.directory.find(analysis.surface)
        return Reading(outcome, matches, aspect, offered=offered, topic=topic)

    def _matches(self, shares: Floats) -> tuple[Match, ...]:
        guides = np.where(self._guides, shares, -1.0)
        best = np.argsort(-guides)[:5]
        labels = self._parts.model.labels
        return tuple(Match(labels[index], round(float(guides[index]), 4)) for index in best if guides[index] >= 0)

    def dump(self) -> bytes:
        """The learnt part as bytes, to spare the learning next time."""
        return self._parts.model.dump()


def _offered(matches: tuple[Match, ...]) -> tuple[str, ...]:
    likely = [match.guide_id for match in matches[:4] if match.score >= matches[0].score * _WORTH_OFFERING]
    return tuple(likely if len(likely) > 1 else [match.guide_id for match in matches[:2]])


def _fragment(matches: tuple[Match, ...], aspect: Aspect | None, open_guide: str | None) -> Reading:
    if open_guide is None:
        return Reading(Outcome.ASKED_BACK, matches, aspect, follow_up=True)
    return Reading(Outcome.ANSWERED, (Match(open_guide, 1.0),), aspect, follow_up=True)


def build_reader(
    guides: Mapping[str, Guide],
    errors: Mapping[str, KnownError],
    organisation: Organisation,
    lexicon: Lexicon,
    cached: bytes | None = None,
) -> MatchingReader:
    """The reader of this content; `cached` is what `dump` gave for the very same content."""
    phrases = list(all_phrases(guides, errors, lexicon))
    directory = Directory(organisation)
    words = vocabulary(phrases, lexicon, directory.names)
    pairs = pairs_of([fold(word) for word in words_of(phrase.text)] for phrase in phrases)
    scribe = Scribe(Speller(words, pairs), ShorthandTable(lexicon.shorthand, lexicon.beside))
    analyst = Analyst(lexicon)
    samples = [features_of(analyst.analyse(scribe.read(phrase.text))) for phrase in phrases]
    labels = [phrase.label for phrase in phrases]
    model = load(cached) if cached is not None else learn(samples, labels)
    topics = {topic.id: topic for topic in lexicon.topics}
    broad = {
        BROAD_MARK + entry.id: tuple(guide for guide in entry.offer if guide in guides)[:4] for entry in lexicon.broad
    }
    seen = known_words(samples, labels)
    urgent = UrgentWords(lexicon.topics)
    return MatchingReader(Parts(scribe, analyst, model, urgent, directory, topics, broad, seen, lexicon.decision))
