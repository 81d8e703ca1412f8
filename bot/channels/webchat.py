"""The built-in web chat: pages, messages in by POST, answers out by server-sent events."""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer

from bot.channels.base import ChannelFacts
from bot.channels.history import History
from bot.pages.guide_pages import speaker_of
from bot.pages.limits import RateLimit, address_of
from bot.pages.posted import read_form, read_json
from bot.pages.rendering import STATIC, page, secure
from flows.catalog import Catalog
from flows.deep_links import carrying
from flows.guides import Guide
from flows.messages import Attachment, AttachmentKind, ChannelName, ChatRef, Inbound, InboundKind, Outbound
from flows.phrases import Speaker

COOKIE = "camtay_chat"
# A page inside another site's frame gets its cookie back only when it is marked so, and only over HTTPS; browsers keep
# it apart for each site that shows the frame. Python's cookies know the last word from version 3.14 on.
FRAMED = "SameSite=None; Secure; Partitioned"
COOKIE_SECONDS = 30 * 24 * 3600
MAX_TEXT = 5_000
MAX_FILE = 10 * 1024 * 1024
HEARTBEAT_SECONDS = 20.0
MOST_PAGES = 20  # that one person has open
LONGEST_NUMBER = 18  # digits of the id of a line
PICTURES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"GIF8": ".gif"}
SUGGESTED = (
    "dang-ky-vneid",
    "quen-mat-khau-vneid",
    "nop-ho-so-truc-tuyen",
    "tra-cuu-ho-so",
    "dang-ky-tam-tru",
    "lien-thong-khai-sinh",
)


SaveFile = Callable[[bytes, str], Awaitable[str]]  # bytes and suffix → a handle the desk can open


class WebChat:
    """The web door. Everything it shows stands in storage; sending only wakes the pages that are open."""

    name = ChannelName.WEB.value
    facts = ChannelFacts(max_text=4_000)
    alarm = ""  # nothing outside this process can fail it

    def __init__(
        self,
        receive: Callable[[Inbound], Awaitable[None]],
        history: History,
        save_file: SaveFile,
        catalog: Callable[[], Catalog],
        secret: str,
        now: Callable[[], datetime],
        embed_origins: tuple[str, ...] = (),
        look_every: float = HEARTBEAT_SECONDS,
    ) -> None:
        self._receive, self._history, self._save_file = receive, history, save_file
        self._catalog, self._now = catalog, now
        self._signer = URLSafeSerializer(secret, salt="web-chat")
        self._origins = embed_origins
        self._look_every = look_every  # seconds; answers of another process wake no page of ours
        self._open_pages: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._limit: RateLimit | None = None
        self._crowd: RateLimit | None = None
        self._stopping = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """The page, the two ways in and the way out."""
        return [
            web.get("/", self.chat_page),
            web.post("/web/messages", self.take_message),
            web.post("/web/files", self.take_file),
            web.get("/web/events", self.send_events),
            web.get("/embed.js", self.embedding_script),
        ]

    async def start(self) -> None:
        """Begin to count who writes how often: each page, and all pages of one address, which anybody can open anew."""
        clock = asyncio.get_running_loop().time
        self._limit = RateLimit(burst=12, per_minute=30, clock=clock)
        self._crowd = RateLimit(burst=120, per_minute=300, clock=clock)

    async def stop(self) -> None:
        """Let the open pages go; they come back by themselves."""
        self._stopping.set()
        for events in self._open_pages.values():
            for event in events:
                event.set()

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        """Wake the pages of this chat: they read the message from the history. Returns an id of no further use."""
        for event in self._open_pages.get(chat.chat_id, ()):
            event.set()
        return secrets.token_hex(8)

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        """Nothing to do: only the masked text was kept, and the page shows that after a reload."""

    async def chat_page(self, request: web.Request) -> web.StreamResponse:
        """The page with what was said before; works as a plain form where there is no script."""
        catalog, chat = self._catalog(), self._chat_of(request)
        speaker = speaker_of(request, catalog)
        lines = await self._history(chat, 0) if chat else []
        response = page(
            "chat.html",
            speaker=speaker,
            organisation=catalog.organisation,
            history=lines,
            last_id=max((line.id for line in lines), default=0),
            suggestions=suggestions(catalog),
            start_with=carried_by(request, catalog),
            embedded="embedded" in request.query,
            sent="sent" in request.query,
        )
        self._remember(request, response, chat or ChatRef(self.name, secrets.token_urlsafe(16)), speaker)
        secure(response, self._origins)
        return response

    async def take_message(self, request: web.Request) -> web.StreamResponse:
        """Take one message: JSON from the script, or a form field where there is none."""
        plain = request.content_type != "application/json"
        data = await read_form(request) if plain else await read_json(request)
        chat = self._known_chat(request)
        if not self._may_write(chat, request):
            return too_fast(self._catalog(), request)
        await self._receive(self._inbound(chat, data))
        if plain:
            raise web.HTTPSeeOther("/?sent=1#last")
        return web.json_response({}, status=202)

    async def take_file(self, request: web.Request) -> web.StreamResponse:
        """Take a picture of at most 10 MB; what it is, is read from its first bytes."""
        chat, speaker = self._known_chat(request), speaker_of(request, self._catalog())
        if not self._may_write(chat, request):
            return too_fast(self._catalog(), request)
        data = await read_form(request)
        sent = data.get("file")
        content = sent.file.read(MAX_FILE + 1) if isinstance(sent, web.FileField) else b""
        suffix = suffix_of(content)
        if not suffix or len(content) > MAX_FILE:
            message = speaker.say("Cầm Tay chỉ nhận ảnh (JPG, PNG, GIF, WEBP) không quá 10 MB.")
            return web.json_response({"message": message}, status=415)
        picture = Attachment(AttachmentKind.PHOTO, await self._save_file(content, suffix), size=len(content))
        message_id = str(data.get("id") or secrets.token_hex(12))[:64]
        await self._receive(Inbound(chat, message_id, attachments=(picture,), sent_at=self._now()))
        return web.json_response({}, status=202)

    async def send_events(self, request: web.Request) -> web.StreamResponse:
        """Stream the lines after ?after= (or Last-Event-ID) as they come, with a heartbeat."""
        chat = self._known_chat(request)
        said = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        last = int(said) if said.isascii() and said.isdecimal() and len(said) < LONGEST_NUMBER else 0
        if len(self._open_pages.get(chat.chat_id, ())) >= MOST_PAGES:
            return too_fast(self._catalog(), request)
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        # A page that was closed is told apart from nothing else: there is nobody to answer any more.
        with self._page(chat) as changed, suppress(ConnectionResetError):
            while not self._stopping.is_set():
                changed.clear()
                for line in await self._history(chat, last):
                    if line.id > last:
                        await response.write(f"id: {line.id}\nevent: line\ndata: {line.as_json()}\n\n".encode())
                        last = line.id
                await self._pause(changed, response)
        return response

    async def embedding_script(self, request: web.Request) -> web.StreamResponse:
        """The script that puts the chat into another site's page by one line."""
        headers = {"Content-Type": "text/javascript", "Cache-Control": "public, max-age=300"}
        return web.FileResponse(STATIC / "embed.js", headers=headers)

    async def _pause(self, changed: asyncio.Event, response: web.StreamResponse) -> None:
        try:
            await asyncio.wait_for(changed.wait(), self._look_every)
        except TimeoutError:
            await response.write(b": still here\n\n")

    @contextmanager
    def _page(self, chat: ChatRef) -> Iterator[asyncio.Event]:
        changed = asyncio.Event()
        self._open_pages[chat.chat_id].add(changed)
        try:
            yield changed
        finally:
            self._open_pages[chat.chat_id].discard(changed)
            if not self._open_pages[chat.chat_id]:
                del self._open_pages[chat.chat_id]

    def _may_write(self, chat: ChatRef, request: web.Request) -> bool:
        is_calm = self._crowd is None or self._crowd.allows(address_of(request))
        return is_calm and (self._limit is None or self._limit.allows(chat.chat_id))

    def _chat_of(self, request: web.Request) -> ChatRef | None:
        try:
            chat_id = self._signer.loads(request.cookies.get(COOKIE, ""))
        except BadSignature:
            return None
        return ChatRef(self.name, str(chat_id))

    def _known_chat(self, request: web.Request) -> ChatRef:
        origin = request.headers.get("Origin")
        if origin and origin not in {str(request.url.origin()), f"https://{request.host}", f"http://{request.host}"}:
            raise web.HTTPForbidden
        chat = self._chat_of(request)
        if chat is None:
            raise web.HTTPUnauthorized(text="Mở lại trang chính để bắt đầu. / Open the main page to begin.")
        return chat

    def _remember(self, request: web.Request, response: web.StreamResponse, chat: ChatRef, speaker: Speaker) -> None:
        https = request.headers.get("X-Forwarded-Proto", request.scheme) == "https"
        if https and self._origins and "embedded" in request.query:
            traits = FRAMED
        else:
            traits = "SameSite=Lax; Secure" if https else "SameSite=Lax"
        cookies = {COOKIE: f"{self._signer.dumps(chat.chat_id)}; HttpOnly", "camtay_lang": speaker.language}
        for name, value in cookies.items():
            response.headers.add("Set-Cookie", f"{name}={value}; Max-Age={COOKIE_SECONDS}; Path=/; {traits}")

    def _inbound(self, chat: ChatRef, data: Mapping[str, object]) -> Inbound:
        start = str(data.get("start") or "")[:64]
        return Inbound(
            chat=chat,
            message_id=str(data.get("id") or secrets.token_hex(12))[:64],
            text=str(data.get("text") or "")[:MAX_TEXT],
            choice_id=str(data["choice"])[:64] if data.get("choice") else None,
            sent_at=self._now(),
            kind=InboundKind.STARTED if start else InboundKind.MESSAGE,
            start_with=start,
        )


def suffix_of(content: bytes) -> str:
    """The suffix for a picture by its first bytes, "" for everything else."""
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return ".webp"
    return next((suffix for start, suffix in PICTURES.items() if content.startswith(start)), "")


def too_fast(catalog: Catalog, request: web.Request) -> web.Response:
    """The word to somebody who writes faster than a person can."""
    message = speaker_of(request, catalog).say("Bác/anh/chị gửi hơi nhanh, chờ một chút rồi gửi tiếp giúp ạ.")
    return web.json_response({"message": message}, status=429)


def suggestions(catalog: Catalog) -> list[Guide]:
    """The guides a first page shows."""
    return [catalog.guides[guide_id] for guide_id in SUGGESTED if guide_id in catalog.guides]


def carried_by(request: web.Request, catalog: Catalog) -> str:
    """What ?g=<guide-id> carries into the chat, when there is such a guide."""
    guide_id = request.query.get("g", "")
    return carrying(guide_id) if guide_id in catalog.guides else ""
