"""A reader that knows guides by the words of their titles; enough for stories about the conversation itself."""

from collections.abc import Mapping

from flows.catalog import Reader
from flows.guides import Aspect, Guide
from flows.matching.reading import Match, Reading
from flows.outcomes import Outcome
from flows.words import contains, syllables

ASPECTS = {
    Aspect.FEE: ("le phi", "bao nhieu tien", "mat phi", "het bao nhieu", "phi bao nhieu", "how much"),
    Aspect.TIME: ("bao lau", "may ngay", "thoi gian", "how long"),
    Aspect.PAPERS: ("giay to", "can gi", "can nhung gi", "ho so gom", "papers", "documents"),
    Aspect.WHERE: ("o dau", "nop dau", "cho nao", "where"),
    Aspect.ONLINE: ("qua mang", "tren mang", "online"),
    Aspect.STEPS: ("lam sao", "the nao", "cach lam", "how do i"),
}
SMALL_TALK = {
    "greeting": ("xin chao", "chao", "hello", "alo", "hi"),
    "thanks": ("cam on", "thanks", "thank you"),
    "abuse": ("do ngu", "vo dung"),
}
OUTSIDE = ("nau pho", "bong da", "thoi tiet")
URGENT = {"fire": ("chay nha",), "suicide": ("muon tu tu", "khong muon song"), "threat": ("doa giet",)}


class FakeReader(Reader):
    """Reads by simple word rules; `names` gives each guide the phrases that call it."""

    def __init__(self, guides: Mapping[str, Guide], names: Mapping[str, tuple[str, ...]]) -> None:
        self.guides = guides
        self.names = names

    def read(self, question: str, open_guide: str | None = None) -> Reading:
        """The reading of `question` by its words."""
        first, *rest = [part for part in question.split(" và còn ") if part.strip()] or [question]
        reading = self._read(first, open_guide)
        if not rest:
            return reading
        others = tuple(self._read(part, open_guide) for part in rest)
        return Reading(reading.outcome, reading.matches, reading.aspect, reading.offered, reading.topic, rest=others)

    def _read(self, question: str, open_guide: str | None) -> Reading:
        words = " ".join(syllables(question))
        for topic, phrases in URGENT.items():
            if _any(words, phrases):
                return Reading(Outcome.URGENT, topic=topic)
        aspect = next((aspect for aspect, phrases in ASPECTS.items() if _any(words, phrases)), None)
        found = [guide_id for guide_id, phrases in self.names.items() if _any(words, phrases)]
        matches = tuple(Match(guide_id, 0.9 - index / 10) for index, guide_id in enumerate(found[:5]))
        if len(found) == 1:
            return Reading(Outcome.ANSWERED, matches, aspect)
        if found:
            return Reading(Outcome.ASKED_BACK, matches, aspect, offered=tuple(found[:4]))
        if aspect and open_guide:
            return Reading(Outcome.ANSWERED, (Match(open_guide, 0.8),), aspect, follow_up=True)
        return _without_guide(words, aspect)


def _without_guide(words: str, aspect: Aspect | None) -> Reading:
    for topic, phrases in SMALL_TALK.items():
        if _any(words, phrases):
            return Reading(Outcome.SMALL_TALK, topic=topic)
    if _any(words, OUTSIDE):
        return Reading(Outcome.OUTSIDE, topic="other")
    return Reading(Outcome.NO_MATCH, aspect=aspect)


def _any(words: str, phrases: tuple[str, ...]) -> bool:
    return any(contains(words, phrase) for phrase in phrases)
