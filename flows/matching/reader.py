"""Reads a question: surface → danger, aspects, concepts → learnt index → decision."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flows.catalog import Reader
from flows.guides import Aspect, Guide, KnownError
from flows.matching.analysis import Analysis, Analyst
from flows.matching.directory import Directory
from flows.matching.features import features_of
from flows.matching.lexicon import Lexicon, Topic, TopicKind
from flows.matching.model import Model, learn, load
from flows.matching.phrases import BROAD_MARK, FRAGMENT, OUTSIDE_MARK, all_phrases, vocabulary
from flows.matching.reading import Match, Reading
from flows.matching.training import Floats
from flows.matching.urgent import UrgentWords
from flows.organisation import Organisation
from flows.outcomes import Outcome
from flows.text_shorthand import ShorthandTable
from flows.text_spelling import Speller
from flows.text_surface import Scribe

_OUTCOMES = {
    TopicKind.OUTSIDE: Outcome.OUTSIDE,
    TopicKind.OTHER_OFFICE: Outcome.OUTSIDE,
    TopicKind.LAW: Outcome.OUTSIDE,
    TopicKind.SMALL_TALK: Outcome.SMALL_TALK,
    TopicKind.OFFICE: Outcome.DIRECTORY,
}
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
    answer_at: float
    ask_at: float


class MatchingReader(Reader):
    """Understands questions about the guides it was built from."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._guides = np.array([label[0] not in (OUTSIDE_MARK, BROAD_MARK, FRAGMENT) for label in parts.model.labels])
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
        shares = self._parts.model.shares(features_of(analysis))
        matches = self._matches(shares)
        label = self._parts.model.labels[int(shares.argmax())]
        topic = self._pointed.get(label, label.removeprefix(OUTSIDE_MARK) if label[0] == OUTSIDE_MARK else "")
        if topic:
            return self._outside(topic, analysis, matches, aspect)
        if label == FRAGMENT:
            return _fragment(matches, aspect, open_guide)
        if label[0] == BROAD_MARK:
            return Reading(Outcome.ASKED_BACK, matches, aspect, offered=self._parts.broad[label])
        return self._answer(matches, aspect)

    def _answer(self, matches: tuple[Match, ...], aspect: Aspect | None) -> Reading:
        if matches[0].score >= self._parts.answer_at:
            return Reading(Outcome.ANSWERED, matches, aspect)
        offered = tuple(match.guide_id for match in matches[:4] if match.score >= self._parts.ask_at)
        return Reading(Outcome.ASKED_BACK if offered else Outcome.NO_MATCH, matches, aspect, offered=offered)

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
    scribe = Scribe(Speller(words), ShorthandTable(lexicon.shorthand, lexicon.beside))
    analyst = Analyst(lexicon)
    if cached is not None:
        model = load(cached)
    else:
        samples = [features_of(analyst.analyse(scribe.read(phrase.text))) for phrase in phrases]
        model = learn(samples, [phrase.label for phrase in phrases])
    topics = {topic.id: topic for topic in lexicon.topics}
    broad = {
        BROAD_MARK + entry.id: tuple(guide for guide in entry.offer if guide in guides)[:4] for entry in lexicon.broad
    }
    decision = lexicon.decision
    urgent = UrgentWords(lexicon.topics)
    return MatchingReader(
        Parts(scribe, analyst, model, urgent, directory, topics, broad, decision.answer_at, decision.ask_at)
    )
