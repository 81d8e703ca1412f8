"""Every channel beside its fake platform, as the contract test knows it. A new channel joins with one more Door."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Channel, open_http
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_connection import BotAccount
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_oa import WEBHOOK_PATH, OfficialAccount, ZaloOaChannel
from bot.channels.zalo_token import App
from flows.messages import ChatRef, Inbound
from tests.channels.waiting import until
from tests.fakes import telegram_api, zalo_bot_api, zalo_oa_api
from tests.fakes.ports import free_port
from tests.fakes.server import Faults
from tests.fakes.state import Memory
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.zalo_bot_api import FakeZaloBot
from tests.fakes.zalo_oa_api import FakeZaloOa


class Inbox:
    """Takes what a channel receives, as the store would."""

    def __init__(self) -> None:
        self.messages: list[Inbound] = []
        self.broken = 0  # so many messages are refused first

    async def __call__(self, inbound: Inbound) -> None:
        if self.broken:
            self.broken -= 1
            raise OSError("the disk is full")
        self.messages.append(inbound)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]


class Door(ABC):
    """One citizen on one channel."""

    has_buttons = True

    def __init__(self, channel: Channel, inbox: Inbox, faults: Faults, chat: ChatRef) -> None:
        self.channel = channel
        self.inbox = inbox
        self.faults = faults
        self.chat = chat

    @abstractmethod
    async def writes(self, text: str) -> Any:
        """The citizen writes; returns what `repeats` takes."""

    @abstractmethod
    async def repeats(self, update: Any) -> None:
        """The platform hands over the same update once more."""

    @abstractmethod
    async def writes_swapped(self, first: str, second: str) -> None:
        """The citizen writes twice, and the platform hands over the second message first."""

    @abstractmethod
    async def taps(self, label: str, message: int = -1) -> None:
        """The citizen taps a button under the message with this index."""

    @abstractmethod
    async def surprises(self) -> None:
        """The platform sends things nobody has described, in every form."""

    async def settled(self) -> None:
        """Return when what was sent is on the citizen's screen; a fake platform shows it before it answers."""
        return

    @abstractmethod
    def shown(self) -> list[str]:
        """The words of every message the citizen sees, oldest first."""

    @abstractmethod
    def buttons(self) -> list[str]:
        """The labels of the buttons under the newest message."""

    @abstractmethod
    def pictures(self) -> int:
        """How many pictures the citizen sees."""


class TelegramDoor(Door):
    def __init__(self, channel: Channel, inbox: Inbox, telegram: FakeTelegram) -> None:
        super().__init__(channel, inbox, telegram.faults, ChatRef("telegram", "4242"))
        self.telegram = telegram
        self.person = telegram.person()

    async def writes(self, text: str) -> Any:
        return await self.person.write(text)

    async def repeats(self, update: Any) -> None:
        await self.telegram.deliver(update)

    async def writes_swapped(self, first: str, second: str) -> None:
        earlier, later = self.person.message(text=first), self.person.message(text=second)
        await self.telegram.publish(message=later)
        await self.telegram.publish(message=earlier)

    async def taps(self, label: str, message: int = -1) -> None:
        await self.person.tap(label, self.person.chat.from_bot[message])

    async def surprises(self) -> None:
        odd: dict[str, Any]
        for odd in ({}, {"message": {"strange": True}}, {"message": 3}, {"callback_query": {}}, {"novelty_2027": {}}):
            await self.telegram.publish(**odd)

    def shown(self) -> list[str]:
        return self.person.chat.texts

    def buttons(self) -> list[str]:
        keyboard = self.person.chat.from_bot[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in keyboard for button in row]

    def pictures(self) -> int:
        return sum("photo" in message for message in self.person.chat.from_bot)


class ZaloOaDoor(Door):
    def __init__(self, channel: Channel, inbox: Inbox, zalo: FakeZaloOa) -> None:
        self.citizen = zalo.citizen()
        super().__init__(channel, inbox, zalo.faults, ChatRef("zalo-oa", self.citizen.id))
        self.zalo = zalo

    async def writes(self, text: str) -> Any:
        return await self.zalo.writes(self.citizen, text)

    async def repeats(self, update: Any) -> None:
        await self.zalo.deliver(update)

    async def writes_swapped(self, first: str, second: str) -> None:
        stamp = int(self.zalo.now.timestamp() * 1000)
        for number, text in ((2, second), (1, first)):
            people = {"sender": {"id": self.citizen.id}, "recipient": {"id": zalo_oa_api.OA_ID}}
            event = {"app_id": zalo_oa_api.APP_ID, "event_name": "user_send_text", **people}
            message = {"text": text, "msg_id": f"swapped-{number}"}
            await self.zalo.deliver({**event, "message": message, "timestamp": str(stamp + number)})

    async def taps(self, label: str, message: int = -1) -> None:
        about = self.citizen.seen[message]["attachment"]["payload"]["buttons"]
        await self.zalo.writes(self.citizen, next(button["payload"] for button in about if button["title"] == label))

    async def surprises(self) -> None:
        await self.zalo.event("something_new_2027")
        await self.zalo.event("user_send_text", sender={}, message=[])
        await self.zalo.event("follow", follower="nobody")
        await self.zalo.event("user_send_image", sender={"id": ["list"]}, message={"attachments": {"type": 1}})

    def shown(self) -> list[str]:
        return self.citizen.texts

    def buttons(self) -> list[str]:
        return [button["title"] for button in self.citizen.buttons]

    def pictures(self) -> int:
        return sum(
            message.get("attachment", {}).get("payload", {}).get("template_type") == "media"
            for message in self.citizen.seen
        )


class ZaloBotDoor(Door):
    has_buttons = False

    def __init__(self, channel: Channel, inbox: Inbox, zalo: FakeZaloBot) -> None:
        self.citizen = zalo.citizen()
        super().__init__(channel, inbox, zalo.faults, ChatRef("zalo-bot", self.citizen.id))
        self.zalo = zalo

    async def writes(self, text: str) -> Any:
        return await self.zalo.writes(self.citizen, text)

    async def repeats(self, update: Any) -> None:
        await self.zalo.deliver(update)

    async def writes_swapped(self, first: str, second: str) -> None:
        event = "message.text.received"
        for number, text in ((2, second), (1, first)):
            date = zalo_bot_api.DATE + 1_000_000 + number
            await self.zalo.sends(self.citizen, event, text=text, message_id=f"swapped-{number}", date=date)

    async def taps(self, label: str, message: int = -1) -> None:
        raise AssertionError("the platform has no buttons")

    async def surprises(self) -> None:
        odd: dict[str, Any]
        for odd in ({"result": {}}, {"result": {"event_name": "message.hologram.received", "message": {"chat": 4}}}):
            await self.zalo.deliver({"ok": True, **odd})

    def shown(self) -> list[str]:
        return self.citizen.texts

    def buttons(self) -> list[str]:
        return []

    def pictures(self) -> int:
        return sum("photo" in message for message in self.citizen.seen)


@asynccontextmanager
async def serving(channel: Channel, server: TestServer) -> AsyncIterator[None]:
    """The channel's routes on a server, and the channel itself, running."""
    server.app.add_routes(channel.routes())
    await server.start_server()
    await channel.start()
    try:
        yield
    finally:
        await channel.stop()
        await server.close()


async def picture(ref: str) -> bytes | None:
    """A picture of ours."""
    return b"\x89PNG" + bytes(100) if ref.endswith(".png") else None


@asynccontextmanager
async def telegram_door(*, webhook: bool) -> AsyncIterator[Door]:
    """Telegram, called by the platform or asking it."""
    inbox, server = Inbox(), TestServer(web.Application(), port=free_port())
    async with FakeTelegram() as telegram, open_http() as http:
        address = f"http://127.0.0.1:{server.port}" if webhook else ""
        account = BotAccount(telegram_api.TOKEN, webhook=webhook, public_url=address, base_url=telegram.url, rate=0)
        channel = TelegramChannel(account, inbox, http, Memory().state(), media=picture)
        async with serving(channel, server):
            yield TelegramDoor(channel, inbox, telegram)


@asynccontextmanager
async def zalo_oa_door() -> AsyncIterator[Door]:
    """A Zalo Official Account that takes buttons."""
    inbox, server = Inbox(), TestServer(web.Application(), port=free_port())
    async with FakeZaloOa(f"http://127.0.0.1:{server.port}{WEBHOOK_PATH}") as zalo, open_http() as http:
        account = OfficialAccount(
            App(zalo_oa_api.APP_ID, zalo_oa_api.APP_SECRET, zalo.url),
            zalo_oa_api.OA_SECRET_KEY,
            first_refresh_token=zalo_oa_api.FIRST_REFRESH,
            base_url=zalo.url,
        )
        channel = ZaloOaChannel(account, inbox, http, Memory().state(), lambda: zalo.now, media=picture)
        async with serving(channel, server):
            yield ZaloOaDoor(channel, inbox, zalo)


@asynccontextmanager
async def zalo_bot_door(*, webhook: bool) -> AsyncIterator[Door]:
    """A Zalo Bot, called by the platform or asking it."""
    inbox, server = Inbox(), TestServer(web.Application(), port=free_port())
    async with FakeZaloBot() as zalo, open_http() as http:
        address = f"http://127.0.0.1:{server.port}" if webhook else ""
        channel = ZaloBotChannel(
            zalo_bot_api.TOKEN, inbox, http, webhook=webhook, public_url=address, base_url=zalo.url
        )
        async with serving(channel, server):
            await until(lambda: zalo.webhook or not webhook)
            yield ZaloBotDoor(channel, inbox, zalo)


DOORS: dict[str, Callable[[], AbstractAsyncContextManager[Door]]] = {
    "telegram-webhook": lambda: telegram_door(webhook=True),
    "telegram-polling": lambda: telegram_door(webhook=False),
    "zalo-oa": zalo_oa_door,
    "zalo-bot-webhook": lambda: zalo_bot_door(webhook=True),
    "zalo-bot-polling": lambda: zalo_bot_door(webhook=False),
}
