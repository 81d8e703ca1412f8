"""The team works in its Telegram group: topics or replies, buttons, notes, files, masks, moves."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.base import DeliveryError
from bot.channels.pace import Slots
from flows.cases import Case, CaseStatus, EntryKind
from flows.catalog import Catalog
from flows.members import Member, Role
from flows.messages import AttachmentKind
from tests.channels.waiting import until
from tests.desk.group_world import GROUP, GroupWorld, group_world
from tests.fakes.telegram_people import Person

SUPERGROUP = -1009999999999


def citizen(here: GroupWorld) -> Person:
    return here.telegram.person(4242, "Bác Tám")


def topic_of(here: GroupWorld, case: Case) -> int:
    return next(number for number, name in here.group.topics.items() if case.code in name)


def calls_into_the_group(here: GroupWorld) -> list[str]:
    return [method for method, call in here.telegram.calls if str(call.get("chat_id")) == str(GROUP)]


def channels_waited_for(here: GroupWorld) -> list[str]:
    return [message.chat.channel for message in here.office.store.read_here(lambda uow: uow.outbox.waiting())]


async def replied(here: GroupWorld, case: Case, who: Person, text: str = "", **more: object) -> dict[str, object]:
    card = here.card(case)
    assert card is not None
    return await who.reply(card, text, **more)


# -- a forum: one topic for each case


async def test_each_case_gets_a_topic_whose_title_tells_code_place_and_state(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, is_forum=True) as here:
        case = await here.opens(citizen(here), "tôi ở thôn 2")
        topic = topic_of(here, case)
        await until(lambda: here.group.topics[topic] == f"🟡 {case.code} · Thôn 2 · chờ nhận")
        await here.lan.tap("Nhận ca")
        await until(lambda: here.group.topics[topic] == f"🔵 {case.code} · Thôn 2 · Lan đã nhận")
        assert here.buttons(case) == ["Đóng ca", "Trả lại", "Chuyển người", "Chuyển lên"]
        assert here.telegram.toasts == ["Anh/chị đã nhận ca này."]
        await here.lan.tap("Đóng ca")
        await until(lambda: topic in here.group.closed)
        assert here.group.topics[topic] == f"⚪ {case.code} · Thôn 2 · đã đóng"
        await here.lan.tap("Mở lại")
        await until(lambda: topic not in here.group.closed)
        await until(lambda: here.group.topics[topic].endswith("Lan đã nhận"))


async def test_what_a_member_writes_in_the_topic_goes_to_the_citizen_once(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, is_forum=True) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        update = await here.lan.write_in_topic(topic_of(here, case), "Bác mang thẻ căn cước ra xã nhé.")
        await until(lambda: any("Bác mang thẻ căn cước" in text for text in tam.chat.texts))
        await here.telegram.deliver(update)  # Telegram hands it over again
        await asyncio.sleep(0.2)
        assert sum("Bác mang thẻ căn cước" in text for text in tam.chat.texts) == 1
        assert here.telegram.reactions[update["message"]["message_id"]] == "👍"
        answered = here.office.case(case.code)
        assert (answered.status, answered.assignee) == (CaseStatus.ANSWERED, "lan")
        assert not any("Lan trả lời" in text for text in here.group.texts)  # everybody saw it already


async def test_what_the_citizen_adds_appears_in_the_topic(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, is_forum=True) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        await here.lan.tap("Nhận ca")
        await tam.write("máy báo lỗi 401, số của bác là 0912345678")
        await until(lambda: any("lỗi 401" in text for text in here.group.texts))
        said = next(message for message in here.group.from_bot if "lỗi 401" in message["text"])
        assert said["message_thread_id"] == topic_of(here, case)
        assert "0912345678" not in "".join(here.group.texts)


async def test_members_talk_to_each_other_and_note_without_the_citizen(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, is_forum=True) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        topic = topic_of(here, case)
        await here.lan.write_in_topic(topic, "/ghichu bác này hay quên mật khẩu")
        own = await here.lan.write_in_topic(topic, "/ghichu@camtay_bot gọi lại buổi chiều")
        await here.minh.reply(own["message"], "để em gọi cho")
        await asyncio.sleep(0.2)
        assert not any("hay quên" in text or "buổi chiều" in text or "để em" in text for text in tam.chat.texts)
        notes = [entry.text for entry in here.office.log(case.code) if entry.kind is EntryKind.NOTE]
        assert notes == ["bác này hay quên mật khẩu", "gọi lại buổi chiều"]


# -- a plain group: replies to the card


async def test_in_a_plain_group_a_reply_answers_and_other_words_do_not(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        await here.lan.write("trưa nay ai trực nhỉ")
        await replied(here, case, here.lan, "Bác thử mở lại ứng dụng.")
        await until(lambda: any("thử mở lại" in text for text in tam.chat.texts))
        assert not any("ai trực" in text for text in tam.chat.texts)
        await tam.write("vẫn không được cháu ơi")
        await until(lambda: any("vẫn không được" in text for text in here.group.texts))
        told = next(message for message in here.group.from_bot if "vẫn không được" in message["text"])
        card = here.card(case)
        assert card is not None
        assert told["_reply_to"] == card["message_id"]
        await here.lan.reply(told, "Bác gỡ ra cài lại nhé.")
        await until(lambda: any("cài lại" in text for text in tam.chat.texts))
        await replied(here, case, here.lan, "/ghichu máy đời cũ")
        assert here.office.log(case.code)[-1].kind is EntryKind.NOTE


async def test_without_the_right_to_make_topics_replies_do(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, is_forum=True, _may_manage_topics=False) as here:
        case = await here.opens(citizen(here))
        assert here.group.topics == {}
        await here.lan.tap("Nhận ca")
        await until(lambda: here.office.case(case.code).assignee == "lan")


# -- who may do what


async def test_the_loser_of_a_claim_sees_who_has_it(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        case = await here.opens(citizen(here))
        card = here.card(case)
        assert card is not None
        under = dict(card)
        await here.lan.tap("Nhận ca", under)
        await here.minh.tap("Nhận ca", under)
        assert here.telegram.toasts == ["Anh/chị đã nhận ca này.", f"Ca {case.code} đã có Lan nhận."]
        await replied(here, case, here.minh, "để em trả lời")
        await until(lambda: any("Tin chưa được gửi" in text for text in here.group.texts))
        assert not any("để em trả lời" in text for text in citizen(here).chat.texts)


async def test_a_stranger_does_nothing_until_a_lead_lets_them_in(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        case = await here.opens(citizen(here))
        await here.stranger.tap("Nhận ca", here.card(case))
        assert here.office.case(case.code).assignee == ""
        await until(lambda: any("chưa có tên trong danh sách" in text for text in here.group.texts))
        await here.minh.tap("Thêm Người lạ vào Tổ")
        assert here.telegram.toasts[-1] == "Chỉ tổ trưởng hoặc quản trị mới thêm người vào Tổ."
        await here.lead.tap("Thêm Người lạ vào Tổ")
        await here.stranger.tap("Nhận ca", here.card(case))
        assert here.office.case(case.code).assignee == "tg-104"


async def test_a_case_is_handed_to_a_colleague_and_up_the_ladder(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        await here.lan.tap("Nhận ca")
        await until(lambda: "Chuyển người" in here.buttons(case))
        await here.lan.tap("Chuyển người")
        await until(lambda: any("Chuyển ca cho ai?" in text for text in here.group.texts))
        await here.lan.tap("Minh (0 ca)")
        assert here.office.case(case.code).assignee == "minh"
        await until(lambda: "Minh đã nhận" in (here.card(case) or {}).get("text", ""))
        await here.minh.tap("Chuyển lên", here.card(case))
        assert here.office.case(case.code).level == "commune"
        await until(lambda: any("chuyển lên cán bộ xã" in text for text in tam.chat.texts))


async def test_presence_is_told_with_a_command(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        await here.lan.write("/truc")
        await until(lambda: "🟢 Lan trực đến 11:30." in here.group.texts)
        await here.lan.write("/nghi")
        await until(lambda: "⚪ Lan tạm nghỉ trực." in here.group.texts)


async def test_a_link_ties_an_account_to_a_member_once(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        now = here.office.now
        await here.office.store.run(lambda uow: uow.members.save(Member("hoa", "Hoa", Role.TEAM), now))
        await here.office.store.run(lambda uow: uow.members.add_link("hoa", "bi-mat", now, now.replace(hour=23)))
        hoa, thief = here.telegram.person(900, "Hoa"), here.telegram.person(901, "Kẻ gian")
        await hoa.write("/start nv_bi-mat")
        await until(lambda: any("Chào Hoa!" in text for text in hoa.chat.texts))
        await thief.write("/start nv_bi-mat")
        await until(lambda: any("đã dùng rồi" in text for text in thief.chat.texts))
        member = here.office.store.read_here(lambda uow: uow.members.by_telegram("900"))
        assert member is not None
        assert (member.id, member.role) == ("hoa", Role.TEAM)
        assert here.office.store.read_here(lambda uow: uow.members.by_telegram("901")) is None


# -- photos, voice, files


async def test_photo_and_voice_of_a_member_go_to_the_citizen_and_are_kept(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        here.telegram.files |= {"anh-1": b"\xff\xd8\xff jpg", "noi-1": b"OggS voice"}
        photo = [{"file_id": "anh-1", "file_unique_id": "u", "width": 9, "height": 9}]
        await replied(here, case, here.lan, photo=photo, caption="Bác bấm vào chỗ này")
        await replied(here, case, here.lan, voice={"file_id": "noi-1", "file_unique_id": "v", "duration": 3})
        await until(lambda: any("voice" in message for message in tam.chat.from_bot))
        assert sum("photo" in message for message in tam.chat.from_bot) == 1
        assert any("Bác bấm vào chỗ này" in text for text in tam.chat.texts)
        kept = [one for entry in here.office.log(case.code) for one in entry.attachments]
        assert [one.kind for one in kept] == [AttachmentKind.PHOTO, AttachmentKind.VOICE]
        assert await here.files.load(kept[1].ref) == b"OggS voice"


@pytest.mark.parametrize("masked", [True, False])
async def test_a_photo_of_the_citizen_is_named_or_shown_by_the_setting(
    tmp_path: Path, catalog: Catalog, masked: bool
) -> None:
    async with group_world(tmp_path, catalog, masked=masked) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        await here.lan.tap("Nhận ca")
        here.telegram.files["chup-1"] = b"\xff\xd8\xff"
        await tam.send(photo=[{"file_id": "chup-1", "file_unique_id": "u", "width": 9, "height": 9}])
        if masked:
            await until(lambda: any("[ảnh] xem trên trang của Tổ" in text for text in here.group.texts))
            assert not any("photo" in message for message in here.group.from_bot)
        else:
            await until(lambda: any("photo" in message for message in here.group.from_bot))
            shown = next(message for message in here.group.from_bot if "photo" in message)
            assert shown["caption"] == f"#{case.code} ảnh của người dân"
            await here.lan.reply(shown, "Bác bấm nút màu xanh.")
            await until(lambda: any("nút màu xanh" in text for text in tam.chat.texts))


async def test_a_file_too_big_for_a_bot_is_refused_aloud(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        case = await here.opens(citizen(here))
        await replied(here, case, here.lan, document={"file_id": "to-qua", "file_unique_id": "u"})
        await until(lambda: any("lớn quá 20 MB" in text for text in here.group.texts))


# -- trouble


async def test_the_group_is_warned_when_the_citizen_cannot_be_reached(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        here.telegram.faults.blocked.add(str(tam.number))
        await replied(here, case, here.lan, "Bác thử lại nhé.")
        await until(lambda: any("Tin không tới được người dân" in text for text in here.group.texts))
        warned = next(message for message in here.group.from_bot if "không tới được" in message["text"])
        assert f"#{case.code}" in warned["text"]
        assert here.office.events(case.code)[-1] == "not-delivered"


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


async def test_many_cases_at_once_stay_below_the_groups_pace(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, rate=5) as here:
        for number in range(8):
            await here.telegram.person(5000 + number, f"Bác {number}").write("gặp người hỗ trợ")
        await until(lambda: len(calls_into_the_group(here)) >= 5)
        await asyncio.sleep(0.1)
        assert len(calls_into_the_group(here)) == 5
        waiting = here.office.store.read_here(lambda uow: uow.outbox.waiting())
        assert len({message.chat.chat_id for message in waiting if message.chat.channel == "telegram-team"}) >= 3
