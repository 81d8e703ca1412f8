"""Who may see and do what on the team's pages."""

from enum import StrEnum

from flows.cases import Case
from flows.members import Member, Role, answers_for


class Right(StrEnum):
    """Something a member may do; each page names the one it needs."""

    CASES = "cases"  # see and answer the cases of the own area
    ALL_CASES = "all-cases"  # those of every area, and how each member is doing
    CONTENT = "content"  # read and change what the assistant says
    NUMBERS = "numbers"
    PEOPLE = "people"  # members, their roles and their browsers


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.TEAM: frozenset({Right.CASES}),
    Role.LEAD: frozenset({Right.CASES, Right.ALL_CASES, Right.NUMBERS}),
    Role.EDITOR: frozenset({Right.CASES, Right.CONTENT, Right.NUMBERS}),
    Role.ADMIN: frozenset(Right),
}


def may(member: Member, right: Right) -> bool:
    """Whether `member` may do this."""
    return member.active and right in RIGHTS[member.role]


def may_see(member: Member, case: Case) -> bool:
    """Whether `member` may open `case`: the own area's, those held or offered, and those whose hamlet nobody knows."""
    if not may(member, Right.CASES):
        return False
    if may(member, Right.ALL_CASES) or not member.areas or member.id in {case.assignee, case.offered_to}:
        return True
    if not answers_for(member, case.place):
        return False
    return not case.hamlet or case.hamlet in member.areas or case.place in member.areas
