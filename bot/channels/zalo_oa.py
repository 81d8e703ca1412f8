"""The Zalo Official Account door."""

import asyncio
import html
import logging
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from aiohttp import web

from bot.channels.base import (
    ChannelFacts,
    ChannelState,
    Clock,
    DeliveryError,
    FileAddress,
    Media,
    Receive,
    own_address,
)
from bot.channels.fetching import fetched
from bot.channels.health import Health
from bot.channels.keeping import Keeper
from bot.channels.later import Later
from bot.channels.parts import Outgoing
from bot.channels.webhook_body import body_of
from bot.channels.zalo_api import API, SEND_OLD, ZaloApi
from bot.channels.zalo_oa_errors import ZaloError
from bot.channels.zalo_oa_events import ANONYMOUS, GROUP, to_inbound
from bot.channels.zalo_oa_outbound import Sender
from bot.channels.zalo_signature import SIGNATURE_HEADER, KeyWatch, genuine
from bot.channels.zalo_text import MAX_TEXT
from bot.channels.zalo_token import App, ZaloTokens
from flows.messages import ChannelName, ChatRef, Inbound, InboundKind, Outbound

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/webhooks/zalo"
CALLBACK_PATH = "/zalo-oa/callback"  # where Zalo leads an admin who has agreed
REACT_AFTER = 3.0
RECEIVED_ICON = "/-strong"
UNREACHABLE = "Không kết nối được Zalo. Các kênh khác vẫn chạy; tin trả lời được giữ lại và gửi sau."

WRONG_KEY = (
    "Sự kiện Zalo gửi tới không khớp chữ ký nên bị bỏ qua. Hãy chép lại OA Secret Key ở developers.zalo.me, mục "
    "Webhook, vào CAMTAY_ZALO_OA_SECRET_KEY rồi chạy lại."
)


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """The account and the application it is linked to.

    `oa_secret_key` stands on the console's Webhook page once the address is saved, and signs the events;
    `verifier` is the <CODE> of the file zalo_verifier<CODE>.html Zalo gives out to prove the domain.
    `buttons`: "auto", "on" or "off". `react_after`: seconds without an answer after which the citizen sees a sign
    that the message has arrived (Zalo has no typing indicator); 0 for never.
    """

    app: App
    oa_secret_key: str
    first_refresh_token: str = ""
    verifier: str = ""
    buttons: str = "auto"
    base_url: str = API
    react_after: float = REACT_AFTER


class ZaloOaChannel:
    """Citizens who write to a Zalo Official Account."""

    name: str = ChannelName.ZALO_OA
    facts = ChannelFacts(max_text=MAX_TEXT, reply_window=timedelta(days=7), free_window=timedelta(hours=48))

    def __init__(
        self,
        account: OfficialAccount,
        receive: Receive,
        http: aiohttp.ClientSession,
        state: ChannelState,
        now: Clock,
        *,
        media: Media | None = None,
        file_address: FileAddress = own_address,
    ) -> None:
        self._account, self._http = account, http
        app = account.app
        self._key = KeyWatch(app.id)
        self._keeper = Keeper(receive)
        self.tokens = ZaloTokens(app, account.first_refresh_token, state, http, now)
        self.api = ZaloApi(http, self.tokens, app.secret, account.base_url)
        self._sender = Sender(self.api, state, media, file_address, now, account.buttons)
        self._health = Health(UNREACHABLE)
        self._outgoing = Outgoing(self._health)
        self._reactions: Later[ChatRef, Inbound] = Later(account.react_after, self._begin_reaction)
        self._reacting: set[asyncio.Task[None]] = set()
        self._watch: asyncio.Task[None] | None = None

    @property
    def alarm(self) -> str:
        """What an admin must do before Zalo works again, in Vietnamese; empty while all is well."""
        return self.tokens.alarm or self._health.alarm or (WRONG_KEY if self._key.looks_wrong else "")

    def routes(self) -> list[web.RouteDef]:
        """The webhook, and the file that proves the domain."""
        proof = web.get("/zalo_verifier{code:[A-Za-z0-9_-]+}.html", self._prove_domain)
        back = web.get(CALLBACK_PATH, _signed_in)
        return [web.post(WEBHOOK_PATH, self._webhook), web.get(WEBHOOK_PATH, _alive), back, proof]

    async def start(self) -> None:
        """Begin to look after the access token; events come by themselves."""
        await self._sender.recall()
        self._watch = asyncio.create_task(self.tokens.watch())

    async def stop(self) -> None:
        """Let go of what is under way; messages being stored are given a moment."""
        await self._keeper.stop()
        tasks = [*self._reacting, *([self._watch] if self._watch else [])]
        self._reactions.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        """The id of the last part; Zalo cannot change a message, so `previous_id` stays as it is."""
        self._reactions.call_off(chat)
        return await self._outgoing.send(chat, message, self._sender.parts(chat, message))

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        """Nothing: Zalo lets nobody delete what a citizen wrote."""

    async def fetch(self, ref: str) -> bytes:
        """The bytes of something a citizen sent, by `Attachment.ref`."""
        return await fetched(self._http, ref)

    async def _webhook(self, request: web.Request) -> web.Response:
        """Always 200: Zalo's own console tests without a signature, and other answers may unsubscribe us."""
        header = request.headers.get(SIGNATURE_HEADER, "")
        try:
            body = await body_of(request)
            event = genuine(body, header, (self._account.oa_secret_key, self._account.app.secret))
            inbound = to_inbound(event) if event is not None else None
        except (ValueError, OverflowError, OSError) as error:
            log.warning("an event of Zalo could not be read: %s", type(error).__name__)
            return web.Response()
        if event is None:
            self._key.did_not_fit(body, header)
            log.warning("an event without Zalo's signature was left aside")
            return web.Response()
        self._key.fitted()
        if inbound is None:
            log.info("an event of no concern: %s", event.get("event_name"))
        else:
            self._react_later(inbound)
            await self._keeper.keep_for_now(inbound)
        return web.Response()

    async def _prove_domain(self, request: web.Request) -> web.Response:
        """The page Zalo looks for, for our own code only: any other would let a stranger claim this domain."""
        code = self._account.verifier
        if not code or request.match_info["code"] != code:
            raise web.HTTPNotFound
        tag = f'<meta property="zalo-platform-site-verification" content="{html.escape(code)}" />'
        page = f"<!DOCTYPE html><html><head>{tag}</head><body>{html.escape(code)}</body></html>"
        return web.Response(text=page, content_type="text/html")

    def _react_later(self, inbound: Inbound) -> None:
        if inbound.kind is not InboundKind.MESSAGE or not self._account.react_after:
            return
        if inbound.chat.chat_id.startswith((ANONYMOUS, GROUP)):
            return
        self._reactions.ask(inbound.chat, inbound)

    def _begin_reaction(self, _: ChatRef, inbound: Inbound) -> None:
        task = asyncio.create_task(self._react(inbound))
        self._reacting.add(task)
        task.add_done_callback(self._reacting.discard)

    async def _react(self, inbound: Inbound) -> None:
        """Show that the message has arrived, when no answer came in the meantime; this costs no quota."""
        action = {"react_icon": RECEIVED_ICON, "react_message_id": inbound.message_id}
        try:
            await self.api.post(SEND_OLD, {"recipient": {"user_id": inbound.chat.chat_id}, "sender_action": action})
        except (ZaloError, DeliveryError) as error:
            log.info("Zalo took no reaction: %s", error)


async def _alive(request: web.Request) -> web.Response:
    """Zalo's console opens the address once before it lets anybody save it."""
    return web.Response(text="Cầm Tay")


async def _signed_in(request: web.Request) -> web.Response:
    """What an admin sees after agreeing. The code is not used here: anybody could come with one of their own."""
    text = "Đã đồng ý. Hãy chép toàn bộ địa chỉ trang này, dán vào cửa sổ lệnh đang chạy `camtay zalo login`."
    return web.Response(text=text)
