"""The team's group when something goes wrong: blocked, moved, removed, too fast; and what it may not show."""

from pathlib import Path

import pytest

from bot.channels.base import DeliveryError
from bot.channels.pace import Slots
from bot.channels.telegram_taking_back import EMPTIED
from flows.catalog import Catalog
from flows.messages import ChatRef, Inbound, InboundKind
from tests.channels.waiting import stopped_clock, until
from tests.desk.group_world import (
    GROUP,
    GroupWorld,
    calls_into_the_group,
    channels_waited_for,
    citizen,
    group_world,
    replied,
    topic_of,
)

SUPERGROUP = -1009999999999


async def test_the_group_is_warned_when_the_citizen_cannot_be_reached(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        here.telegram.faults.blocked.add(str(tam.number))
        with stopped_clock():  # at once, and not when somebody looks through the outbox
            await replied(here, case, here.lan, "Bác thử lại nhé.")
            await until(lambda: any("Tin không tới được người dân" in text for text in here.group.texts))
        warned = next(message for message in here.group.from_bot if "không tới được" in message["text"])
        assert f"#{case.code}" in warned["text"]
        assert here.office.events(case.code)[-1] == "not-delivered"


async def test_what_the_group_was_told_of_somebody_who_withdraws_is_deleted_or_emptied(
    tmp_path: Path, catalog: Catalog
) -> None:
    async with group_world(tmp_path, catalog, is_forum=True, masked=False) as here:
        tam = citizen(here)
        case = await here.opens(tam, "nhà tôi ở xóm Chùa")
        here.telegram.files["chup-1"] = b"\xff\xd8\xff"
        await tam.send(photo=[{"file_id": "chup-1", "file_unique_id": "u", "width": 9, "height": 9}])
        await tam.write("máy báo lỗi 401")
        await until(lambda: any("lỗi 401" in text for text in here.group.texts))
        await until(lambda: not here.office.store.read_here(lambda uow: uow.outbox.waiting()))
        photo = next(message for message in here.group.from_bot if "photo" in message)
        old = next(message for message in here.group.from_bot if "xóm Chùa" in message.get("text", ""))
        here.telegram.older_than_48_hours |= {photo["message_id"], old["message_id"]}
        chat = ChatRef("telegram", str(tam.number))
        await here.office.assistant.handle(Inbound(chat, "w1", kind=InboundKind.WITHDRAWN))
        await until(lambda: any("🗑️" in text for text in here.group.texts))
        shown = " ".join(str(message.get("text") or message.get("caption")) for message in here.group.from_bot)
        assert "xóm Chùa" not in shown
        assert "lỗi 401" not in shown
        assert old["text"] == photo["caption"] == EMPTIED
        assert "đã đóng" in (here.card(case) or {})["text"]


async def test_a_group_that_becomes_a_supergroup_is_followed(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, type="group") as here:
        tam = citizen(here)
        case = await here.opens(tam)
        here.telegram.moved[GROUP] = SUPERGROUP
        new = here.telegram.group(SUPERGROUP)
        await here.lan.tap("Nhận ca")
        await until(lambda: any(f"#{case.code}" in text for text in new.texts))
        card = next(message for message in new.from_bot if f"#{case.code}" in message["text"])
        await here.lan.at(new).reply(card, "Bác thử lại nhé.")
        await until(lambda: any("thử lại" in text for text in tam.chat.texts))


async def test_a_card_or_topic_somebody_removed_is_made_anew(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, is_forum=True) as here:
        case = await here.opens(citizen(here))
        card = here.card(case)
        assert card is not None
        here.group.messages.remove(next(one for one in here.group.messages if one["message_id"] == card["message_id"]))
        del here.group.topics[topic_of(here, case)]
        await here.office.desk.claim(case.code, "lan")
        await until(lambda: "Lan đã nhận" in (here.card(case) or {}).get("text", ""))
        assert topic_of(here, case)


async def test_a_group_that_lets_nobody_write_is_told_to_the_admin_and_loses_nothing(
    tmp_path: Path, catalog: Catalog
) -> None:
    async with group_world(tmp_path, catalog) as here:
        here.telegram.faults.blocked.add(str(GROUP))
        tam = citizen(here)
        await tam.write("gặp người hỗ trợ")
        await until(lambda: here.team.alarm)
        assert any("Mã ca" in text for text in tam.chat.texts)  # the citizen and the console notice nothing
        await until(lambda: channels_waited_for(here) == ["telegram-team"])


def test_twenty_slots_a_minute_are_given_away_and_the_rest_told_when() -> None:
    moment = [1000.0]
    slots = Slots(20, 60.0, lambda: moment[0])
    for _ in range(20):
        slots.take()
    waits = []
    for _ in range(3):
        with pytest.raises(DeliveryError) as refused:
            slots.take()
        waits.append(refused.value.retry_after)
    assert waits == [60.0, 63.0, 66.0]  # each comes back at a moment of its own
    moment[0] += 60.0
    slots.take()


def told_to_wait(here: GroupWorld) -> set[ChatRef]:
    """The cases the group could not be shown yet."""
    waiting = here.office.store.read_here(lambda uow: uow.outbox.waiting())
    return {message.chat for message in waiting if message.chat.channel == "telegram-team" and message.attempts}


async def test_many_cases_at_once_stay_below_the_groups_pace(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, rate=5) as here:
        for number in range(8):
            await here.telegram.person(5000 + number, f"Bác {number}").write("gặp người hỗ trợ")
        await until(lambda: len(here.group.texts) + len(told_to_wait(here)) == 8)
        assert len(calls_into_the_group(here)) == 5


@pytest.mark.parametrize("masked", [True, False])
async def test_names_and_numbers_are_masked_by_the_setting(tmp_path: Path, catalog: Catalog, masked: bool) -> None:
    async with group_world(tmp_path, catalog, masked=masked) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        await tam.write("tôi tên là Nguyễn Văn Tám, hồ sơ bị trả lại")
        await until(lambda: any("hồ sơ bị trả lại" in text for text in here.group.texts))
        assert any("Nguyễn Văn Tám" in text for text in here.group.texts) is not masked
        assert "Nguyễn Văn Tám" in here.office.log(case.code)[-1].text
