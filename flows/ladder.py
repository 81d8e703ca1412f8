"""Which rungs a case climbs: hamlet, commune, province, 1022, as configured by topic and place."""

from collections.abc import Callable, Iterable

from flows.cases import Case
from flows.organisation import Organisation, Route, Rung

Staffed = Callable[[Rung], bool]


def rungs_of(organisation: Organisation, topics: Iterable[str], hamlet: str) -> tuple[Rung, ...]:
    """The rungs of a case about these topics from this hamlet, lowest first."""
    route = next((route for route in organisation.routes if _fits(route, frozenset(topics), hamlet)), None)
    if route is None:
        return organisation.ladder
    by_level = {rung.level: rung for rung in organisation.ladder}
    return tuple(by_level[level] for level in route.levels if level in by_level)


def first_rung(rungs: tuple[Rung, ...], is_staffed: Staffed) -> Rung | None:
    """The rung a case starts on: the lowest with somebody on it, else the lowest of all."""
    return next((rung for rung in rungs if is_staffed(rung)), rungs[0] if rungs else None)


def rung_above(case: Case, rungs: tuple[Rung, ...], is_staffed: Staffed) -> Rung | None:
    """The next rung of `case` with somebody on it or outside this desk, or None at the top."""
    levels = [rung.level for rung in rungs]
    above = rungs[levels.index(case.level) + 1 :] if case.level in levels else rungs
    return next((rung for rung in above if rung.is_outside or is_staffed(rung)), None)


def levels_near(level: str, rungs: tuple[Rung, ...]) -> tuple[str, ...]:
    """The levels in the order somebody is looked for on them: this one, the nearest, of two as near the higher."""
    levels = [rung.level for rung in rungs]
    if level not in levels:
        return (level, *reversed(levels))
    own = levels.index(level)
    return tuple(sorted(levels, key=lambda other: (abs(levels.index(other) - own), -levels.index(other))))


def rung_named(organisation: Organisation, level: str) -> Rung:
    """The rung with this level; one nobody configured is called by its level."""
    return next((rung for rung in organisation.ladder if rung.level == level), Rung(level, level))


def _fits(route: Route, topics: frozenset[str], hamlet: str) -> bool:
    about = not route.topics or bool(topics.intersection(route.topics))
    return about and (not route.hamlets or hamlet in route.hamlets)
