"""The Zalo Bot door, for pilots without papers: no Official Account, no buttons, the same text as there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp import web

from bot.channels.base import ChannelFacts, DeliveryError, FileAddress, Receive, own_address
from bot.channels.fetching import fetched
from bot.channels.health import Health
from bot.channels.keeping import Keeper
from bot.channels.parts import Outgoing, Part
from bot.channels.webhook_body import body_of, parsed
from bot.channels.webhook_secret import same, webhook_secret
from bot.channels.zalo_bot_api import API, NOTHING_NEW, BotError, ZaloBotApi
from bot.channels.zalo_bot_updates import to_inbound
from bot.channels.zalo_text import MAX_TEXT, document_texts, in_words, texts
from flows.messages import Attachment, AttachmentKind, ChannelName, ChatRef, Inbound, Outbound

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/webhooks/zalo-bot"
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105  the name of a header, no secret
LONG_POLL = 30  # seconds the platform waits for somebody to write
MAX_PAUSE = 30.0
EMPTY_PAUSE = 0.5  # in case the platform ever answers an empty poll at once
UNREACHABLE = "Không kết nối được Zalo Bot. Các kênh khác vẫn chạy; tin trả lời được giữ lại và gửi sau."
BAD_ADDRESS = (
    "Zalo Bot không nhận địa chỉ webhook {address}: {reason}. Hãy kiểm tra CAMTAY_PUBLIC_URL (https, mở được từ "
    "Internet), hoặc đặt CAMTAY_ZALO_BOT_MODE=polling."
)


class ZaloBotChannel:
    """Citizens who write to a Zalo Bot.

    With `webhook` the platform calls `WEBHOOK_PATH` under `public_url` (https://…); without it the channel polls.
    `file_address` says where the platform can fetch a file of ours. An empty `secret` is made from the token.
    The platform has no acknowledgement: what a poll hands out is stored before the next is asked for, yet what is on
    its way to a process that dies is lost. A webhook has no such gap.
    """

    name: str = ChannelName.ZALO_BOT
    facts = ChannelFacts(max_text=MAX_TEXT)

    def __init__(
        self,
        token: str,
        receive: Receive,
        http: aiohttp.ClientSession,
        *,
        webhook: bool = False,
        public_url: str = "",
        secret: str = "",
        base_url: str = API,
        file_address: FileAddress = own_address,
    ) -> None:
        self._http = http
        self.api = ZaloBotApi(http, token, base_url)
        self._is_called = webhook
        self._secret = secret or webhook_secret(token)
        self._public_url = public_url.rstrip("/")
        self._file_address = file_address
        self._keeper = Keeper(receive)
        self._health = Health(UNREACHABLE)
        self._outgoing = Outgoing(self._health)
        self._account_name = ""
        self._running: asyncio.Task[None] | None = None

    @property
    def alarm(self) -> str:
        """What an admin must do before the bot works again, in Vietnamese; empty while all is well."""
        return self._health.alarm

    def routes(self) -> list[web.RouteDef]:
        """The webhook, when there is one."""
        return [web.post(WEBHOOK_PATH, self._webhook)] if self._is_called else []

    async def start(self) -> None:
        """Begin to connect and, without a webhook, to poll; an unreachable platform is tried again for ever."""
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop polling; messages being stored are given a moment."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._keeper.stop()

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        """The id of the last part; a message cannot be changed, so `previous_id` stays as it is."""
        return await self._outgoing.send(chat, message, self._to_send(chat.chat_id.partition("#")[0], message))

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        """Nothing: the platform lets nobody delete what a citizen wrote."""

    async def fetch(self, ref: str) -> bytes:
        """The bytes of something a citizen sent, by `Attachment.ref`."""
        return await fetched(self._http, ref)

    def _to_send(self, chat_id: str, message: Outbound) -> Sequence[Part]:
        parts: list[Part] = []
        if message.picture and (address := self._file_address(Attachment(AttachmentKind.PHOTO, message.picture))):
            parts.append(partial(self._photo, chat_id, address))
        said = texts(message)
        if message.document is not None:
            said += document_texts(*message.document)
        parts += [partial(self._call, "sendMessage", chat_id=chat_id, text=text) for text in said]
        return parts + [partial(self._attachment, chat_id, attachment) for attachment in message.attachments]

    async def _photo(self, chat_id: str, address: str) -> str:
        """A picture that the platform cannot take must not hold back the words after it."""
        try:
            return await self._call("sendPhoto", chat_id=chat_id, photo=address, caption="")
        except BotError as error:
            if error.code != HTTPStatus.BAD_REQUEST:
                raise
            log.warning("Zalo Bot could not take the picture %s: %s", address, error)
            return ""

    async def _attachment(self, chat_id: str, attachment: Attachment) -> str:
        address = self._file_address(attachment)
        if attachment.kind is AttachmentKind.PHOTO and address:
            return await self._call("sendPhoto", chat_id=chat_id, photo=address, caption="")
        if words := in_words(attachment, address):
            return await self._call("sendMessage", chat_id=chat_id, text=words)
        raise DeliveryError(f"Zalo Bot takes no {attachment.kind} without an address", permanent=True)

    async def _call(self, method: str, **values: Any) -> str:
        result = await self.api.call(method, **values)
        return str(result.get("message_id", "")) if isinstance(result, dict) else ""

    async def _webhook(self, request: web.Request) -> web.Response:
        """200 once the message is stored or can be of no use, 403 without the secret."""
        if not same(request.headers.get(SECRET_HEADER, ""), self._secret):
            return web.Response(status=403)
        try:
            update = parsed(await body_of(request))
        except ValueError as error:
            log.warning("Zalo Bot sent something that cannot be read: %s", type(error).__name__)
            return web.Response()
        await self._take(update, self._keeper.keep_for_now)
        return web.Response()

    async def _take(self, update: Any, keep: Callable[[Inbound], Awaitable[None]]) -> None:
        """Hand a message to the store; return when `keep` does."""
        inbound = to_inbound(update, self._account_name) if isinstance(update, dict) else None
        if inbound is None or not inbound.addressed:
            log.info("an update of Zalo Bot of no concern")
            return
        await keep(inbound)

    async def _run(self) -> None:
        """Introduce ourselves until the platform answers, then poll where there is no webhook."""
        pause, introduced = 1.0, False
        while not (introduced and self._is_called):
            try:
                if introduced:
                    await self._poll()
                else:
                    await self._introduce()
                    introduced = True
                pause = 1.0
                self._health.well()
            except (BotError, DeliveryError) as error:
                self._outgoing.note(error)
                log.warning("Zalo Bot does not answer, again in %.0f s: %s", pause, error)
                await asyncio.sleep(max(pause, error.retry_after or 0.0))
                pause = min(pause * 2, MAX_PAUSE)

    async def _introduce(self) -> None:
        me = await self.api.call("getMe")
        self._account_name = str(me.get("account_name", "")) if isinstance(me, dict) else ""
        if self._is_called and not self._public_url:
            log.info("Zalo Bot's webhook is left as it is: CAMTAY_PUBLIC_URL is not set")
            return
        if self._is_called:
            await self._set_webhook(self._public_url + WEBHOOK_PATH)
            return
        try:
            await self.api.call("deleteWebhook")
        except BotError as error:  # the token is right, and whether deleting none is an error is documented nowhere
            log.info("Zalo Bot deleted no webhook: %s", error)

    async def _set_webhook(self, address: str) -> None:
        try:
            await self.api.call("setWebhook", url=address, secret_token=self._secret)
        except BotError as error:
            if error.is_for_good:
                self._health.misconfigured(BAD_ADDRESS.format(address=address, reason=error.description))
            raise

    async def _poll(self) -> None:
        """Take one update; there is no batch and no offset."""
        try:
            update = await self.api.call("getUpdates", LONG_POLL + 10, timeout=LONG_POLL)
        except BotError as error:
            if error.code != NOTHING_NEW:
                raise
            return
        if update:
            await self._take(update, self._keeper.keep)
        else:
            await asyncio.sleep(EMPTY_PAUSE)
