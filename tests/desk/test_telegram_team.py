"""The team works in its Telegram group: topics or replies, buttons, notes, files."""

from pathlib import Path

import pytest

from flows.cases import CaseStatus, EntryKind
from flows.catalog import Catalog
from flows.messages import AttachmentKind
from tests.channels.waiting import until
from tests.desk.group_world import (
    channels_waited_for,
    citizen,
    group_world,
    replied,
    topic_of,
)

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
        await until(lambda: channels_waited_for(here) == [])
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
        await until(lambda: channels_waited_for(here) == [])
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


# -- photos, voice, files


async def test_photo_voice_and_place_of_a_member_go_to_the_citizen_and_are_kept(
    tmp_path: Path, catalog: Catalog
) -> None:
    async with group_world(tmp_path, catalog) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        here.telegram.files |= {"anh-1": b"\xff\xd8\xff jpg", "noi-1": b"OggS voice"}
        photo = [{"file_id": "anh-1", "file_unique_id": "u", "width": 9, "height": 9}]
        await replied(here, case, here.lan, photo=photo, caption="Bác bấm vào chỗ này")
        await replied(here, case, here.lan, voice={"file_id": "noi-1", "file_unique_id": "v", "duration": 3})
        await replied(here, case, here.lan, location={"latitude": 10.75, "longitude": 106.65})
        await until(lambda: any("location" in message for message in tam.chat.from_bot))
        assert any("voice" in message for message in tam.chat.from_bot)
        assert sum("photo" in message for message in tam.chat.from_bot) == 1
        assert any("Bác bấm vào chỗ này" in text for text in tam.chat.texts)
        kept = [one for entry in here.office.log(case.code) for one in entry.attachments]
        assert [one.kind for one in kept] == [AttachmentKind.PHOTO, AttachmentKind.VOICE, AttachmentKind.LOCATION]
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
