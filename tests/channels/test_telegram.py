"""What Telegram needs beyond the contract: private chats."""

import asyncio
import json

import aiohttp
import pytest

from bot.channels.telegram import SECRET_HEADER, WEBHOOK_PATH
from bot.channels.telegram_polling import MAX_PAUSE, MAX_TRIES
from bot.channels.webhook_secret import webhook_secret
from flows.messages import Choice, InboundKind, Outbound
from tests.channels.telegram_world import CHAT, World, greeted, world
from tests.channels.waiting import stopped_clock, until
from tests.fakes.telegram_api import TOKEN

STEP_1 = Outbound("Bước 1", (Choice("s:next", "Bước tiếp"),))
STEP_2 = Outbound("Bước 2", (Choice("s:next", "Bước tiếp"), Choice("s:back", "Quay lại")), replaces_previous=True)


async def post(here: World, body: bytes, secret: str) -> int:
    async with (
        aiohttp.ClientSession() as http,
        http.post(here.address + WEBHOOK_PATH, data=body, headers={SECRET_HEADER: secret}) as answer,
    ):
        return answer.status


@pytest.mark.parametrize("secret", ["", "wrong", webhook_secret("other"), "không phải chữ cái thường"])
async def test_an_update_without_the_secret_is_refused(secret: str) -> None:
    async with world() as here:
        assert await post(here, b'{"update_id": 1}', secret) == 403
        assert not here.inbox.messages


@pytest.mark.parametrize("body", [b"", b"nonsense", b"\xff\xfe", b"[]", b"null", b'{"update_id": "x", "message": 5}'])
async def test_what_cannot_be_read_is_answered_200_so_that_it_is_not_repeated(body: bytes) -> None:
    async with world() as here:
        assert await post(here, body, webhook_secret(TOKEN)) == 200
        assert not here.inbox.messages


@pytest.mark.parametrize(
    ("sent", "words", "kind"),
    [
        ({"photo": [{"file_id": "of a later version"}], "caption": "lỗi này"}, "lỗi này", InboundKind.MESSAGE),
        ({"poll": {"id": "of a later version"}}, "", InboundKind.UNKNOWN),
    ],
)
async def test_a_private_message_the_library_cannot_read_is_answered_all_the_same(
    sent: dict[str, object], words: str, kind: InboundKind
) -> None:
    person = {"id": 4242, "is_bot": False, "first_name": "Lan"}
    message = {"message_id": 7, "from": person, "chat": {"id": 4242, "type": "private"}, "date": 1795300000, **sent}
    async with world() as here:
        body = json.dumps({"update_id": 1, "message": message}).encode()
        assert await post(here, body, webhook_secret(TOKEN)) == 200
        [taken] = here.inbox.messages
        assert (taken.chat, taken.text, taken.kind) == (CHAT, words, kind)


async def test_the_operators_own_secret_is_used_when_there_is_one() -> None:
    async with world(secret="do-van-thu-9") as here:
        await until(lambda: here.telegram.webhook["url"])
        assert here.telegram.webhook["secret_token"] == "do-van-thu-9"
        await greeted(here)
        assert not here.telegram.bounced


async def test_an_update_that_could_not_be_stored_is_sent_again_by_telegram() -> None:
    async with world() as here:
        await until(lambda: here.telegram.webhook["url"])
        here.inbox.broken = 2
        await here.telegram.person().write("mất sổ đỏ")
        assert here.telegram.bounced == [503, 503]
        assert here.inbox.texts == ["mất sổ đỏ"]


async def test_polling_confirms_only_what_is_stored() -> None:
    async with world(webhook=False) as here:
        here.inbox.broken = 2
        await here.telegram.person().write("một")
        await until(lambda: here.inbox.broken == 1)
        assert [update["message"]["text"] for update in here.telegram.pending] == ["một"]
        await until(lambda: here.inbox.texts == ["một"])
        await until(lambda: not here.telegram.pending)


async def test_an_update_nobody_can_store_holds_up_those_behind_it_for_a_while_only() -> None:
    async with world(webhook=False) as here:
        here.inbox.broken = MAX_TRIES
        with stopped_clock() as clock:
            for text in ("một", "hai"):
                await here.telegram.person().write(text)
            for tries in range(MAX_TRIES - 1):
                assert not here.inbox.messages
                await clock.ends(min(0.5 * 2**tries, MAX_PAUSE))
            await until(lambda: here.inbox.texts == ["hai"])


async def test_a_step_is_shown_by_changing_the_message_before() -> None:
    async with world() as here:
        await greeted(here)
        first = await here.channel.send(CHAT, STEP_1)
        await here.telegram.person().tap("Bước tiếp")
        second = await here.channel.send(CHAT, STEP_2, previous_id=first)
        assert second == first
        assert here.telegram.person().chat.texts == ["Bước 2"]
        assert len(here.telegram.answered_taps) == 1


async def test_saying_the_same_again_is_no_error() -> None:
    async with world() as here:
        await greeted(here)
        first = await here.channel.send(CHAT, STEP_2)
        assert await here.channel.send(CHAT, STEP_2, previous_id=first) == first


async def test_a_message_is_not_changed_above_something_the_citizen_wrote_since() -> None:
    async with world() as here:
        await greeted(here)
        first = await here.channel.send(CHAT, STEP_1)
        await here.telegram.person().write("tiếp đi cháu")
        assert await here.channel.send(CHAT, STEP_2, previous_id=first) != first
        assert here.telegram.person().chat.texts == ["Bước 1", "Bước 2"]


async def test_what_cannot_be_changed_any_more_is_sent_anew() -> None:
    async with world() as here:
        await greeted(here)
        assert await here.channel.send(CHAT, STEP_2, previous_id="99999")
        photo = await here.channel.send(CHAT, Outbound("Ảnh", picture="https://example.com/a.png"))
        assert await here.channel.send(CHAT, STEP_2, previous_id=photo) != photo
        assert here.telegram.person().chat.texts == ["Bước 2", "Ảnh", "Bước 2"]


async def test_a_step_with_a_picture_is_a_new_message() -> None:
    async with world() as here:
        await greeted(here)
        first = await here.channel.send(CHAT, STEP_1)
        shown = Outbound("Bước 2", picture="buoc-2.png", replaces_previous=True)
        assert await here.channel.send(CHAT, shown, previous_id=first) != first
        assert [len(content) for content in here.telegram.files.values()] == [104]


async def test_a_tap_under_a_message_telegram_no_longer_shows_is_understood() -> None:
    async with world() as here:
        await greeted(here)
        await here.channel.send(CHAT, STEP_1)
        await here.telegram.person().tap("Bước tiếp", too_old=True)
        assert here.inbox.messages[0].choice_id == "s:next"
        assert here.inbox.messages[0].chat == CHAT


async def test_buttons_stand_in_pairs_when_short_and_the_official_page_comes_last() -> None:
    async with world() as here:
        await greeted(here)
        choices = (Choice("a", "Bước tiếp"), Choice("b", "Quay lại"), Choice("c", "Tôi bị kẹt, cần người giúp"))
        await here.channel.send(CHAT, Outbound("Chọn", choices, link="https://dichvucong.gov.vn/p/home"))
        rows = here.telegram.person().chat.from_bot[-1]["reply_markup"]["inline_keyboard"]
        assert [[button["text"] for button in row] for row in rows] == [
            ["Bước tiếp", "Quay lại"],
            ["Tôi bị kẹt, cần người giúp"],
            ["🔗 dichvucong.gov.vn"],
        ]
        assert rows[-1][0]["url"] == "https://dichvucong.gov.vn/p/home"


async def test_a_choice_telegram_would_refuse_is_left_out_and_the_rest_is_shown() -> None:
    async with world() as here:
        await greeted(here)
        await here.channel.send(CHAT, Outbound("Chọn", (Choice("đ" * 40, "Dài"), Choice("ok", "Được"))))
        assert [[button["text"] for button in row] for row in _rows(here)] == [["Được"]]


async def test_a_refused_keyboard_becomes_numbers() -> None:
    async with world() as here:
        await greeted(here)
        await here.channel.send(CHAT, Outbound("Chọn", (Choice("a", "Một"), Choice("b", "Hai")), link="https://"))
        await here.channel.send(CHAT, Outbound("Chọn", tuple(Choice(f"c{n}", f"Việc {n}") for n in range(101))))
        assert here.telegram.person().chat.texts[-1].startswith("Chọn\n\n1. Việc 0\n2. Việc 1")


async def test_emoji_count_twice_in_a_long_text() -> None:
    async with world() as here:
        await greeted(here)
        await here.channel.send(CHAT, Outbound("😀" * 3000))
        assert [len(text) for text in here.telegram.person().chat.texts] == [2048, 952]


async def test_a_deep_link_opens_with_its_guide() -> None:
    async with world() as here:
        await here.telegram.person().write("/start g_dang-ky-khai-sinh")
        await until(lambda: here.inbox.messages)
        opened = here.inbox.messages[0]
        assert (opened.kind, opened.start_with, opened.text) == (InboundKind.STARTED, "g_dang-ky-khai-sinh", "")


async def test_commands_arrive_as_text() -> None:
    async with world() as here:
        await here.telegram.person().write("/dulieu")
        await here.telegram.person().write("/language@camtay_bot en")
        assert here.inbox.texts == ["/dulieu", "/language en"]


async def test_a_changed_message_names_the_one_it_changes() -> None:
    async with world() as here:
        person = here.telegram.person()
        update = await person.write("mat can cuoc")
        await person.edit(update["message"], "mất căn cước")
        first, changed = here.inbox.messages
        assert changed.kind is InboundKind.EDITED
        assert changed.edits_message_id == first.message_id
        assert (changed.text, changed.message_id == first.message_id) == ("mất căn cước", False)


async def test_whoever_blocks_the_bot_has_stopped() -> None:
    async with world() as here:
        await greeted(here)
        await here.telegram.person().block()
        assert here.inbox.messages[0].kind is InboundKind.STOPPED
        assert here.inbox.messages[0].chat == CHAT


async def test_commands_are_listed_in_both_languages() -> None:
    async with world() as here:
        await until(lambda: len(here.telegram.commands) == 4)
        vietnamese, english = (here.telegram.commands["default", language] for language in ("", "en"))
        assert [command["command"] for command in vietnamese] == [command["command"] for command in english]
        assert "Xóa dữ liệu" in [command["description"] for command in vietnamese]
        assert "Delete your data" in [command["description"] for command in english]
        assert len(here.telegram.commands["all_group_chats", ""]) < len(vietnamese)


async def test_the_webhook_asks_only_for_updates_we_read() -> None:
    async with world() as here:
        await until(lambda: here.telegram.webhook["url"])
        assert here.telegram.webhook["url"] == here.address + WEBHOOK_PATH
        assert "message" in here.telegram.webhook["allowed_updates"]
        assert "message_reaction" not in json.dumps(here.telegram.webhook)


async def test_updates_that_waited_for_the_webhook_arrive() -> None:
    async with world(running=False) as here:
        await here.telegram.person().write("từ hôm qua")
        assert here.telegram.pending
    async with world() as here:
        here.telegram.webhook["url"] = ""
        await here.telegram.person().write("từ hôm qua")
        await here.channel.stop()
        await here.channel.start()
        await until(lambda: here.inbox.texts == ["từ hôm qua"])


async def test_two_pollers_at_once_are_told_apart_and_the_later_one_waits() -> None:
    async with world(webhook=False) as here:
        await greeted(here)
        async with aiohttp.ClientSession() as http:
            other = asyncio.create_task(_poll_once(http, here))
            assert await other == 409
        await here.telegram.person().write("vẫn nhận")
        await until(lambda: "vẫn nhận" in here.inbox.texts)


async def _poll_once(http: aiohttp.ClientSession, here: World) -> int:
    async with http.get(f"{here.telegram.url}/bot{TOKEN}/getUpdates") as answer:
        return answer.status


def _rows(here: World) -> list[list[dict[str, str]]]:
    rows: list[list[dict[str, str]]] = here.telegram.person().chat.from_bot[-1]["reply_markup"]["inline_keyboard"]
    return rows
