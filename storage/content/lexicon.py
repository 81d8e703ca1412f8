"""Word lists (content/lexicon) and topics without a guide (content/outside) → the lexicon of understanding."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from pydantic import Field

from flows.guides import ContentProblem
from flows.matching.lexicon import Broad, Decision, Lexicon, Topic, TopicKind
from flows.matching.patterns import cover, expand_all
from flows.text.shorthand import Shorthand
from storage.content.directory_words import load_office_words, load_report_words
from storage.content.parsing import good_part, parse, read_one, read_sources
from storage.content.schema import Entry, Sentence, StepId
from storage.content.shelf import Shelf, digest_of_files

Slots = dict[str, list[str]]
_SUBJECT_FRAMES = ("{}", "giấy phép {}", "cấp phép {}", "xin phép {}", "thủ tục {}", "đăng ký {}")


class SynonymsFile(Entry):
    """lexicon/synonyms.yaml."""

    slots: Slots = Field(default_factory=dict)
    synonyms: dict[str, list[Sentence]]


class AspectsFile(Entry):
    """lexicon/aspects.yaml."""

    slots: Slots = Field(default_factory=dict)
    aspects: dict[str, list[Sentence]]
    fillers: list[Sentence] = Field(default_factory=list)
    telling: list[Sentence] = Field(default_factory=list)


class BesideEntry(Entry):
    """A short form that is read in full only beside certain words."""

    short: Sentence
    read: Sentence
    before: list[str] = Field(default_factory=list)
    after: list[str] = Field(default_factory=list)
    near: list[str] = Field(default_factory=list)
    first: bool = False
    not_after_number: bool = False


class ShorthandFile(Entry):
    """lexicon/shorthand.yaml."""

    always: dict[str, list[str]]
    beside: list[BesideEntry] = Field(default_factory=list)


class GuideWordsFile(Entry):
    """lexicon/guide-words.yaml."""

    slots: Slots = Field(default_factory=dict)
    guides: dict[str, list[Sentence]]


class BroadEntry(Entry):
    """Words too broad for one guide."""

    id: StepId
    words: list[Sentence] = Field(min_length=1)
    offer: list[str] = Field(min_length=2, max_length=5)


class BroadWordsFile(Entry):
    """lexicon/broad-words.yaml."""

    slots: Slots = Field(default_factory=dict)
    broad: list[BroadEntry]
    fragments: list[Sentence] = Field(default_factory=list)


class FollowUpWordsFile(Entry):
    """lexicon/follow-up-words.yaml."""

    slots: Slots = Field(default_factory=dict)
    cues: list[Sentence]
    beside: list[Sentence] = Field(default_factory=list)


class DecisionFile(Entry):
    """lexicon/decision.yaml."""

    answer_at: float
    ask_at: float
    hear_at: float = 0.1
    follow_at: float = 0.3
    weights: list[float] = Field(default_factory=list)
    directory_at: float = 0.4
    directory_weights: list[float] = Field(default_factory=list)


class TopicEntry(Entry):
    """A topic without a guide."""

    id: StepId
    kind: TopicKind
    title: Sentence
    reply: str = ""
    subjects: list[Sentence] = Field(default_factory=list)
    phrases: list[Sentence] = Field(default_factory=list)
    plain: list[Sentence] = Field(default_factory=list)
    unless: list[Sentence] = Field(default_factory=list)
    call: list[str] = Field(default_factory=list)
    guide: str = ""


class TopicsFile(Entry):
    """One file of outside/."""

    slots: Slots = Field(default_factory=dict)
    topics: list[TopicEntry] = Field(min_length=1)


def kept_lexicon(root: Path, shelf: Shelf | None) -> tuple[Lexicon, list[ContentProblem]]:
    """The same as `load_lexicon`, from the shelf where the files have not changed."""
    if shelf is None:
        return load_lexicon(root)
    files = [file for folder in ("lexicon", "outside") for file in sorted((root / folder).glob("*.yaml"))]
    return shelf.made("lexicon", digest_of_files(files), lambda: load_lexicon(root))


def load_lexicon(root: Path) -> tuple[Lexicon, list[ContentProblem]]:
    """The lexicon of the files under `root`, as much of it as can be read, and what is wrong with the rest."""
    problems: list[ContentProblem] = []
    slots: Slots = {}
    synonyms = good_part(read_one(root, "lexicon/synonyms.yaml", SynonymsFile), problems)
    aspects = good_part(read_one(root, "lexicon/aspects.yaml", AspectsFile), problems)
    words = good_part(read_one(root, "lexicon/guide-words.yaml", GuideWordsFile), problems)
    broad = good_part(read_one(root, "lexicon/broad-words.yaml", BroadWordsFile), problems)
    decision = good_part(read_one(root, "lexicon/decision.yaml", DecisionFile), problems)
    for file in (synonyms, aspects):
        slots |= file.slots if file else {}
    lexicon = Lexicon(
        synonyms=_expanded(synonyms.synonyms, slots) if synonyms else {},
        aspects=_expanded(aspects.aspects, slots) if aspects else {},
        fillers=tuple(aspects.fillers) if aspects else (),
        telling=tuple(aspects.telling) if aspects else (),
        guide_words=_variants(words) if words else {},
        broad=tuple(_broad(entry, broad.slots) for entry in broad.broad) if broad else (),
        fragments=_some_of(broad.fragments, broad.slots) if broad else (),
        topics=tuple(_topics(root, slots, problems)),
        offices=good_part(load_office_words(root), problems),
        reports=good_part(load_report_words(root), problems),
        decision=_decision(decision) if decision else Decision(),
    )
    return _with_talk(_with_shorthand(lexicon, root, problems), root, problems), problems


def _with_shorthand(lexicon: Lexicon, root: Path, problems: list[ContentProblem]) -> Lexicon:
    file = good_part(read_one(root, "lexicon/shorthand.yaml", ShorthandFile), problems)
    if file is None:
        return lexicon
    always = {short: read for read, shorts in file.always.items() for short in shorts}
    return replace(lexicon, shorthand=always, beside=tuple(map(_shorthand, file.beside)))


def _with_talk(lexicon: Lexicon, root: Path, problems: list[ContentProblem]) -> Lexicon:
    file = good_part(read_one(root, "lexicon/follow-up-words.yaml", FollowUpWordsFile), problems)
    if file is None:
        return lexicon
    return replace(lexicon, cues=expand_all(file.cues, file.slots), idle=tuple(file.beside))


def _expanded(lists: Mapping[str, list[str]], slots: Slots) -> dict[str, tuple[str, ...]]:
    return {name: expand_all(patterns, slots) for name, patterns in lists.items()}


def _some_of(patterns: list[str], slots: Slots) -> tuple[str, ...]:
    """The first variant of every pattern, then the second of every pattern, and so on."""
    turns = zip_longest(*(list(cover(pattern, slots)) for pattern in patterns))
    return tuple(dict.fromkeys(phrase for turn in turns for phrase in turn if phrase is not None))


def _decision(file: DecisionFile) -> Decision:
    usual = Decision()
    return Decision(
        file.answer_at,
        file.ask_at,
        file.hear_at,
        file.follow_at,
        tuple(file.weights) or usual.weights,
        file.directory_at,
        tuple(file.directory_weights) or usual.directory_weights,
    )


def _variants(file: GuideWordsFile) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {
        guide: tuple(tuple(dict.fromkeys(cover(pattern, file.slots))) for pattern in patterns)
        for guide, patterns in file.guides.items()
    }


def _broad(entry: BroadEntry, slots: Slots) -> Broad:
    return Broad(entry.id, _some_of(entry.words, slots), tuple(entry.offer))


def _shorthand(entry: BesideEntry) -> Shorthand:
    return Shorthand(
        entry.short,
        entry.read,
        tuple(entry.before),
        tuple(entry.after),
        tuple(entry.near),
        entry.first,
        entry.not_after_number,
    )


def _topics(root: Path, slots: Slots, problems: list[ContentProblem]) -> Iterator[Topic]:
    for source in read_sources(root, "outside/*.yaml"):
        file, found = parse(source, TopicsFile)
        problems += found
        for entry in file.topics if file else []:
            yield _topic(entry, slots | (file.slots if file else {}))


def _topic(entry: TopicEntry, slots: Slots) -> Topic:
    patterns = entry.phrases + [frame.format(subject) for subject in entry.subjects for frame in _SUBJECT_FRAMES]
    urgent = entry.kind is TopicKind.URGENT
    return Topic(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        reply=entry.reply,
        phrases=expand_all(patterns, slots) if urgent else _some_of(patterns, slots),
        plain=tuple(entry.plain),
        unless=expand_all(entry.unless, slots),
        call=tuple(entry.call),
        guide=entry.guide,
    )
