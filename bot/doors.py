"""Which doors are open: the web chat always, the others when their keys are set."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import aiohttp

from bot.channels.base import Channel, Receive
from bot.channels.team import TeamRoom
from bot.channels.webchat import HEARTBEAT_SECONDS, WebChat
from bot.channels.well_formed import well_formed
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_oa import OfficialAccount, ZaloOaChannel
from bot.channels.zalo_token import App
from bot.files import Files
from bot.remembering import channel_state, web_history
from bot.settings import Settings
from bot.shared_files import SharedFiles
from flows.catalog import Catalog
from flows.messages import ChannelName
from storage.store import Store

LOOK_FOR_OTHERS = 2.0  # seconds; where several processes answer, pages look for what the others said


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What channels are built from."""

    settings: Settings
    store: Store
    http: aiohttp.ClientSession
    receive: Receive
    catalog: Callable[[], Catalog]
    clock: Callable[[], datetime]
    files: Files
    shared: SharedFiles
    secret: str
    room: TeamRoom


def open_doors(around: Surroundings) -> list[Channel]:
    """The channels whose settings are there."""
    around = replace(around, receive=well_formed(around.receive))
    doors: list[Channel] = [web_chat(around)]
    if around.settings.telegram_token:
        doors += telegram(around)
    if around.settings.zalo_app_id and around.settings.zalo_app_secret:
        doors.append(zalo_oa(around))
    if around.settings.zalo_bot_token:
        doors.append(zalo_bot(around))
    return doors


def web_chat(around: Surroundings) -> Channel:
    """The built-in web chat."""
    return WebChat(
        around.receive,
        web_history(around.store, around.shared.path),
        around.files.save,
        around.catalog,
        around.secret,
        around.clock,
        around.settings.embed_origins,
        look_every=LOOK_FOR_OTHERS if around.store.is_shared else HEARTBEAT_SECONDS,
    )


def telegram(around: Surroundings) -> list[Channel]:
    """The Telegram door, and the team's group where one is set; the library is only loaded when it is open."""
    from bot.channels.telegram import TelegramChannel  # noqa: PLC0415 (a third of a second, and memory)
    from bot.channels.telegram_connection import BotAccount  # noqa: PLC0415 (likewise)
    from bot.channels.telegram_team import TelegramTeam  # noqa: PLC0415 (likewise)

    settings = around.settings
    account = BotAccount(
        settings.telegram_token,
        webhook=settings.telegram_mode == "webhook",
        public_url=settings.public_url,
        secret=settings.telegram_secret,
        base_url=settings.telegram_api,
        proxy=settings.telegram_proxy or None,
        rate=settings.telegram_rate,
    )
    state = channel_state(around.store, ChannelName.TELEGRAM, around.clock)
    media, catalog = around.shared.load, around.catalog
    citizens = TelegramChannel(account, around.receive, around.http, state, media=media, catalog=catalog)
    if not settings.board:
        return [citizens]
    group, masked, room = settings.telegram_team_chat, settings.telegram_team_masked, around.room
    return [citizens, TelegramTeam(citizens, group, room, media=media, masked=masked)]


def zalo_oa(around: Surroundings) -> Channel:
    """The door of a Zalo Official Account."""
    settings = around.settings
    account = OfficialAccount(
        App(settings.zalo_app_id, settings.zalo_app_secret, settings.zalo_oauth_api),
        settings.zalo_oa_secret_key,
        first_refresh_token=settings.zalo_refresh_token,
        verifier=settings.zalo_verifier,
        buttons=settings.zalo_buttons,
        base_url=settings.zalo_api,
    )
    return ZaloOaChannel(
        account,
        around.receive,
        around.http,
        channel_state(around.store, ChannelName.ZALO_OA, around.clock),
        around.clock,
        media=around.shared.load,
        file_address=around.shared.address,
    )


def zalo_bot(around: Surroundings) -> Channel:
    """The Zalo Bot door."""
    settings = around.settings
    return ZaloBotChannel(
        settings.zalo_bot_token,
        around.receive,
        around.http,
        webhook=settings.zalo_bot_is_called,
        public_url=settings.public_url,
        secret=settings.zalo_bot_secret,
        base_url=settings.zalo_bot_api,
        file_address=around.shared.address,
    )
