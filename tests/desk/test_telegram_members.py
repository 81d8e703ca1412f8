"""Who may do what in the team's group, and what those who may not are told."""

from pathlib import Path

from flows.cases import CaseStatus
from flows.catalog import Catalog
from flows.members import Member, Role
from flows.messages import ChatRef
from tests.channels.waiting import until
from tests.desk.group_world import GROUP, citizen, group_world, replied, topic_of
from tests.fakes.telegram_people import Person


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


async def test_two_taps_on_the_same_card_climb_one_rung(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        await here.office.store.run(
            lambda uow: uow.members.save(Member("so", "Sở", Role.LEAD, ("province",)), here.office.now)
        )
        case = await here.opens(citizen(here))
        card = dict(here.card(case) or {})
        await here.lead.tap("Chuyển lên", card)
        await here.lead.tap("Chuyển lên", card)
        assert here.office.case(case.code).level == "commune"
        assert here.telegram.toasts == ["Đã chuyển lên.", f"Ca {case.code} đã được chuyển lên cán bộ xã rồi."]


async def test_a_talkative_stranger_is_shown_to_the_lead_once(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, is_forum=True) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        sent = [await here.stranger.write_in_topic(topic_of(here, case), f"bác thử cách {n}") for n in range(3)]
        await until(lambda: here.telegram.reactions.get(sent[-1]["message"]["message_id"]) == "👎")
        await until(lambda: any("chưa có tên" in text for text in here.group.texts))
        assert sum("chưa có tên trong danh sách" in text for text in here.group.texts) == 1
        assert not any("bác thử cách" in text for text in tam.chat.texts)


async def test_a_note_about_no_case_goes_nowhere_and_says_so(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        await here.lan.write("/ghichu bác Tám hay quên")
        await until(lambda: any("trả lời (Reply) vào tin của ca" in text for text in here.group.texts))
        assert here.office.store.read_here(lambda uow: uow.conversations.last_at(ChatRef("telegram", "101"))) is None


async def test_changing_a_message_does_not_change_what_the_citizen_has_and_the_group_is_told(
    tmp_path: Path, catalog: Catalog
) -> None:
    async with group_world(tmp_path, catalog, is_forum=True) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        update = await here.lan.write_in_topic(topic_of(here, case), "phí 7.000 đồng")
        for text in ("phí 10.000 đồng", "phí 12.000 đồng"):
            await here.lan.edit(update["message"], text)
        await until(lambda: any("không sửa được" in text for text in here.group.texts))
        assert sum("không sửa được" in text for text in here.group.texts) == 1
        assert not any("10.000" in text for text in tam.chat.texts)


async def test_an_answer_written_as_the_group_is_refused_aloud(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, is_forum=True) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        nobody = Person(here.telegram, 1087968824, "Group", here.group)
        message = nobody.message(
            text="Bác thử lại",
            message_thread_id=topic_of(here, case),
            is_topic_message=True,
            sender_chat={"id": GROUP, "type": "supergroup"},
        )
        message["from"] = {**message["from"], "is_bot": True}
        await here.telegram.publish(message=message)
        await until(lambda: any("ẩn danh" in text for text in here.group.texts))
        assert not any("Bác thử lại" in text for text in tam.chat.texts)


async def test_topics_begin_once_the_group_has_them(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        await here.opens(citizen(here))
        await here.lan.write("mọi người ơi")
        assert here.group.topics == {}
        here.group.traits["is_forum"] = True
        await here.lan.write("bật chủ đề rồi nhé")
        case = await here.opens(here.telegram.person(4343, "Bác Chín"))
        await until(lambda: any(case.code in title for title in here.group.topics.values()))


async def test_the_members_commands_are_listed_in_their_group_alone(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        await until(lambda: ("chat", "") in here.telegram.commands)
        assert [one["command"] for one in here.telegram.commands["chat", ""]] == ["ghichu", "truc", "nghi"]


async def test_presence_is_told_with_a_command(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        await here.lan.write("/truc")
        await until(lambda: "🟢 Lan trực đến 11:30." in here.group.texts)
        await here.lan.write("/nghi")
        await until(lambda: "⚪ Lan tạm nghỉ trực." in here.group.texts)


async def test_a_word_ties_an_account_to_a_member_once(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        now, word = here.office.now, "bi-mat-dung-mot-lan-thoi"
        await here.office.store.run(lambda uow: uow.members.save(Member("hoa", "Hoa", Role.TEAM), now))
        await here.office.store.run(lambda uow: uow.members.add_link("hoa", word, now, now.replace(hour=23)))
        hoa, thief = here.telegram.person(900, "Hoa"), here.telegram.person(901, "Kẻ gian")
        await hoa.write(f"/start nv_{word}")
        await until(lambda: any("Chào Hoa!" in text for text in hoa.chat.texts))
        await thief.write(f"nv_{word}")
        await until(lambda: any("đã dùng rồi" in text for text in thief.chat.texts))
        member = here.office.store.read_here(lambda uow: uow.members.by_telegram("900"))
        assert member is not None
        assert (member.id, member.role) == ("hoa", Role.TEAM)
        assert here.office.store.read_here(lambda uow: uow.members.by_telegram("901")) is None


async def test_who_calls_the_bot_by_name_under_a_case_asks_the_assistant(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog, is_forum=True) as here:
        tam = citizen(here)
        case = await here.opens(tam)
        await here.lan.write_in_topic(topic_of(here, case), "@camtay_bot lệ phí đăng ký tạm trú bao nhiêu")
        await until(lambda: any("7.000 đồng" in text for text in here.group.texts))
        assert not any("lệ phí" in text for text in tam.chat.texts)
        assert here.office.case(case.code).status is CaseStatus.OPEN


async def test_who_left_and_is_let_in_again_is_one_member(tmp_path: Path, catalog: Catalog) -> None:
    async with group_world(tmp_path, catalog) as here:
        gone = Member("cu", "Người cũ", Role.TEAM, telegram_id="104", active=False)
        await here.office.store.run(lambda uow: uow.members.save(gone, here.office.now))
        case = await here.opens(citizen(here))
        await here.stranger.tap("Nhận ca", here.card(case))
        await until(lambda: any("chưa có tên trong danh sách" in text for text in here.group.texts))
        await here.lead.tap("Thêm Người lạ vào Tổ")
        members = here.office.store.read_here(lambda uow: uow.members.all())
        assert [one.id for one in members if one.telegram_id == "104"] == ["tg-104"]
