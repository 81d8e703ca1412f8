"""What is kept comes back as it was, on both databases; what happens together happens together or not at all."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from flows.cases import Case, CaseEntry, CaseReason, CaseStatus, EntryKind
from flows.conversation import Conversation, KeepFeedback, LogMissed, Reminder, Turn
from flows.guides import Aspect
from flows.members import Member, Role
from flows.messages import Attachment, AttachmentKind, ChatRef, Choice, Inbound, Outbound
from flows.numbers import HELPED
from flows.outcomes import Outcome
from storage.kept.cases import StaleError
from storage.store import Store
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CHAT = ChatRef("web", "một người")
OTHER = ChatRef("telegram", "77")


def new_case(uow: UnitOfWork, chat: ChatRef = CHAT) -> Case:
    announced = uow.cases.announce()
    opened = Case(announced.number, announced.code, chat, CaseStatus.OPEN, CaseReason.REQUESTED, NOW, "câu hỏi")
    uow.cases.open(opened)
    return opened


async def test_a_message_is_new_once_for_its_channel(store: Store) -> None:
    async def is_new(chat: ChatRef) -> bool:
        return await store.run(lambda uow: uow.inbound.is_new(chat, "m1", NOW))

    assert [await is_new(CHAT), await is_new(CHAT), await is_new(OTHER)] == [True, False, True]


async def test_the_same_message_at_the_same_moment_is_taken_once(store: Store) -> None:
    taken = await asyncio.gather(
        *(store.run(lambda uow: uow.inbound.is_new(CHAT, "m1", NOW)) for _ in range(20)), return_exceptions=False
    )
    assert sum(taken) == 1


async def test_a_conversation_comes_back_whole(store: Store) -> None:
    kept = Conversation(
        CHAT,
        language="en",
        plain=True,
        guide_id="dang-ky-tam-tru",
        step_id="mo-vneid",
        path=("chon-noi-o", "giay-thue"),
        offered=(Choice("s:next", "Tiếp"),),
        aspect=Aspect.FEE,
        misses=1,
        open_case="ABC123",
        place="22780",
        last_at=NOW,
        notes=(("a", "b"),),
    )
    await store.run(lambda uow: uow.conversations.save(kept, NOW))
    assert await store.read(lambda uow: uow.conversations.get(CHAT)) == kept
    assert await store.read(lambda uow: uow.conversations.get(OTHER)) == Conversation(OTHER)


async def test_moments_keep_their_time_zone(store: Store) -> None:
    await store.run(lambda uow: uow.reminders.add(CHAT, Reminder("r1", NOW, "đi lấy kết quả")))
    [(chat, reminder)] = await store.read(lambda uow: uow.reminders.due(NOW))
    assert (chat, reminder.at) == (CHAT, NOW)
    assert reminder.at.tzinfo is not None


async def test_nothing_stays_of_a_unit_that_failed(store: Store) -> None:
    def half(uow: UnitOfWork) -> None:
        uow.conversations.save(Conversation(CHAT, guide_id="x"), NOW)
        uow.outbox.add(CHAT, Outbound("nửa chừng"), NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.run(half)
    assert await store.read(lambda uow: uow.conversations.get(CHAT)) == Conversation(CHAT)
    assert await store.read(lambda uow: uow.outbox.waiting()) == []


async def test_one_failed_unit_takes_no_other_with_it(store: Store) -> None:
    def fail(uow: UnitOfWork) -> None:
        uow.conversations.save(Conversation(CHAT), NOW)
        raise ZeroDivisionError

    works = [
        store.run(fail if number == 3 else lambda uow: uow.outbox.add(OTHER, Outbound("tin"), NOW))
        for number in range(8)
    ]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert [isinstance(result, ZeroDivisionError) for result in results].count(True) == 1
    assert len(await store.read(lambda uow: uow.outbox.waiting(OTHER))) == 7


async def test_a_message_waits_until_it_is_sent_parked_or_given_up(store: Store) -> None:
    sent, parked, hopeless, later = await store.run(
        lambda uow: [uow.outbox.add(CHAT, Outbound(f"tin {number}"), NOW) for number in range(4)]
    )

    def settle(uow: UnitOfWork) -> None:
        uow.outbox.mark_sent([(sent.id, "p1")], NOW)
        uow.outbox.park(parked.id, "quá 7 ngày")
        uow.outbox.give_up(hopeless.id, "đã chặn")
        uow.outbox.mark_failed(later.id, "mất mạng", NOW + timedelta(minutes=1))

    await store.run(settle)
    waiting = await store.read(lambda uow: uow.outbox.waiting(CHAT))
    assert [message.id for message in waiting] == [later.id]
    await store.run(lambda uow: uow.outbox.unpark(CHAT))
    assert {message.id for message in await store.read(lambda uow: uow.outbox.waiting(CHAT))} == {parked.id, later.id}


async def test_cases_are_numbered_without_a_gap_and_codes_differ(store: Store) -> None:
    cases = await asyncio.gather(*(store.run(new_case) for _ in range(12)))
    assert sorted(case.number for case in cases) == list(range(1, 13))
    assert len({case.code for case in cases}) == 12
    assert all(len(case.code) == 6 for case in cases)


async def test_the_case_that_is_due_first_is_listed_first_and_one_without_a_time_last(store: Store) -> None:
    without, late, soon = [await store.run(new_case) for _ in range(3)]
    for case, hours in ((late, 5), (soon, 1)):
        due = NOW + timedelta(hours=hours)
        await store.run(lambda uow, case=case, due=due: uow.cases.change(case, due_at=due))  # type: ignore[misc]  # bound now
    listed = await store.read(lambda uow: uow.cases.listed())
    assert [case.number for case in listed] == [soon.number, late.number, without.number]


async def test_a_case_comes_back_with_its_log(store: Store) -> None:
    case = await store.run(new_case)
    photo = Attachment(AttachmentKind.PHOTO, "web:1.png", size=10)
    entry = CaseEntry(NOW, EntryKind.CITIZEN, text="đây ạ", attachments=(photo,), detail=(("a", "b"),))
    await store.run(lambda uow: uow.cases.add_entry(case.number, entry))
    assert await store.read(lambda uow: uow.cases.by_code(case.code)) == case
    assert await store.read(lambda uow: uow.cases.entries(case.number)) == [entry]


async def test_two_hands_never_move_a_case_at_once(store: Store) -> None:
    case = await store.run(new_case)
    await store.run(lambda uow: uow.cases.change(case, assignee="hoa", status=CaseStatus.CLAIMED))
    with pytest.raises(StaleError):
        await store.run(lambda uow: uow.cases.change(case, assignee="binh", status=CaseStatus.CLAIMED))
    kept = await store.read(lambda uow: uow.cases.by_code(case.code))
    assert kept is not None
    assert (kept.assignee, kept.version) == ("hoa", 2)


async def test_a_turn_is_remembered_masked_with_its_replies(store: Store) -> None:
    turn = Turn(
        Conversation(CHAT), (Outbound("trả lời", (Choice("x", "X"),)),), Outcome.ANSWERED, question="hỏi", guide_id="g"
    )
    await store.run(lambda uow: uow.turns.add(turn, NOW))
    [record] = await store.read(lambda uow: uow.turns.of(CHAT))
    assert (record.question, record.replies, record.outcome, record.guide_id) == (
        "hỏi",
        turn.replies,
        turn.outcome,
        "g",
    )


async def test_a_link_signs_in_once_and_before_it_runs_out(store: Store) -> None:
    member = Member("hoa", "Cô Hoa", Role.TEAM, areas=("thon-1",))

    def prepare(uow: UnitOfWork) -> None:
        uow.members.save(member, NOW)
        uow.members.add_link("hoa", "bí mật", NOW, NOW + timedelta(hours=1))
        uow.members.add_link("hoa", "cũ", NOW, NOW)

    await store.run(prepare)
    assert await store.run(lambda uow: uow.members.take_link("bí mật", NOW)) == member
    assert await store.run(lambda uow: uow.members.take_link("bí mật", NOW)) is None
    assert await store.run(lambda uow: uow.members.take_link("cũ", NOW)) is None


async def test_what_is_old_is_forgotten_and_the_rest_stays(store: Store) -> None:
    old, cut = NOW - timedelta(days=40), NOW - timedelta(days=30)

    def keep(uow: UnitOfWork) -> None:
        for chat, at in ((CHAT, old), (OTHER, NOW)):
            uow.conversations.save(Conversation(chat, guide_id="g"), at)
            uow.turns.add(Turn(Conversation(chat), (), Outcome.ANSWERED, question="hỏi"), at)
            uow.missed.add(LogMissed("lạ", Outcome.NO_MATCH), "", at)

    def forget(uow: UnitOfWork) -> tuple[int, int, int]:
        return uow.conversations.delete_before(cut), uow.turns.delete_before(cut), uow.missed.delete_before(cut)

    await store.run(keep)
    assert await store.run(forget) == (1, 1, 1)
    assert (await store.read(lambda uow: uow.conversations.get(OTHER))).guide_id == "g"


async def test_feedback_is_counted_by_guide(store: Store) -> None:
    for helped in (True, True, False):
        await store.run(lambda uow, helped=helped: uow.feedback.add(KeepFeedback("g", helped), "web", NOW))  # type: ignore[misc]  # bound now
    counted = await store.read(lambda uow: uow.statistics.count_day(NOW.date()))
    assert {one.outcome: one.count for one in counted if one.guide_id == "g"} == {HELPED[True]: 2, HELPED[False]: 1}


async def test_fragments_wait_until_they_are_taken_together(store: Store) -> None:
    pieces = [Inbound(CHAT, f"m{number}", f"mảnh {number}", sent_at=NOW) for number in range(3)]
    for number, piece in enumerate(pieces):
        at = NOW + timedelta(milliseconds=number)
        await store.run(lambda uow, piece=piece, at=at: uow.inbound.keep_waiting(piece, at))  # type: ignore[misc]  # bound now
    waiting = await store.read(lambda uow: uow.inbound.waiting(NOW + timedelta(seconds=1)))
    assert [inbound.text for inbound in waiting] == ["mảnh 0", "mảnh 1", "mảnh 2"]
    assert await store.run(lambda uow: uow.inbound.take(CHAT, ["m0", "m1", "m2"]))
    assert not await store.run(lambda uow: uow.inbound.take(CHAT, ["m0", "m1", "m2"]))


async def test_deleting_my_data_leaves_other_people_alone(store: Store) -> None:
    def keep(uow: UnitOfWork) -> None:
        for chat in (CHAT, OTHER):
            uow.conversations.save(Conversation(chat, guide_id="g"), NOW)
            uow.outbox.mark_sent([(uow.outbox.add(chat, Outbound("tin"), NOW).id, "p")], NOW)
            uow.inbound.is_new(chat, "m1", NOW)

    def delete(uow: UnitOfWork) -> None:
        uow.conversations.delete(CHAT)
        uow.outbox.delete(CHAT)
        uow.inbound.delete(CHAT)

    def is_new(uow: UnitOfWork) -> list[bool]:
        return [uow.inbound.is_new(chat, "m1", NOW) for chat in (CHAT, OTHER)]

    await store.run(keep)
    await store.run(delete)
    assert (await store.read(lambda uow: uow.conversations.get(CHAT))) == Conversation(CHAT)
    assert await store.read(lambda uow: uow.outbox.said(CHAT)) == []
    assert len(await store.read(lambda uow: uow.outbox.said(OTHER))) == 1
    assert await store.run(is_new) == [True, False]


async def test_deleting_my_data_leaves_what_is_still_under_way(store: Store) -> None:
    def keep_and_delete(uow: UnitOfWork) -> None:
        uow.outbox.add(CHAT, Outbound("đã xóa"), NOW)
        uow.inbound.keep_waiting(Inbound(CHAT, "m1", "mảnh"), NOW)
        uow.outbox.delete(CHAT)
        uow.inbound.delete(CHAT)

    await store.run(keep_and_delete)
    assert [one.message.text for one in await store.read(lambda uow: uow.outbox.waiting(CHAT))] == ["đã xóa"]
    assert [one.text for one in await store.read(lambda uow: uow.inbound.waiting(NOW))] == ["mảnh"]


async def test_no_message_overtakes_one_of_its_chat_that_waits_for_its_next_try(store: Store) -> None:
    soon, later = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)

    def write(uow: UnitOfWork) -> None:
        first, second, other = (
            uow.outbox.add(chat, Outbound(text), NOW) for chat, text in ((CHAT, "1"), (CHAT, "2"), (OTHER, "3"))
        )
        uow.outbox.lease_and_release([], NOW, [first.id, second.id, other.id])  # their writer is gone
        uow.outbox.mark_failed(first.id, "mất mạng", soon)

    async def claimed(moment: datetime) -> list[str]:
        due = await store.run(lambda uow: uow.outbox.claim_due(["web", "telegram"], moment, later))
        return [message.message.text for message in due]

    await store.run(write)
    assert await claimed(NOW) == ["3"]
    assert await claimed(soon) == ["1", "2"]
    assert await claimed(soon) == []  # taken by the one before


async def test_a_lock_is_held_by_one_until_it_is_let_go_or_runs_out(store: Store) -> None:
    later = NOW + timedelta(seconds=60)

    async def lock(owner: str, now: datetime) -> bool:
        return await store.run(lambda uow: uow.channel_states.lock("zalo-oa", owner, now, now + timedelta(seconds=30)))

    assert [await lock("a", NOW), await lock("b", NOW), await lock("b", later)] == [True, False, True]
