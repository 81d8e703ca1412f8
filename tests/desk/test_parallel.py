"""Many hands at once: one wins, the others read why, nothing is lost. On SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Awaitable

from flows.cases import Case, CaseError, CaseStatus, EntryKind
from flows.members import Role
from tests.fakes.office import Office

HANDS = tuple(f"member-{number}" for number in range(12))


async def outcomes(*acts: Awaitable[Case]) -> tuple[list[Case], list[CaseError]]:
    """What succeeded and what was refused; anything else fails the test."""
    results = await asyncio.gather(*acts, return_exceptions=True)
    done = [result for result in results if isinstance(result, Case)]
    refused = [result for result in results if isinstance(result, CaseError)]
    assert len(done) + len(refused) == len(results), results
    return done, refused


async def test_of_twelve_claims_one_wins_and_the_others_read_its_name(either_office: Office) -> None:
    office = either_office
    for hand in HANDS:
        office.hire(hand)
    case = await office.opens("bac-tam")
    done, refused = await outcomes(*(office.desk.claim(case.code, hand) for hand in HANDS))
    assert len(done) == 1
    winner = done[0].assignee
    assert {error.message for error in refused} == {f"Ca {case.code} đã có {winner.capitalize()} nhận."}
    assert office.events(case.code).count("claimed") == 1


async def test_of_twelve_answers_the_citizen_hears_one(either_office: Office) -> None:
    office = either_office
    for hand in HANDS:
        office.hire(hand)
    case = await office.opens("bac-tam")
    await outcomes(*(office.desk.write(case.code, hand, f"lời của {hand}") for hand in HANDS))
    assert sum("lời của" in text for text in office.heard("bac-tam")) == 1
    assert [entry.kind for entry in office.log(case.code)].count(EntryKind.ANSWER) == 1


async def test_citizen_members_and_clock_at_once_lose_nothing(either_office: Office) -> None:
    office = either_office
    for hand in HANDS[:4]:
        office.hire(hand)
    office.hire("to-truong", Role.LEAD)
    case = await office.opens("bac-tam")
    await office.desk.claim(case.code, HANDS[0])

    async def writes(number: int) -> None:
        await office.says("bac-tam", f"tin thứ {number} của bác")

    async def notes(number: int) -> None:
        await office.desk.write(case.code, HANDS[number % 4], f"ghi chú {number}", kind=EntryKind.NOTE)

    async def labels(number: int) -> None:
        await office.desk.label(case.code, HANDS[number % 4], (f"nhãn {number}",))

    async def ticks() -> None:
        for _ in range(5):
            await office.clock.run_due(office.now)

    work = [task for number in range(10) for task in (writes(number), notes(number), labels(number))]
    await asyncio.gather(*work, ticks())
    texts = [entry.text for entry in office.log(case.code)]
    assert all(f"tin thứ {number} của bác" in texts for number in range(10))
    assert all(f"ghi chú {number}" in texts for number in range(10))
    after = office.case(case.code)
    assert after.assignee == HANDS[0]
    assert after.version > 10


async def test_closing_while_the_citizen_writes_leaves_one_consistent_end(either_office: Office) -> None:
    office = either_office
    office.hire("lan")
    for round_ in range(6):
        citizen = f"bac-{round_}"
        case = await office.opens(citizen)
        await office.desk.write(case.code, "lan", "Dạ xong ạ.")
        await asyncio.gather(office.says(citizen, "chờ tôi chút"), office.desk.close(case.code, "lan"))
        conversation = office.conversation(citizen)
        assert office.case(case.code).status is CaseStatus.CLOSED
        assert conversation.open_case == ""


async def test_two_merges_across_each_other_end_in_one_open_case(either_office: Office) -> None:
    office = either_office
    office.hire("lan")
    for round_ in range(4):
        one, two = await office.opens(f"a-{round_}"), await office.opens(f"b-{round_}")
        await outcomes(office.desk.merge(one.code, "lan", two.code), office.desk.merge(two.code, "lan", one.code))
        statuses = [office.case(code).status for code in (one.code, two.code)]
        assert statuses.count(CaseStatus.CLOSED) == 1
