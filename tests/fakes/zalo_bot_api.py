"""A Zalo Bot platform that refuses what the platform refuses; takes JSON, form and query alike, as the real one."""

import asyncio
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.server import FakePlatform

TOKEN = "12345689:fake-token"
MAX_TEXT = 2000
DATE = 1795300000000
RETRIES = (0.05, 0.1, 0.2)


class Refusal(Exception):  # noqa: N818  it is no error of ours
    """An answer with ok: false."""

    def __init__(
        self, code: int, description: str, status: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(description)
        self.body = {"ok": False, "error_code": code, "description": description}
        self.status = status or code
        self.headers = headers or {}


@dataclass
class Citizen:
    """Somebody on Zalo who chats with the bot."""

    id: str
    seen: list[dict[str, Any]] = field(default_factory=list)
    known: bool = False

    @property
    def texts(self) -> list[str]:
        """The words the bot wrote to them."""
        return [message["text"] for message in self.seen if message.get("text")]


class FakeZaloBot(FakePlatform):
    """The platform: `citizen(…)` makes people, `faults` breaks things."""

    def __init__(self) -> None:
        super().__init__()
        self.citizens: dict[str, Citizen] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.webhook: dict[str, Any] = {}
        self.bounced: list[int] = []
        self._waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._numbers = itertools.count(1)
        self._http: aiohttp.ClientSession | None = None
        self.app.router.add_route("*", "/bot{token}/{method}", self._call)

    async def __aexit__(self, *details: Any) -> None:
        if self._http is not None:
            await self._http.close()
        await super().__aexit__(*details)

    def citizen(self, user_id: str = "6ede9afa66b88fe6d6a9") -> Citizen:
        """Somebody who uses Zalo."""
        return self.citizens.setdefault(user_id, Citizen(user_id))

    async def writes(self, citizen: Citizen, text: str) -> dict[str, Any]:
        """They send words; returns the update."""
        return await self.sends(citizen, "message.text.received", text=text)

    async def sends(self, citizen: Citizen, event_name: str, **content: Any) -> dict[str, Any]:
        """They send anything; returns the update."""
        citizen.known = True
        number = next(self._numbers)
        message = {
            "from": {"id": citizen.id, "display_name": "Ted", "is_bot": False},
            "chat": {"id": citizen.id, "chat_type": "PRIVATE"},
            "message_id": f"in-{number}",
            "date": DATE + number,
            **content,
        }
        update = {"ok": True, "result": {"message": message, "event_name": event_name}}
        await self.deliver(update)
        return update

    async def deliver(self, update: dict[str, Any]) -> int:
        """Hand over one update, by webhook or for the next poll; the status of a webhook."""
        if not self.webhook:
            await self._waiting.put(update)
            return 0
        self._http = self._http or aiohttp.ClientSession()
        headers = {"X-Bot-Api-Secret-Token": self.webhook["secret_token"]}
        async with self._http.post(self.webhook["url"], json=update, headers=headers) as answer:
            if not answer.ok:
                self.bounced.append(answer.status)
            return answer.status

    @property
    def waiting(self) -> int:
        """How many updates no poll has fetched yet."""
        return self._waiting.qsize()

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            if request.match_info["token"] != TOKEN:
                raise Refusal(401, "Unauthorized")
            handler = getattr(self, f"_on_{method.lower()}", None)
            if handler is None:
                raise Refusal(404, "Not Found")
            call = await _read(request)
            self.calls.append((method, call))
            return web.json_response({"ok": True, "result": await handler(call)})
        except Refusal as refusal:
            return web.json_response(refusal.body, status=refusal.status, headers=refusal.headers)

    async def _on_getme(self, call: dict[str, Any]) -> dict[str, Any]:
        about = {"id": "1459232241454765289", "account_name": "bot.VDKyGxQvc", "account_type": "BASIC"}
        return {**about, "can_join_groups": False}

    async def _on_getupdates(self, call: dict[str, Any]) -> dict[str, Any]:
        if self.webhook:
            raise Refusal(400, "Conflict: webhook is active")
        try:
            update = await asyncio.wait_for(self._waiting.get(), float(call.get("timeout") or 30))
        except TimeoutError:
            raise Refusal(408, "Request timeout", status=200) from None
        result: dict[str, Any] = update["result"]
        return result

    async def _on_setwebhook(self, call: dict[str, Any]) -> dict[str, Any]:
        if not re.match(r"https://|http://127\.0\.0\.1", str(call.get("url", ""))):
            raise Refusal(400, "Bad Request: url is invalid")
        if not 8 <= len(str(call.get("secret_token", ""))) <= 256:
            raise Refusal(400, "Bad Request: secret_token is invalid")
        self.webhook = {"url": call["url"], "secret_token": call["secret_token"]}
        return {"url": call["url"], "updated_at": DATE}

    async def _on_deletewebhook(self, call: dict[str, Any]) -> dict[str, Any]:
        self.webhook = {}
        return {"url": "", "updated_at": DATE}

    async def _on_getwebhookinfo(self, call: dict[str, Any]) -> dict[str, Any]:
        return {"url": self.webhook.get("url", ""), "updated_at": DATE}

    async def _on_sendmessage(self, call: dict[str, Any]) -> dict[str, Any]:
        if not 1 <= len(str(call.get("text", ""))) <= MAX_TEXT:
            raise Refusal(400, "Bad Request: text length must be from 1 to 2000")
        return await self._show(call, {"text": call["text"]})

    async def _on_sendphoto(self, call: dict[str, Any]) -> dict[str, Any]:
        if not re.match(r"https?://", str(call.get("photo", ""))) or len(str(call.get("caption", ""))) > MAX_TEXT:
            raise Refusal(400, "Bad Request: photo is invalid")
        if "/lost/" in call["photo"]:  # the platform fetches pictures itself
            raise Refusal(400, "Bad Request: failed to get photo")
        return await self._show(call, {"photo": call["photo"], "caption": call.get("caption", "")})

    async def _on_sendchataction(self, call: dict[str, Any]) -> None:
        self._reachable(call)

    async def _show(self, call: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
        citizen = self._reachable(call)
        await asyncio.sleep(self.faults.delay(citizen.id))
        citizen.seen.append(message)
        return {"message_id": f"out-{next(self._numbers)}", "date": DATE}

    def _reachable(self, call: dict[str, Any]) -> Citizen:
        citizen = self.citizens.get(str(call.get("chat_id", "")))
        if citizen is None or not citizen.known:
            raise Refusal(400, "Bad Request: chat not found")
        if citizen.id in self.faults.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if (seconds := self.faults.wait_asked(citizen.id)) is not None:
            raise Refusal(429, "Too Many Requests", headers={"Retry-After": str(seconds)})
        return citizen


async def _read(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json" and request.can_read_body:
        values: dict[str, Any] = await request.json()
        return values
    return {**request.query, **{key: value for key, value in (await request.post()).items() if isinstance(value, str)}}
