"""The fakes refuse what the platforms refuse, in the platforms' own words; outside clients understand them."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from tests.channels.waiting import until
from tests.fakes.telegram_api import TOKEN, FakeTelegram
from tests.fakes.zalo_oa_api import APP_ID, APP_SECRET, FIRST_REFRESH, FakeZaloOa


def client(telegram: FakeTelegram, token: str = TOKEN) -> Bot:
    """python-telegram-bot on its own transport, as anybody would use it."""
    return Bot(token, base_url=f"{telegram.url}/bot", base_file_url=f"{telegram.url}/file/bot")


def button(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Tiếp", callback_data=data)]])


async def test_an_ordinary_bot_of_python_telegram_bot_holds_a_conversation_by_polling() -> None:
    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(f"{update.message.text}!", do_quote=True)

    async with FakeTelegram() as telegram:
        base = f"{telegram.url}/bot"
        app = Application.builder().token(TOKEN).base_url(base).build()
        app.add_handler(CommandHandler("start", echo))
        app.add_handler(MessageHandler(filters.TEXT, echo))
        lan = telegram.person()
        async with app:
            await app.start()
            assert app.updater is not None
            await app.updater.start_polling(poll_interval=0, timeout=1)
            first = await lan.write("/start")
            await lan.write("chào")
            await until(lambda: lan.chat.texts == ["/start!", "chào!"])
            assert lan.chat.from_bot[0]["_reply_to"] == first["message"]["message_id"]
            await app.updater.stop()
            await app.stop()


@pytest.mark.parametrize(
    ("method", "values", "wording"),
    [
        ("send_message", {"text": " "}, "Message text is empty"),
        ("send_message", {"text": "x" * 4097}, "Message is too long"),
        ("send_message", {"text": "😀" * 2049}, "Message is too long"),
        ("send_message", {"text": "a", "reply_markup": button("đ" * 33)}, "Button_data_invalid"),
        ("send_message", {"text": "a", "message_thread_id": 9}, "Message thread not found"),
        ("send_message", {"text": "a", "reply_to_message_id": 9999}, "Message to be replied not found"),
        ("send_message", {"text": "a", "chat_id": 5555}, "Chat not found"),
        ("send_photo", {"photo": "https://e.vn/a.png", "caption": "x" * 1025}, "Message caption is too long"),
        ("send_photo", {"photo": "unknown-file-id"}, "Wrong file identifier/http url specified"),
        ("edit_message_text", {"text": "a", "message_id": 9999}, "Message to edit not found"),
        ("delete_message", {"message_id": 9999}, "Message to delete not found"),
        ("create_forum_topic", {"name": "Ca 1"}, "The chat is not a forum"),
    ],
)
async def test_telegram_refuses(method: str, values: dict[str, Any], wording: str) -> None:
    async with FakeTelegram() as telegram, client(telegram) as bot:
        await telegram.person().write("chào")
        with pytest.raises(BadRequest) as refused:
            await getattr(bot, method)(**{"chat_id": 4242, **values})
        assert refused.value.message == wording


async def test_telegram_refuses_by_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with FakeTelegram() as telegram, client(telegram) as bot:
        lan = telegram.person()
        await lan.write("chào")
        sent = await bot.send_message(4242, "Bước 1", reply_markup=button("s:1"))
        with pytest.raises(BadRequest, match="not modified"):
            await sent.edit_text("Bước 1", reply_markup=button("s:1"))
        await sent.edit_text("Bước 1")
        assert "reply_markup" not in lan.chat.from_bot[0]
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query("never-tapped")
        telegram.faults.limit(3)
        with pytest.raises(RetryAfter) as slowed:
            await bot.send_message(4242, "nhanh")
        assert slowed.value.retry_after == timedelta(seconds=3)
        telegram.group(-100)
        telegram.moved[-100] = -1000
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(-100, "a")
        assert moved.value.new_chat_id == -1000
        await lan.block()
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(4242, "a")
        await bot.set_webhook("https://xa.gov.vn/webhooks/telegram", secret_token="s-1")
        with pytest.raises(Conflict):
            await bot.get_updates()
        for url, secret in (("http://xa.gov.vn/", "s"), ("https://xa.gov.vn/", "dấu")):
            with pytest.raises(BadRequest):
                await bot.set_webhook(url, secret_token=secret)
        with pytest.raises(InvalidToken):
            await client(telegram, "7000000001:wrong").__aenter__()


async def test_telegram_confirms_by_offset_and_tells_two_pollers_apart() -> None:
    async with FakeTelegram() as telegram, client(telegram) as bot:
        await telegram.person().write("một")
        [update] = await bot.get_updates()
        assert [again.update_id for again in await bot.get_updates()] == [update.update_id]
        waiting = asyncio.create_task(bot.get_updates(offset=update.update_id + 1, timeout=5))
        await until(lambda: telegram.polling)
        async with client(telegram) as other:
            with pytest.raises(Conflict):
                await other.get_updates()
        await telegram.person().write("hai")
        assert [later.message.text for later in await waiting if later.message] == ["hai"]


class Caller:
    """A bare client of the Official Account API."""

    def __init__(self, zalo: FakeZaloOa, http: aiohttp.ClientSession) -> None:
        self.zalo, self.http, self.token = zalo, http, ""

    async def refresh(self, token: str) -> int:
        form = {"refresh_token": token, "app_id": APP_ID, "grant_type": "refresh_token"}
        url, headers = f"{self.zalo.url}/v4/oa/access_token", {"secret_key": APP_SECRET}
        async with self.http.post(url, data=form, headers=headers) as answer:
            said = await answer.json()
        self.token = said.get("access_token", self.token)
        return int(said.get("error", 0))

    async def send(self, message: dict[str, Any], user: str = "1", **headers: str) -> int:
        body = {"recipient": {"user_id": user}, "message": message}
        headers = {"access_token": self.token, **headers}
        async with self.http.post(f"{self.zalo.url}/v3.0/oa/message/cs", json=body, headers=headers) as answer:
            assert answer.status == 200
            return int((await answer.json())["error"])


def buttons(count: int = 1, title: str = "Tiếp", data: str = "#ct:a") -> dict[str, Any]:
    made = [{"title": title, "type": "oa.query.hide", "payload": data}] * count
    return {"text": "a", "attachment": {"type": "template", "payload": {"buttons": made}}}


async def test_zalo_refuses() -> None:
    async with FakeZaloOa() as zalo, aiohttp.ClientSession() as http:
        zalo.echoes = False
        zalo.citizen("1").wrote_at = zalo.now
        call = Caller(zalo, http)
        assert await call.send({"text": "a"}) == -216
        assert await call.refresh(FIRST_REFRESH) == 0
        assert await call.refresh(FIRST_REFRESH) == -14014
        assert await call.send({"text": "a"}) == 0
        assert await call.send({"text": "a"}, Authorization=f"Bearer {call.token}") == -216
        assert await call.send({"text": "x" * 2000}) == 0
        assert await call.send({"text": "x" * 2001}) == -210
        assert await call.send({}) == -201
        assert await call.send({"text": "a"}, user="stranger") == -201
        assert await call.send(buttons(5)) == 0
        assert await call.send(buttons(6)) == -201
        assert await call.send(buttons(title="x" * 101)) == -201
        assert await call.send(buttons(data="x" * 1001)) == -201
        assert await call.send({"attachment": {"type": "file", "payload": {"token": "gone"}}}) == -100
        zalo.now += timedelta(hours=25)
        assert await call.send({"text": "a"}) == -220
        assert await call.refresh(zalo.refresh) == 0
        zalo.now += timedelta(days=6)
        await call.refresh(zalo.refresh)
        assert await call.send({"text": "a"}) == -230


async def test_zalo_tries_a_silent_webhook_again_and_then_lets_go() -> None:
    async with FakeZaloOa("http://127.0.0.1:9/webhooks/zalo") as zalo:
        await zalo.writes(zalo.citizen(), "có ai không")
        assert zalo.unsubscribed
        assert zalo.slow_answers == 4
