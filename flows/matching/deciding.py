"""From what is believed of one request to what is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from flows.guides import Aspect
from flows.matching.analysis import Analysis
from flows.matching.aspects import aspect_of
from flows.matching.camps import Camps
from flows.matching.certainty import Belief, believe, certainty, evidence
from flows.matching.features import features_of
from flows.matching.follow_ups import FollowUps
from flows.matching.lexicon import Decision, Topic, TopicKind
from flows.matching.model import Model
from flows.matching.office_questions import AsksOffice
from flows.matching.phrases import BROAD_MARK, FRAGMENT, OUTSIDE_MARK, is_guide
from flows.matching.pleas import Plea
from flows.matching.reading import Match, Reading
from flows.matching.referring import Referrals
from flows.matching.training import Floats
from flows.outcomes import Outcome

OUTCOMES = {
    TopicKind.OUTSIDE: Outcome.OUTSIDE,
    TopicKind.OTHER_OFFICE: Outcome.OUTSIDE,
    TopicKind.LAW: Outcome.OUTSIDE,
    TopicKind.SMALL_TALK: Outcome.SMALL_TALK,
    TopicKind.OFFICE: Outcome.DIRECTORY,
}
_BEST = 5  # matches that a reading holds
_MOST_OFFERED = 4
_CERTAIN = 0.97  # that a message is for the directory, though a guide would answer it
_DROWNED = 0.5  # part of what is believed of the directory below which nothing else is heard
_FEW = 5  # words of a message that goes on from something
_COMMON = 7.0  # idf of a word that stands in some fifty phrases
_STRANGE = 0.4  # the part of the words that may be unknown
_HEARD = 0.2  # share of the topics for the directory that must be believed where the words ask for nothing there
_PLAINLY = 0.4  # share of the topics for the directory below which advice about one of them could be odd
_WORTH_OFFERING = 0.1  # a choice's part of the first choice's score


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reading with the label and the certainty behind it."""

    reading: Reading
    label: str
    sure: float


class Decider:
    """Weighs a request against guides, topics without a guide, broad words and fragments."""

    def __init__(
        self,
        model: Model,
        topics: Mapping[str, Topic],
        broad: Mapping[str, tuple[str, ...]],
        referrals: Referrals,
        follow_ups: FollowUps,
        decision: Decision,
    ) -> None:
        self.model = model
        self.decision = decision
        self._topics = topics
        self._broad = broad
        self.referrals = referrals
        self._follow_ups = follow_ups
        self._pointed = {topic.guide: topic.id for topic in topics.values() if topic.guide}
        self._camps = Camps(model.labels, topics)

    def decide(self, analysis: Analysis, open_guide: str | None) -> Verdict:
        """What is said to a request while `open_guide` is open."""
        aspect = aspect_of(analysis.surface, analysis.aspects)
        plea = self.referrals.hear(analysis)
        if not self._camps.guides.size or self._is_strange(analysis):
            return self._for_directory(Verdict(Reading(Outcome.NO_MATCH, aspect=aspect), "", 0.0), analysis, plea, None)
        belief = believe(self.model, features_of(analysis))
        verdict = self._undirected(analysis, belief, aspect, open_guide)
        if verdict.label == FRAGMENT and plea.asks_office is not AsksOffice.SURELY:
            return verdict
        return self._for_directory(verdict, analysis, plea, self._camps.heard(belief.shares, plea))

    def _undirected(self, analysis: Analysis, belief: Belief, aspect: Aspect | None, open_guide: str | None) -> Verdict:
        """What would be said if there were no directory."""
        matches = self._matches(belief.shares)
        number, share = self._camps.best_other(belief.shares)
        label = self.model.labels[number]
        sure = self._certainty(analysis, belief, number) if is_guide(label) else share
        if self._continues(label, sure, analysis):
            label = FRAGMENT
        elif share < max(self.decision.hear_at, self._camps.of_directory(belief.shares)[1] * _DROWNED):
            return Verdict(self._unheard(analysis, matches, aspect, open_guide), "", 0.0)
        elif is_guide(label) and label not in self._pointed:
            return Verdict(self._answered(analysis, matches, aspect, open_guide, sure), label, sure)
        return Verdict(self._otherwise(label, matches, aspect, open_guide), label, 1.0)

    def _for_directory(self, verdict: Verdict, analysis: Analysis, plea: Plea, shares: Floats | None) -> Verdict:
        """The same verdict, unless the message is for the directory."""
        reading = verdict.reading
        if plea.asks_office is AsksOffice.SURELY:
            return replace(verdict, reading=self.referrals.named(reading, plea, analysis.surface))
        if shares is None:
            return verdict
        number, share = self._camps.of_directory(shares)
        likely = certainty(self._camps.evidence(shares, plea), self.decision.directory_weights)
        if likely >= self._needed(verdict) and (share >= _HEARD or plea.is_any):
            label = self.model.labels[number]
            told = self.referrals.told(reading, plea, self._topics[label.removeprefix(OUTSIDE_MARK)], analysis.surface)
            return Verdict(told if share >= _PLAINLY else replace(told, advice=""), label, likely)
        if not verdict.label or reading.outcome in (Outcome.NO_MATCH, Outcome.OUTSIDE):
            return replace(verdict, reading=self.referrals.by_name(reading, plea, analysis))
        return verdict

    def _needed(self, verdict: Verdict) -> float:
        """How likely a message must be for the directory to go there: less where nothing else was understood."""
        outcome = verdict.reading.outcome
        if outcome is Outcome.ANSWERED:
            return max(verdict.sure, _CERTAIN)
        return self.decision.directory_at / (2 if outcome is Outcome.NO_MATCH else 1)

    def _continues(self, label: str, sure: float, analysis: Analysis) -> bool:
        """Whether the message names no matter, so that it speaks of what was said before."""
        if label.startswith(BROAD_MARK) or (label != FRAGMENT and sure >= self.decision.answer_at):
            return False
        return self._follow_ups.is_one(analysis)

    def _is_strange(self, analysis: Analysis) -> bool:
        """Whether too many words stand nowhere in the content: another language, code, keys hit at random."""
        words = [word for word in analysis.surface.folded if not word.isdigit()]
        unknown = sum(word not in self.model.ids for word in words)
        return unknown > len(words) * _STRANGE

    def _certainty(self, analysis: Analysis, belief: Belief, guide: int) -> float:
        numbers = evidence(self.model, analysis, belief, guide)
        return certainty(numbers, self.decision.weights)

    def _answered(
        self, analysis: Analysis, matches: tuple[Match, ...], aspect: Aspect | None, open_guide: str | None, sure: float
    ) -> Reading:
        if sure >= self.decision.answer_at:
            return Reading(Outcome.ANSWERED, matches, aspect)
        if (
            open_guide is not None
            and analysis.aspects
            and (sure < self.decision.follow_at or _among(open_guide, matches))
        ):
            return _follow_up(open_guide, aspect)
        if sure < self.decision.ask_at:
            return Reading(Outcome.NO_MATCH, matches, aspect)
        return Reading(Outcome.ASKED_BACK, matches, aspect, offered=_offered(matches))

    def _unheard(
        self, analysis: Analysis, matches: tuple[Match, ...], aspect: Aspect | None, open_guide: str | None
    ) -> Reading:
        if open_guide is not None and analysis.aspects:
            return _follow_up(open_guide, aspect)
        if self._says_little(analysis):
            return Reading(Outcome.ASKED_BACK, matches, aspect, follow_up=True)
        return Reading(Outcome.NO_MATCH, matches, aspect)

    def _says_little(self, analysis: Analysis) -> bool:
        """Whether the message is made of a few words that are said of everything: it goes on from something."""
        numbers = [self.model.ids.get(analysis.surface.folded[index]) for index in analysis.carrying]
        return len(numbers) <= _FEW and all(
            number is not None and self.model.idf[number] < _COMMON for number in numbers
        )

    def _otherwise(
        self, label: str, matches: tuple[Match, ...], aspect: Aspect | None, open_guide: str | None
    ) -> Reading:
        if label == FRAGMENT:
            if open_guide is not None:
                return _follow_up(open_guide, aspect)
            return Reading(Outcome.ASKED_BACK, matches, aspect, follow_up=True)
        if label.startswith(BROAD_MARK):
            return Reading(Outcome.ASKED_BACK, matches, aspect, offered=self._broad[label])
        topic = self._topics[self._pointed.get(label, label.removeprefix(OUTSIDE_MARK))]
        offered = (topic.guide,) if topic.guide else ()
        return Reading(OUTCOMES[topic.kind], matches, aspect, offered=offered, topic=topic.id)

    def _matches(self, shares: Floats) -> tuple[Match, ...]:
        numbers = self._camps.guides
        guides = shares[numbers]
        best = np.argpartition(-guides, min(_BEST, len(guides) - 1))[:_BEST]
        found = sorted(zip((-guides[best]).tolist(), numbers[best].tolist(), strict=True))
        return tuple([Match(self.model.labels[number], round(-share, 4)) for share, number in found])


def _among(guide: str | None, matches: tuple[Match, ...]) -> bool:
    return any(match.guide_id == guide for match in matches[:2])


def _offered(matches: tuple[Match, ...]) -> tuple[str, ...]:
    likely = [match.guide_id for match in matches[:_MOST_OFFERED] if match.score >= matches[0].score * _WORTH_OFFERING]
    return tuple(likely if len(likely) > 1 else [match.guide_id for match in matches[:2]])


def _follow_up(open_guide: str, aspect: Aspect | None) -> Reading:
    return Reading(Outcome.ANSWERED, (Match(open_guide, 1.0),), aspect, follow_up=True)
