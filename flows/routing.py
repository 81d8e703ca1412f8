"""Who a case is offered to: by rung, place, topic, rota, presence and fair share of load."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.cases import Case
from flows.catalog import Catalog
from flows.hours import in_vietnam
from flows.ladder import first_rung, rung_above, rungs_of
from flows.members import Member, Role, answers_for
from flows.number_words import in_figures
from flows.organisation import Hamlet, Organisation, Rung
from flows.words import contains, syllables

PROVINCE = "province"  # the area of members who stand on the province's rung only


@dataclass(frozen=True, slots=True)
class Roster:
    """The members, how many unfinished cases each of them has, and how many of the newest cases were theirs."""

    members: tuple[Member, ...] = ()
    loads: Mapping[str, int] = field(default_factory=dict)
    shares: Mapping[str, int] = field(default_factory=dict)


def hamlet_named(organisation: Organisation, *texts: str) -> str:
    """The id of the one hamlet these texts name, or "" when they name none or several."""
    words = " . ".join(in_figures(syllables(text)) for text in texts)
    named = {one.id for one in organisation.hamlets if any(contains(words, name) for name in plain_names(one))}
    return named.pop() if len(named) == 1 else ""


def plain_names(hamlet: Hamlet) -> list[str]:
    """What the hamlet is called, without marks and with its number as a figure."""
    return [in_figures(syllables(name)) for name in (hamlet.name, *hamlet.other_names)]


def topics_of(case: Case, catalog: Catalog) -> frozenset[str]:
    """What a case is about: its guide and the section that stands in."""
    guide = catalog.guides.get(case.guide_id or "")
    return frozenset({guide.id, guide.field}) if guide else frozenset()


def start_of(case: Case, topics: frozenset[str], roster: Roster, organisation: Organisation) -> str:
    """The level of the rung the case starts on."""
    rungs = rungs_of(organisation, topics, case.hamlet)
    rung = first_rung(rungs, lambda rung: bool(able_to(case, rung, topics, roster, organisation)))
    return rung.level if rung else case.level


def above(case: Case, topics: frozenset[str], roster: Roster, organisation: Organisation) -> Rung | None:
    """The next rung for the case, or None at the top."""
    rungs = rungs_of(organisation, topics, case.hamlet)
    return rung_above(case, rungs, lambda rung: bool(able_to(case, rung, topics, roster, organisation)))


def candidates(
    case: Case, level: str, topics: frozenset[str], roster: Roster, organisation: Organisation, now: datetime
) -> list[Member]:
    """Who should be asked for the case on this rung, the fittest first: on duty, present, expert, least loaded."""
    able = able_to(case, Rung(level, level), topics, roster, organisation)

    def order(member: Member) -> tuple[bool, bool, bool, int, int, str]:
        is_away = not on_duty(organisation, member, now), not is_present(member, now)
        is_expert = bool(topics.intersection(member.topics))
        return *is_away, not is_expert, roster.loads.get(member.id, 0), roster.shares.get(member.id, 0), member.id

    return sorted(able, key=order)


def next_to_ask(asked: str, able: Iterable[Member]) -> Member | None:
    """The fittest of those who were not asked just before; the same again only when there is nobody else."""
    fittest = list(able)
    return next((member for member in fittest if member.id != asked), fittest[0] if fittest else None)


def able_to(case: Case, rung: Rung, topics: frozenset[str], roster: Roster, organisation: Organisation) -> list[Member]:
    """The members of this rung whose area and topics the case lies in."""
    return [
        member
        for member in roster.members
        if stands_on(member, rung.level, organisation) and covers(member, case, topics, organisation)
    ]


def stands_on(member: Member, level: str, organisation: Organisation) -> bool:
    """Whether the member answers on this rung.

    The team of a hamlet answers there; leads, admins and those of the whole commune answer in the commune; who has
    the area "province" answers for the province and nowhere else. Editors do not answer.
    """
    if not member.active or member.role is Role.EDITOR:
        return False
    if PROVINCE in member.areas or level not in ("hamlet", "commune"):
        return PROVINCE in member.areas and level == PROVINCE
    if level == "hamlet":
        return member.role is Role.TEAM
    return member.role is not Role.TEAM or of_commune(member, organisation)


def of_commune(member: Member, organisation: Organisation) -> bool:
    """Whether the member's area is the whole commune."""
    return not member.areas or organisation.place in member.areas


def covers(member: Member, case: Case, topics: frozenset[str], organisation: Organisation) -> bool:
    """Whether place and topic of the case are the member's; a case whose hamlet nobody knows yet is everybody's."""
    if not answers_for(member, case.place):
        return False
    here = not case.hamlet or of_commune(member, organisation) or PROVINCE in member.areas
    here = here or case.hamlet in member.areas or member.role is not Role.TEAM
    return here and (not member.topics or not topics or bool(topics.intersection(member.topics)))


def on_duty(organisation: Organisation, member: Member, now: datetime) -> bool:
    """Whether the rota names the member now; where it names nobody, everybody is on duty."""
    here = in_vietnam(now)
    named = [
        shift
        for shift in organisation.rota
        if shift.weekday == here.weekday() and shift.opens <= here.time() < shift.closes
    ]
    return not named or any(member.id in shift.members for shift in named)


def is_present(member: Member, now: datetime) -> bool:
    """Whether the member said to be at hand."""
    return member.present_until is not None and member.present_until > now
