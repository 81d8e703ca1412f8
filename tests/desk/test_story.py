"""Three days of a commune: 30 citizens, 5 members, one of them silent, lunch breaks and Tết. No case is forgotten."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from flows.cases import Case, CaseEntry, CaseError, CaseStatus, EntryKind
from flows.catalog import Catalog
from flows.due_times import is_working
from flows.members import Role
from tests.fakes.database import ready
from tests.fakes.office import Office, at, opened

TICK = timedelta(minutes=5)
WORK = timedelta(minutes=15)  # what an answer takes a member
BEFORE_TET, AFTER_TET = "2027-02-02 07:30", "2027-02-11 17:00"  # Tết: the 4th to the 10th
HAMLETS = ("thôn 1", "thôn 2", "thôn 3")
ARRIVALS = (
    *(f"2027-02-02 {8 + number // 4:02}:{number % 4 * 15:02}" for number in range(12)),  # a busy morning
    "2027-02-02 11:29",
    "2027-02-02 12:10",  # in the lunch break
    "2027-02-02 12:45",
    "2027-02-02 14:00",
    "2027-02-02 16:58",
    "2027-02-02 21:30",  # at night
    *(f"2027-02-03 {hour:02}:20" for hour in (8, 9, 10, 14, 15)),
    "2027-02-03 16:40",  # twenty minutes before Tết
    "2027-02-03 16:55",
    "2027-02-05 09:00",  # in the middle of Tết
    "2027-02-06 10:00",
    "2027-02-09 20:00",
    "2027-02-11 07:40",
    "2027-02-11 08:00",
)


@dataclass
class Days:
    """The days as they pass; `busy` says until when each member works on which case."""

    office: Office
    opened: dict[str, Case] = field(default_factory=dict)  # by citizen, as the case was when it was opened
    busy: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    async def pass_by(self) -> None:
        """Let everything happen, in steps of some minutes."""
        office, end, arrivals = self.office, at(AFTER_TET), list(enumerate(ARRIVALS))
        while office.now < end:
            office.now += TICK
            while arrivals and at(arrivals[0][1]) <= office.now:
                number, _ = arrivals.pop(0)
                await self.arrives(f"citizen-{number}", HAMLETS[number % 3])
            await office.clock.run_due(office.now)
            if is_working(office.catalog.organisation, office.now):
                await self.team_works()

    async def arrives(self, citizen: str, hamlet: str) -> None:
        """A citizen asks for a person and says where home is."""
        case = await self.office.opens(citizen, f"tôi ở {hamlet}, máy báo lỗi khi nộp hồ sơ")
        self.opened[citizen] = self.office.case(case.code)

    async def team_works(self) -> None:
        """Who is free reaches for what is open, several for the same case; who is done answers."""
        for member, (code, done_at) in list(self.busy.items()):
            if done_at <= self.office.now:
                del self.busy[member]
                await self.office.desk.write(code, member, f"Lời giải cho ca {code}.")
        for case in await self.office.desk.cases([CaseStatus.OPEN]):
            asked = [member for member, _ in await self.office.desk.colleagues(case.code)]
            able = [member.id for member in asked if member.id not in self.busy and self.stands_there(member.id, case)]
            reaching = able[:2] if case.offered_to != "silent" else ["silent", *able[:1]]
            await asyncio.gather(*(self.reaches(member, case.code) for member in reaching))

    def stands_there(self, member: str, case: Case) -> bool:
        """The lead leaves the hamlets' cases to the hamlets."""
        return member != "silent" and (member == "lead") == (case.level != "hamlet")

    async def reaches(self, member: str, code: str) -> None:
        """A member taps "Nhận ca"."""
        try:
            await self.office.desk.claim(code, member)
        except CaseError as error:
            self.refused.append(error.message)
            return
        if member != "silent":
            self.busy[member] = (code, self.office.now + WORK)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Iterator[Days]:
    """The commune after these days."""
    with opened(ready(tmp_path_factory.mktemp("story")), catalog, at(BEFORE_TET)) as office:
        office.hire("lan", Role.TEAM, "thon-1")
        office.hire("minh", Role.TEAM, "thon-2")
        office.hire("hoa", Role.TEAM, "thon-2")
        office.hire("silent", Role.TEAM, "thon-1", "thon-3")  # the only one of the third hamlet
        office.hire("lead", Role.LEAD)
        passed = Days(office)
        asyncio.run(passed.pass_by())
        yield passed


def answers(entries: list[CaseEntry]) -> Iterator[CaseEntry]:
    return (entry for entry in entries if entry.kind is EntryKind.ANSWER)


def test_every_case_is_answered_or_escalated_on_time_and_none_twice(days: Days) -> None:
    office = days.office
    assert len(days.opened) == 30
    moved = 0
    for citizen, promised in days.opened.items():
        case, log = office.case(promised.code), office.log(promised.code)
        assert promised.due_at is not None
        assert is_working(office.catalog.organisation, promised.due_at)
        raised = [entry.at for entry in log if entry.text == "raised"]
        answered = [entry.at for entry in answers(log)]
        assert len(answered) == 1, (citizen, case)
        assert min([*answered, *raised]) <= promised.due_at + TICK
        assert answered[0] <= case.due_at + TICK if case.due_at else False
        heard = office.heard(citizen)
        assert sum(f"Lời giải cho ca {case.code}." in text for text in heard) == 1
        assert sum("chuyển lên" in text for text in heard) == len(raised)
        assert case.status in (CaseStatus.ANSWERED, CaseStatus.CLOSED)
        moved += len(raised)
    assert moved >= 8  # the silent member's hamlet goes up to the commune


def test_a_case_has_one_holder_at_a_time_and_losers_read_who(days: Days) -> None:
    assert days.refused
    assert all(message.endswith("nhận.") and "đã có" in message for message in days.refused)
    for case in days.opened.values():
        events = [entry.text for entry in days.office.log(case.code) if entry.kind is EntryKind.EVENT]
        holders = 0
        for event in events:
            holders += {"claimed": 1, "taken-back": -1, "released": -1}.get(event, 0)
            holders = 0 if event == "raised" else holders
            assert 0 <= holders <= 1, events


def test_nothing_is_asked_of_anybody_at_lunch_at_night_and_on_tet(days: Days) -> None:
    organisation = days.office.catalog.organisation
    asked = ("offered-again", "taken-back", "raised")
    moments = [entry.at for case in days.opened.values() for entry in days.office.log(case.code) if entry.text in asked]
    assert moments
    assert all(is_working(organisation, moment) for moment in moments)


def test_the_load_is_shared_fairly(days: Days) -> None:
    by_member = Counter(entry.author for case in days.opened.values() for entry in answers(days.office.log(case.code)))
    assert by_member["silent"] == 0
    assert abs(by_member["minh"] - by_member["hoa"]) <= 2  # two who share a hamlet
    assert sum(by_member.values()) == 30
