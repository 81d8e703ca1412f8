"""Telegram's groups: manners, privacy of each member, topics, and groups that move."""

from flows.messages import Choice, Outbound
from tests.channels.telegram_world import world
from tests.channels.waiting import until
from tests.fakes.state import Memory

GROUP, SUPERGROUP = -1001234567890, -1009999999999


async def test_in_a_group_only_what_is_meant_for_us_is_taken() -> None:
    async with world() as here:
        await until(lambda: here.channel.username)
        group = here.telegram.group(GROUP)
        lan = here.telegram.person().at(group)
        await lan.write("trưa nay họp ở nhà văn hóa nhé")
        await lan.write("@camtay_bot mất căn cước thì làm sao")
        await lan.write("/gapnguoi@other_bot")
        await lan.write("/gapnguoi@camtay_bot")
        await lan.send(new_chat_members=[lan.described()])
        assert here.inbox.texts == ["mất căn cước thì làm sao", "/gapnguoi"]
        assert all(message.in_group and message.addressed for message in here.inbox.messages)


async def test_a_reply_to_our_message_is_meant_for_us() -> None:
    async with world() as here:
        await until(lambda: here.channel.username)
        group = here.telegram.group(GROUP)
        lan = here.telegram.person().at(group)
        await lan.write("@camtay_bot giúp với")
        await here.channel.send(here.inbox.messages[0].chat, Outbound("Việc gì ạ?"))
        ours = {key: value for key, value in group.from_bot[0].items() if not key.startswith("_")}
        await lan.write("đăng ký tạm trú", reply_to_message=ours)
        assert here.inbox.texts[-1] == "đăng ký tạm trú"


async def test_members_of_a_group_never_share_a_conversation() -> None:
    async with world() as here:
        await until(lambda: here.channel.username)
        group = here.telegram.group(GROUP)
        lan, tu = here.telegram.person(1, "Lan").at(group), here.telegram.person(2, "Tư").at(group)
        of_lan = await lan.write("@camtay_bot khai sinh")
        await tu.write("@camtay_bot khai tử")
        chats = [message.chat for message in here.inbox.messages]
        assert len(set(chats)) == 2
        await here.channel.send(chats[0], Outbound("Khai sinh", (Choice("s:next", "Bước tiếp"),)))
        assert group.from_bot[-1]["_reply_to"] == of_lan["message"]["message_id"]
        await here.channel.send(chats[0], Outbound("Ảnh", (Choice("s:next", "Bước tiếp"),), picture="a.png"))
        assert group.from_bot[-1]["_reply_to"] == of_lan["message"]["message_id"]
        await tu.tap("Bước tiếp")
        assert here.inbox.messages[-1].chat == chats[1]


async def test_an_answer_goes_to_the_topic_it_was_asked_in_or_to_the_group_when_that_is_closed() -> None:
    async with world() as here:
        await until(lambda: here.channel.username)
        group = here.telegram.group(GROUP, is_forum=True)
        group.topics[70] = "Hỏi đáp"
        lan = here.telegram.person().at(group)
        await lan.write("@camtay_bot lệ phí", message_thread_id=70, is_topic_message=True)
        chat = here.inbox.messages[0].chat
        await here.channel.send(chat, Outbound("Miễn phí"))
        assert group.from_bot[-1]["message_thread_id"] == 70
        group.closed.add(70)
        await here.channel.send(chat, Outbound("Vẫn miễn phí"))
        assert "message_thread_id" not in group.from_bot[-1]
        assert group.texts == ["Miễn phí", "Vẫn miễn phí"]


async def test_a_group_that_moves_is_followed_and_remembered() -> None:
    memory = Memory()
    async with world(memory=memory) as here:
        await until(lambda: here.channel.username)
        group = here.telegram.group(GROUP)
        here.telegram.group(SUPERGROUP)
        lan = here.telegram.person().at(group)
        await lan.write("@camtay_bot chào")
        chat = here.inbox.messages[0].chat
        here.telegram.moved[GROUP] = SUPERGROUP
        await here.channel.send(chat, Outbound("Chào bác"))
        assert here.telegram.group(SUPERGROUP).texts == ["Chào bác"]
    async with world(memory=memory) as here:
        here.telegram.group(GROUP)
        here.telegram.group(SUPERGROUP)
        await here.channel.send(chat, Outbound("Vẫn ở đây"))
        assert here.telegram.group(SUPERGROUP).texts == ["Vẫn ở đây"]


async def test_the_notice_that_a_group_moves_is_enough() -> None:
    async with world() as here:
        await until(lambda: here.channel.username)
        lan = here.telegram.person().at(here.telegram.group(GROUP))
        here.telegram.group(SUPERGROUP)
        await lan.send(migrate_to_chat_id=SUPERGROUP)
        await until(lambda: here.memory.values.get("moved") == {str(GROUP): SUPERGROUP})
        assert not here.inbox.messages


async def test_a_handler_of_the_team_sees_its_group_first() -> None:
    async with world() as here:
        await until(lambda: here.channel.username)
        seen = []

        async def team(update: object) -> bool:
            seen.append(update)
            return True

        here.channel.add_handler(team)
        await here.telegram.person().at(here.telegram.group(GROUP)).write("@camtay_bot nhận ca 12")
        assert len(seen) == 1
        assert not here.inbox.messages
