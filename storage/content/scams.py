"""scams.yaml → the scam shield."""

from datetime import date
from pathlib import Path

from pydantic import Field

from flows.guides import ContentProblem
from flows.scams import Hotline, OfficialDomain, ScamShield, ScamStory
from storage.content.guides import to_localized
from storage.content.parsing import read_one
from storage.content.schema import Entry, GuideId, LocalizedEntry, Sentence, StepId


class OfficialDomainEntry(Entry):
    """A domain of a state body."""

    domain: Sentence
    name: Sentence


class HotlineEntry(Entry):
    """An official number."""

    number: Sentence
    name: Sentence
    confirmed: bool = True


class StoryEntry(Entry):
    """A known scam; every line of `signs` must be met by one of its words."""

    id: StepId
    name: LocalizedEntry
    signs: list[list[Sentence]] = Field(min_length=2)
    why: LocalizedEntry
    action: LocalizedEntry


class ScamsFile(Entry):
    """scams.yaml."""

    official: list[OfficialDomainEntry]
    official_endings: list[Sentence]
    brands: list[Sentence]
    shorteners: list[Sentence]
    hotlines: list[HotlineEntry]
    doubt: list[Sentence]
    stories: list[StoryEntry]
    already: list[Sentence]
    not_yet: list[Sentence]
    first_actions: list[LocalizedEntry] = Field(min_length=5, max_length=5)
    guide_after: GuideId
    guide_before: GuideId
    source: Sentence
    checked_on: date


def load_scams(root: Path) -> tuple[ScamShield, list[ContentProblem]]:
    """The shield the editors wrote, and what is wrong with its file; without it nothing is called official."""
    file, problems = read_one(root, "scams.yaml", ScamsFile)
    return to_shield(file) if file else ScamShield(), problems


def to_shield(entry: ScamsFile) -> ScamShield:
    """The shield an entry describes."""
    return ScamShield(
        official=tuple(OfficialDomain(one.domain, one.name) for one in entry.official),
        official_endings=tuple(entry.official_endings),
        brands=tuple(entry.brands),
        shorteners=tuple(entry.shorteners),
        hotlines=tuple(Hotline(one.number, one.name, one.confirmed) for one in entry.hotlines),
        doubt=tuple(entry.doubt),
        stories=tuple(to_story(one) for one in entry.stories),
        already=tuple(entry.already),
        not_yet=tuple(entry.not_yet),
        first_actions=tuple(to_localized(one) for one in entry.first_actions),
        guide_after=entry.guide_after,
        guide_before=entry.guide_before,
        source=entry.source,
        checked_on=entry.checked_on,
    )


def to_story(entry: StoryEntry) -> ScamStory:
    """The story an entry describes."""
    signs = tuple(tuple(group) for group in entry.signs)
    return ScamStory(entry.id, to_localized(entry.name), signs, to_localized(entry.why), to_localized(entry.action))
