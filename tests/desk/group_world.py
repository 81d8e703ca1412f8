"""The team's group beside the fake Telegram, with an office behind it and citizens on Telegram and on the web."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.admission import Admission
from bot.channels.base import Channel, open_http
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_connection import BotAccount
from bot.channels.telegram_team import TelegramTeam
from bot.delivery import Delivery
from bot.files import Files
from bot.remembering import channel_state
from bot.team_room import GroupDesk
from flows.cases import Case
from flows.catalog import Catalog
from flows.members import Role
from flows.messages import ChannelName, ChatRef, Inbound
from storage.store import Store
from tests.channels.waiting import until
from tests.fakes.database import ready
from tests.fakes.office import Office, at
from tests.fakes.ports import free_port
from tests.fakes.telegram_api import TOKEN, FakeTelegram
from tests.fakes.telegram_people import Chat, Person

GROUP = -1001234567890
PEOPLE = ("Lan", "Minh", "Tổ trưởng", "Người lạ")
TEAM = ChannelName.TELEGRAM_TEAM.value


@dataclass
class GroupWorld:
    """Everything at work; `lan` and `minh` are members, `lead` leads, `stranger` is in the group and nothing more."""

    office: Office
    telegram: FakeTelegram
    citizens: TelegramChannel
    team: TelegramTeam
    delivery: Delivery
    files: Files
    group: Chat
    lan: Person
    minh: Person
    lead: Person
    stranger: Person

    async def opens(self, citizen: Person, *words: str) -> Case:
        """The case a citizen on Telegram opened."""
        await citizen.write("gặp người hỗ trợ")
        for text in words:
            await citizen.write(text)
        case = self.office.store.read_here(lambda uow: uow.cases.of_chat(ChatRef("telegram", str(citizen.number))))[-1]
        await until(lambda: self.card(case))
        return case

    def card(self, case: Case) -> dict[str, Any] | None:
        """The card of a case in the group."""
        cards = [message for message in self.group.from_bot if "Ca số" in message.get("text", "")]
        return next((message for message in reversed(cards) if f"#{case.code}" in message["text"]), None)

    def buttons(self, case: Case) -> list[str]:
        """The labels under the card of a case."""
        card = self.card(case)
        assert card is not None
        keyboard = card.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in keyboard for button in row]


@asynccontextmanager
async def group_world(
    folder: Path, catalog: Catalog, *, masked: bool = True, rate: float = 0, **traits: Any
) -> AsyncIterator[GroupWorld]:
    """Everything at work while the block lasts."""
    office = Office(Store.open(ready(folder)), catalog, at("2026-11-24 08:00"), board=TEAM)
    office.hire("lan", telegram="101")
    office.hire("minh", telegram="102")
    office.hire("to-truong", Role.LEAD, telegram="103")
    files, server = Files(folder / "files"), TestServer(web.Application(), port=free_port())
    async with FakeTelegram() as telegram, open_http() as http:
        channels = dict[str, Channel]()
        delivery = Delivery(office.store, channels, lambda: office.now, TEAM)
        office.connect(delivery.offer)
        citizens = citizens_door(office, delivery, http, f"http://127.0.0.1:{server.port}", telegram.url, files)
        room = GroupDesk(office.desk, office.store, lambda: office.catalog, lambda: office.now, delivery.offer, TEAM)
        team = TelegramTeam(citizens, GROUP, room.room(files.save), media=files.load, masked=masked, rate=rate)
        channels |= {citizens.name: citizens, team.name: team}
        server.app.add_routes(citizens.routes())
        async with running(server, citizens, team, delivery):
            await until(lambda: telegram.webhook["url"])
            group = telegram.group(GROUP, **traits)
            people = [telegram.person(number, name).at(group) for number, name in enumerate(PEOPLE, start=101)]
            yield GroupWorld(office, telegram, citizens, team, delivery, files, group, *people)
    office.store.close()


def citizens_door(
    office: Office, delivery: Delivery, http: ClientSession, home: str, platform: str, files: Files
) -> TelegramChannel:
    """Citizens on Telegram, answered at once."""

    async def answer(inbound: Inbound) -> None:
        await office.assistant.handle(inbound)

    return TelegramChannel(
        BotAccount(TOKEN, webhook=True, public_url=home, base_url=platform, rate=0),
        Admission(office.store, answer, delivery.offer, lambda: office.now).receive,
        http,
        channel_state(office.store, "telegram", lambda: office.now),
        media=files.load,
    )


@asynccontextmanager
async def running(
    server: TestServer, citizens: TelegramChannel, team: TelegramTeam, delivery: Delivery
) -> AsyncIterator[None]:
    """The doors open and the outbox looked after while the block lasts."""
    await server.start_server()
    for part in (citizens, team, delivery):
        await part.start()
    try:
        yield
    finally:
        await delivery.stop(patience=0.5)
        await team.stop()
        await citizens.stop()
        await server.close()


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
