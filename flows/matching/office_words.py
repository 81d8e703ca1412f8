"""The word groups that tell a question about offices and people, or a report, from one about a procedure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """Ways of asking who, where and when, and what people call those they ask for."""

    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # who, charge, reach, place, hours, amenity
    roles: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()  # roles whose field follows them: "trưởng phòng …"
    offices: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()  # words that are an office only where somebody asks for one
    beside: tuple[str, ...] = ()  # words that may stand beside without naming a matter
    titles: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    guides: Mapping[str, str] = field(default_factory=dict)  # guides and the entry they speak of more fully

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Every group of phrases by its name."""
        named = {"roles": self.roles, "heads": self.heads, "offices": self.offices, "loose": self.loose}
        return {**self.asks, **named, "beside": self.beside}

    @property
    def phrases(self) -> Iterator[str]:
        """The phrases of all groups, so that spelling knows their words."""
        return chain.from_iterable(self.groups().values())


@dataclass(frozen=True, slots=True)
class Nuisance:
    """Things and what befalls them; `contact` is the entry of the directory that is told of it."""

    contact: str
    things: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()  # phrases that say both at once


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What citizens report, and the words that show whether they report or ask about the law."""

    reporting: tuple[str, ...] = ()
    scene: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()  # guides that speak of reporting themselves
    reports: tuple[Nuisance, ...] = ()

    @property
    def phrases(self) -> Iterator[str]:
        """The phrases of all groups, so that spelling knows their words."""
        for report in self.reports:
            yield from (*report.things, *report.troubles, *report.whole)
        yield from (*self.reporting, *self.scene)
