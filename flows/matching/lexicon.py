"""What the editors wrote about words: synonyms, ways of asking, shorthand, topics outside, urgent words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from flows.matching.office_words import OfficeWords, ReportWords
from flows.text.shorthand import Shorthand


class TopicKind(StrEnum):
    """What a topic without a guide is, and so how it is answered."""

    OUTSIDE = "outside"  # not a matter of public services
    OTHER_OFFICE = "other-office"  # a public service of some office that no guide covers
    LAW = "law"  # a legal question or dispute
    SMALL_TALK = "small-talk"
    OFFICE = "office"  # asks for a person, number, hours or address
    URGENT = "urgent"  # danger to life or body


@dataclass(frozen=True, slots=True)
class Topic:
    """Something citizens write that no guide answers; `reply` is what is said instead."""

    id: str
    kind: TopicKind
    title: str
    reply: str
    phrases: tuple[str, ...]
    plain: tuple[str, ...] = ()  # urgent phrases that cannot be mistaken without marks
    unless: tuple[str, ...] = ()  # phrases beside which an urgent topic is none
    call: tuple[str, ...] = ()  # ids of contacts to name
    guide: str = ""  # a guide that says a little of it, offered but never given as the answer


@dataclass(frozen=True, slots=True)
class Broad:
    """Words too broad for one guide; `offer` are the guide ids to choose from."""

    id: str
    phrases: tuple[str, ...]
    offer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Where the lines are drawn; measured by cross-validation on content, see `camtay calibrate`."""

    answer_at: float = 0.5
    ask_at: float = 0.15
    hear_at: float = 0.1  # share of belief under which nothing was understood
    follow_at: float = 0.3  # below it a question about an aspect stays with the open guide
    weights: tuple[float, ...] = (0.564, -0.058, 1.545, 1.308, 0.223, -3.802)
    directory_at: float = 0.4  # and half of it where nothing else was understood
    directory_weights: tuple[float, ...] = (0.19, 0.38, 3.41, 3.64, 2.97, -1.45)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of content/lexicon and content/outside, patterns written out."""

    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aspects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fillers: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()  # words a screen's wording is told with
    shorthand: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[Shorthand, ...] = ()
    guide_words: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  # by guide, by pattern
    broad: tuple[Broad, ...] = ()
    fragments: tuple[str, ...] = ()  # pieces that mean something only while a guide is open
    cues: tuple[str, ...] = ()  # pieces that point to what was said before
    idle: tuple[str, ...] = ()  # words that may stand beside a cue without naming a matter
    topics: tuple[Topic, ...] = ()
    offices: OfficeWords = field(default_factory=OfficeWords)
    reports: ReportWords = field(default_factory=ReportWords)
    decision: Decision = field(default_factory=Decision)

    def answers(self) -> dict[str, Topic]:
        """What is said about each topic, by its id; not the phrases it is found by, which are many."""
        return {topic.id: replace(topic, phrases=(), plain=(), unless=()) for topic in self.topics}
