"""From what is believed of one request to what is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from flows.guides import Aspect
from flows.matching.analysis import Analysis
from flows.matching.aspects import aspect_of
from flows.matching.camps import Camps
from flows.matching.certainty import Belief, believe, certainty, evidence
from flows.matching.features import features_of
from flows.matching.follow_ups import FollowUps
from flows.matching.lexicon import Decision, Topic, TopicKind
from flows.matching.model import Model
from flows.matching.phrases import BROAD_MARK, FRAGMENT, OUTSIDE_MARK, is_guide
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
_STRANGE = 0.4  # the part of the words that may be unknown
_OUTWEIGHS = 0.5  # share of a guide that all others together cannot reach
_HEARD_TOGETHER = 0.2  # share of all topics for the directory from which one of them was heard in a question
_PLAINLY = 0.4  # share of the topics for the directory below which advice about one of them could be odd
_TELLING = 4  # words that carry the matter of a story; fewer are a piece of talk
_QUESTION_WORDS = frozenset("gi nao sao may dau ai nhieu lau chi".split())
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
        self._guides: NDArray[np.bool_] = np.array([is_guide(label) for label in model.labels], dtype=np.bool_)

    def decide(self, analysis: Analysis, open_guide: str | None) -> Verdict:
        """What is said to a request while `open_guide` is open."""
        aspect = aspect_of(analysis.surface, analysis.aspects)
        if not self._guides.any() or self._is_strange(analysis):
            unheard = self.referrals.refer(Reading(Outcome.NO_MATCH, aspect=aspect), 0.0, analysis)
            return Verdict(unheard, "", 0.0)
        belief = believe(self.model, features_of(analysis))
        matches = self._matches(belief.shares)
        label, share = self._believed(belief, analysis)
        sure = self._certainty(analysis, belief) if is_guide(label) else share
        if self._continues(label, sure, analysis):
            return Verdict(self._otherwise(FRAGMENT, analysis, matches, aspect, open_guide), FRAGMENT, 1.0)
        if share < self.decision.hear_at:
            verdict = Verdict(self._unheard(analysis, matches, aspect, open_guide), "", 0.0)
        elif is_guide(label) and label not in self._pointed:
            verdict = Verdict(self._answered(analysis, matches, aspect, open_guide, sure), label, sure)
        else:
            verdict = Verdict(self._otherwise(label, analysis, matches, aspect, open_guide), label, 1.0)
            if share < _PLAINLY:
                verdict = replace(verdict, reading=replace(verdict.reading, advice=""))
        return replace(verdict, reading=self.referrals.refer(verdict.reading, verdict.sure, analysis))

    def _continues(self, label: str, sure: float, analysis: Analysis) -> bool:
        """Whether the message names no matter, so that it speaks of what was said before."""
        if label.startswith(BROAD_MARK) or (label != FRAGMENT and sure >= self.decision.answer_at):
            return False
        return self._follow_ups.is_one(analysis) and not self.referrals.is_sure(analysis)

    def _believed(self, belief: Belief, analysis: Analysis) -> tuple[str, float]:
        """The label to follow and what speaks for it, those that the directory answers counted together."""
        share = float(belief.shares[belief.label])
        if share > _OUTWEIGHS and self._guides[belief.label]:
            return self.model.labels[belief.label], share
        least = _HEARD_TOGETHER if _asks(analysis) or len(analysis.carrying) < _TELLING else self.decision.hear_at
        number, share = self._camps.choose(belief.shares, asks_rules=self.referrals.asks_rules(analysis), least=least)
        return self.model.labels[number], share

    def _is_strange(self, analysis: Analysis) -> bool:
        """Whether too many words stand nowhere in the content: another language, code, keys hit at random."""
        words = [word for word in analysis.surface.folded if not word.isdigit()]
        unknown = sum(word not in self.model.ids for word in words)
        return unknown > len(words) * _STRANGE

    def _certainty(self, analysis: Analysis, belief: Belief) -> float:
        numbers = evidence(self.model, analysis, belief, belief.label)
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
        return Reading(Outcome.NO_MATCH, matches, aspect)

    def _otherwise(
        self, label: str, analysis: Analysis, matches: tuple[Match, ...], aspect: Aspect | None, open_guide: str | None
    ) -> Reading:
        if label == FRAGMENT:
            if open_guide is not None:
                return _follow_up(open_guide, aspect)
            return Reading(Outcome.ASKED_BACK, matches, aspect, follow_up=True)
        if label.startswith(BROAD_MARK):
            return Reading(Outcome.ASKED_BACK, matches, aspect, offered=self._broad[label])
        topic = self._topics[self._pointed.get(label, label.removeprefix(OUTSIDE_MARK))]
        outcome = OUTCOMES[topic.kind]
        offered = (topic.guide,) if topic.guide else ()
        if outcome is Outcome.DIRECTORY:
            entry = self.referrals.entry(topic, analysis)
            return Reading(outcome, matches, aspect, topic=entry, advice=topic.id if topic.call else "")
        return Reading(outcome, matches, aspect, offered=offered, topic=topic.id)

    def _matches(self, shares: Floats) -> tuple[Match, ...]:
        guides = np.where(self._guides, shares, -1.0)
        best = np.argpartition(-guides, min(_BEST, len(guides) - 1))[:_BEST]
        order = sorted(best.tolist(), key=lambda index: -guides[index])
        labels = self.model.labels
        return tuple(Match(labels[index], round(float(guides[index]), 4)) for index in order if guides[index] >= 0)


def _asks(analysis: Analysis) -> bool:
    """Whether the message asks; who reports something tells."""
    folded = analysis.surface.folded
    return bool(analysis.aspects) or folded[-1] == "khong" or not _QUESTION_WORDS.isdisjoint(folded)


def _among(guide: str | None, matches: tuple[Match, ...]) -> bool:
    return any(match.guide_id == guide for match in matches[:2])


def _offered(matches: tuple[Match, ...]) -> tuple[str, ...]:
    likely = [match.guide_id for match in matches[:_MOST_OFFERED] if match.score >= matches[0].score * _WORTH_OFFERING]
    return tuple(likely if len(likely) > 1 else [match.guide_id for match in matches[:2]])


def _follow_up(open_guide: str, aspect: Aspect | None) -> Reading:
    return Reading(Outcome.ANSWERED, (Match(open_guide, 1.0),), aspect, follow_up=True)
