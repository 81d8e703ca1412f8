"""The Telegram door: webhook or long polling in the service's own event loop, replies through python-telegram-bot.

There is no `telegram.ext.Application`: it answers "received" before the message is stored, and cannot start while
Telegram is unreachable, which in Việt Nam it at times is.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import aiohttp
import telegram
from aiohttp import web
from telegram import Update
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.channels.base import ChannelFacts, ChannelState, DeliveryError, Media, Receive
from bot.channels.memory import Recent
from bot.channels.pace import ChatPaces
from bot.channels.parts import PartsSent
from bot.channels.telegram_connection import BotAccount, Connection, Webhook, quietly
from bot.channels.telegram_errors import delivery_error
from bot.channels.telegram_inbound import Place, place_of, shape_of, telegram_message_id, to_inbound
from bot.channels.telegram_inline import articles
from bot.channels.telegram_outbound import MAX_TEXT, Sender
from bot.channels.telegram_plain import plain_words, words_at_least
from bot.channels.telegram_polling import Poller
from bot.channels.telegram_request import AiohttpRequest
from bot.channels.webhook_body import body_of, parsed
from bot.channels.webhook_secret import same, webhook_secret
from flows.catalog import Catalog
from flows.messages import ChannelName, ChatRef, Inbound, Outbound
from flows.team_card import PREFIX as TEAM_PREFIX

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/webhooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header, no secret

UpdateHandler = Callable[[Update], Awaitable[bool]]
"""Sees an update before the citizens' conversations do; True means it was meant for it."""


class TelegramChannel:
    """Citizens on Telegram; updates come through `WEBHOOK_PATH` or by polling, as the account says.

    `catalog` gives the content of the moment for inline mode; None switches inline mode off.
    """

    name: str = ChannelName.TELEGRAM
    facts = ChannelFacts(max_text=MAX_TEXT)

    def __init__(
        self,
        account: BotAccount,
        receive: Receive,
        http: aiohttp.ClientSession,
        state: ChannelState,
        *,
        media: Media | None = None,
        catalog: Callable[[], Catalog] | None = None,
    ) -> None:
        self._receive, self._state, self._catalog = receive, state, catalog
        self._secret = account.secret or webhook_secret(account.token)
        self._is_called = account.webhook
        request = AiohttpRequest(http, proxy=account.proxy)
        self.bot = account.bot(request)
        webhook = Webhook(account.public_url and account.public_url.rstrip("/") + WEBHOOK_PATH, self._secret)
        poller = Poller(request, self.bot.base_url, self._take)
        self._connection = Connection(self.bot, webhook if account.webhook else poller)
        self._sender = Sender(self.bot, media)
        self._paces = ChatPaces(account.rate)
        self._parts = PartsSent()
        self._handlers: list[UpdateHandler] = []
        self._newest: Recent[ChatRef, int] = Recent(20_000)  # the last message a citizen wrote, per conversation
        self._moved: dict[int, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def private_link(self) -> str:
        """The address that opens a private chat, up to what it carries; "" before Telegram said who we are."""
        return f"https://t.me/{self.username}?start=" if self.username else ""

    @property
    def username(self) -> str:
        """The bot's name on Telegram, without @; empty until Telegram was reached."""
        return self._connection.identity.username

    @property
    def number(self) -> int:
        """The bot's own id on Telegram."""
        return self._connection.identity.id

    @property
    def alarm(self) -> str:
        """What an admin must do before Telegram works again, in Vietnamese; empty while all is well."""
        return self._connection.health.alarm

    def add_handler(self, handler: UpdateHandler) -> None:
        """Let `handler` see updates first, e.g. those of the team's group; all but plain words in private chats."""
        self._handlers.append(handler)

    def routes(self) -> list[web.RouteDef]:
        """The webhook, when there is one."""
        return [web.post(WEBHOOK_PATH, self._webhook)] if self._is_called else []

    async def start(self) -> None:
        """Begin to connect and, without a webhook, to poll; an unreachable Telegram is tried again for ever."""
        remembered = (await self._state.load()).get("moved", {})
        self._moved = {int(old): int(new) for old, new in remembered.items()}
        self._in_background(self._connection.run())

    async def stop(self) -> None:
        """Stop polling and whatever is under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        """The id of the last part; an edit of the message before counts as sent."""
        place = place_of(chat)
        if place is None:
            raise DeliveryError(f"no chat of Telegram: {chat.chat_id}", permanent=True)
        try:
            return await self._send(chat, place, message, previous_id)
        except ChatMigrated as error:
            await self.move(place.chat_id, error.new_chat_id)
            return await self._send(chat, place, message, None)

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        """Delete a citizen's message; one that Telegram no longer lets us delete stays."""
        place, number = place_of(chat), telegram_message_id(message_id)
        if place is None or number is None:
            return
        try:
            await self.bot.delete_message(self._moved_to(place).chat_id, number)
        except BadRequest as error:
            log.info("Telegram did not delete a message: %s", error.message)
        except TelegramError as error:
            raise delivery_error(error) from error

    async def fetch(self, ref: str) -> bytes:
        """The bytes of something a citizen sent, by `Attachment.ref`; up to the 20 MB Telegram gives to bots."""
        try:
            file = await self.bot.get_file(ref)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise delivery_error(error) from error

    async def _send(self, chat: ChatRef, place: Place, message: Outbound, previous_id: str | None) -> str:
        place = self._moved_to(place)
        try:
            if message.replaces_previous and previous_id and self._still_newest(chat, int(previous_id)):
                await self._paces.turn(place.chat_id)
                if await self._sender.edit(place, int(previous_id), message):
                    self._connection.health.well()
                    return previous_id
            reply_to = self._newest.get(chat) if place.chat_id < 0 else None
            parts = [self._paced(place, part) for part in self._sender.parts(place, message, reply_to)]
            sent = await self._parts.send(chat, message, parts)
        except ChatMigrated:
            raise
        except TelegramError as error:
            self._connection.note(error)
            failure = delivery_error(error)
            if failure.permanent:
                self._parts.forget(chat, message)
            raise failure from error
        self._connection.health.well()
        return sent

    def _paced(self, place: Place, part: Callable[[], Awaitable[str]]) -> Callable[[], Awaitable[str]]:
        async def paced() -> str:
            await self._paces.turn(place.chat_id)
            return await part()

        return paced

    def _still_newest(self, chat: ChatRef, previous: int) -> bool:
        """Whether nothing was written below the message to edit; else the citizen would not see the change."""
        return (self._newest.get(chat) or 0) < previous

    def now_at(self, chat_id: int) -> int:
        """The id a group has today."""
        return self._moved.get(chat_id, chat_id)

    def _moved_to(self, place: Place) -> Place:
        return Place(self.now_at(place.chat_id), place.topic)

    async def move(self, old: int, new: int) -> None:
        """Follow a group that became a supergroup: from now on write to the new id."""
        log.info("a Telegram group has moved to a new id")
        self._moved[old] = new
        await self._state.change(moved={str(before): after for before, after in self._moved.items()})

    async def _webhook(self, request: web.Request) -> web.Response:
        """200 once the message is stored or can be of no use, 403 without the secret, 503 to be sent it again."""
        if not same(request.headers.get(SECRET_HEADER, ""), self._secret):
            return web.Response(status=403)
        try:
            raw = parsed(await body_of(request))
        except ValueError as error:
            log.warning("Telegram sent something that cannot be read: %s", type(error).__name__)
            return web.Response()
        try:
            await self._take(raw)
        except Exception:  # whatever it is, Telegram keeps the update and sends it again
            log.exception("a Telegram update could not be stored; Telegram will send it again")
            return web.Response(status=503)
        return web.Response()

    async def _take(self, raw: Any) -> None:
        """Pass one update on; raises when its message could not be stored."""
        if (words := plain_words(raw)) is not None:
            await self._take_words(words, raw)
            return
        try:
            update = Update.de_json(raw, self.bot)
            inbound = to_inbound(update, self._connection.identity)
        except (TypeError, KeyError, ValueError, AttributeError):
            log.exception("a Telegram update could not be read: %s", shape_of(raw))
            await self._take_words(words_at_least(raw), raw)
            return
        if update.message and update.message.migrate_to_chat_id:
            await self.move(update.message.chat.id, update.message.migrate_to_chat_id)
            return
        self._answer_at_once(update)
        for handler in self._handlers:
            if await handler(update):
                return
        if inbound is None or not inbound.addressed:  # what members of a group tell each other is not ours to keep
            log.debug("a Telegram update of no concern: %s", shape_of(raw))
            return
        if update.message:
            self._newest.put(inbound.chat, update.message.message_id)
        await self._receive(inbound)

    async def _take_words(self, words: Inbound | None, raw: Any) -> None:
        if words is None:
            return
        self._newest.put(words.chat, raw["message"]["message_id"])
        await self._receive(words)

    def _answer_at_once(self, update: Update) -> None:
        query = update.callback_query
        if query is not None and not (query.data or "").startswith(TEAM_PREFIX):  # ends the spinner on the button
            self._in_background(quietly(self.bot.answer_callback_query(query.id)))
        if update.inline_query is not None and self._catalog is not None:
            self._in_background(quietly(self._answer_inline(update.inline_query, self._catalog())))

    async def _answer_inline(self, query: telegram.InlineQuery, catalog: Catalog) -> None:
        language = "en" if query.from_user.language_code == "en" else "vi"
        found = articles(catalog, query.query, language, self.username) if self.username else []
        await self.bot.answer_inline_query(query.id, found, cache_time=300, is_personal=True)  # each in their language

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
