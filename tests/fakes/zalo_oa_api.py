"""A Zalo that refuses what Zalo refuses: Official Account API, sign-in, and the sender of events."""

import asyncio
import base64
import hashlib
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.server import FakePlatform
from tests.fakes.zalo_oa_rules import Refusal, check_message

APP_ID, APP_SECRET, OA_SECRET_KEY, OA_ID = "360846524940903967", "app-secret", "oa-secret-key", "388613280878808645"
FIRST_REFRESH = "refresh-0"
ACCESS_LIVES, REFRESH_LIVES = timedelta(hours=25), timedelta(days=90)
ASSETS_LIVE = timedelta(days=7)
FREE, REACHABLE = timedelta(hours=48), timedelta(days=7)
MAX_BYTES = {"image": 1_000_000, "gif": 5_000_000, "file": 5_000_000}
EVENT_PATIENCE = 2.0  # seconds a webhook has to answer, where a test asks for the true number
RETRIES = (0.05, 0.1, 0.2)  # of an event whose delivery failed; really 30 s to 1 h


@dataclass
class Citizen:
    """Somebody on Zalo, as the account knows them."""

    id: str
    wrote_at: datetime | None = None
    follows: bool = False
    seen: list[dict[str, Any]] = field(default_factory=list)  # messages of the account
    reactions: list[tuple[str, str]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The words the account wrote to them."""
        return [message["text"] for message in self.seen if message.get("text")]

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons under the newest message."""
        attachment = self.seen[-1].get("attachment", {}) if self.seen else {}
        return list(attachment.get("payload", {}).get("buttons", []))


class FakeZaloOa(FakePlatform):
    """The platform: `citizen(…)` makes people, `event(…)` tells the webhook, `faults` breaks things."""

    def __init__(self, webhook: str = "") -> None:
        super().__init__()
        self.webhook = webhook
        self.now = datetime(2026, 11, 24, 8, tzinfo=UTC)
        self.citizens: dict[str, Citizen] = {}
        self.echoes = True  # tell the webhook what the account itself sent
        self.takes_buttons = True
        self.button_refusal = -201  # what an account that takes no buttons says to them
        self.demands_proof = False
        self.tier = "Tăng trưởng"
        self.always: int | None = None  # an error code for every message
        self.errors: list[int] = []  # error codes for the next messages
        self.ascii_only = False  # events with every letter beyond ASCII escaped
        self.access, self.access_since = "", self.now
        self.refresh = FIRST_REFRESH
        self.refreshes = self.sign_ins = 0
        self.used_refreshes: list[str] = []
        self.codes: dict[str, str] = {}  # sign-in code → code challenge
        self.uploads: dict[str, tuple[str, bytes, datetime]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.patience = 60.0  # seconds; on a busy machine the true number would have events told twice
        self.slow_answers = 0
        self.unsubscribed = False
        self._numbers = itertools.count(1)
        self._http: aiohttp.ClientSession | None = None
        route = self.app.router.add_route
        route("POST", "/v4/oa/access_token", self._sign_in)
        for method, path, handler in (
            ("POST", "/v3.0/oa/message/cs", self._send),
            ("POST", "/v2.0/oa/message", self._send_old),
            ("POST", "/v3.0/oa/group/message", self._send_group),
            ("POST", "/v2.0/oa/upload/{kind}", self._upload),
            ("GET", "/v2.0/oa/getoa", self._account),
            ("GET", "/v3.0/oa/user/detail", self._detail),
            ("POST", "/v3.0/oa/quota/message", self._quota),
        ):
            route(method, path, self._guarded(handler))

    async def __aexit__(self, *details: Any) -> None:
        if self._http is not None:
            await self._http.close()
        await super().__aexit__(*details)

    # -- people and events

    def citizen(self, user_id: str = "246845883529197922") -> Citizen:
        """Somebody who uses Zalo."""
        return self.citizens.setdefault(user_id, Citizen(user_id))

    async def writes(self, citizen: Citizen, text: str = "", **more: Any) -> dict[str, Any]:
        """They send words; returns the event."""
        message = {"text": text, "msg_id": f"in-{next(self._numbers)}", **more}
        return await self.sends(citizen, "user_send_text", message)

    async def sends(self, citizen: Citizen, event_name: str, message: dict[str, Any]) -> dict[str, Any]:
        """They send anything; returns the event."""
        citizen.wrote_at = self.now
        return await self.event(event_name, sender={"id": citizen.id}, recipient={"id": OA_ID}, message=message)

    async def taps(self, citizen: Citizen, title: str) -> dict[str, Any]:
        """They tap a button: it comes back as a text."""
        data = next(button["payload"] for button in citizen.buttons if button["title"] == title)
        return await self.writes(citizen, data)

    async def event(self, event_name: str, **values: Any) -> dict[str, Any]:
        """Tell the webhook something with the right signature; returns the event."""
        stamp = str(int(self.now.timestamp() * 1000) + next(self._numbers))
        event = {"app_id": APP_ID, "event_name": event_name, **values, "timestamp": stamp}
        await self.deliver(event)
        return event

    async def deliver(self, event: Mapping[str, Any], *, signed: bool = True) -> int:
        """The status the webhook answered with; retried as Zalo does, then given up for good."""
        body = json.dumps(event, ensure_ascii=self.ascii_only, separators=(",", ":")).encode()
        mac = hashlib.sha256(
            str(event["app_id"]).encode() + body + str(event.get("timestamp", "")).encode() + OA_SECRET_KEY.encode()
        ).hexdigest()
        headers = {"X-ZEvent-Signature": f"mac={mac}"} if signed else {}
        self._http = self._http or aiohttp.ClientSession()
        for number, pause in enumerate((*RETRIES, None)):
            more = {"num_retry": str(number)} if number else {}
            try:
                limit = aiohttp.ClientTimeout(total=self.patience)
                async with self._http.post(self.webhook, data=body, headers=headers | more, timeout=limit) as answer:
                    return answer.status
            except (TimeoutError, aiohttp.ClientError):
                self.slow_answers += 1
            if pause is not None:
                await asyncio.sleep(pause)
        self.unsubscribed = True
        return 0

    # -- sign-in

    async def _sign_in(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.sign_ins += 1
        if request.headers.get("secret_key") != APP_SECRET or form.get("app_id") != APP_ID:
            return web.json_response({"error": -14004, "error_name": "Invalid secret key", "error_reason": ""})
        if form.get("grant_type") == "refresh_token" and form.get("refresh_token") == self.refresh:
            self.used_refreshes.append(self.refresh)
            return web.json_response(self._new_pair())
        if form.get("grant_type") == "authorization_code" and self._code_fits(form):
            return web.json_response(self._new_pair())
        return web.json_response({"error": -14014, "error_name": "Invalid refresh token", "error_reason": ""})

    def _code_fits(self, form: Mapping[str, Any]) -> bool:
        digest = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return self.codes.pop(str(form.get("code")), None) == proof

    def _new_pair(self) -> dict[str, str]:
        self.refreshes += 1
        self.access, self.refresh = f"access-{self.refreshes}", f"refresh-{self.refreshes}"
        self.access_since = self.now
        return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}

    # -- calls

    def _guarded(self, handler: Any) -> Any:
        async def answer(request: web.Request) -> web.Response:
            try:
                self._check_token(request)
                return web.json_response({"data": await handler(request), "error": 0, "message": "Success"})
            except Refusal as refusal:
                return web.json_response(refusal.body, headers=refusal.headers)

        return answer

    def _check_token(self, request: web.Request) -> None:
        if "Authorization" in request.headers or request.headers.get("access_token") != self.access or not self.access:
            raise Refusal(-216)
        if self.now - self.access_since >= ACCESS_LIVES:
            raise Refusal(-220)
        if self.tier == "Cơ bản":
            raise Refusal(-224)
        if self.demands_proof and len(request.headers.get("appsecret_proof", "")) != 64:
            raise Refusal(-242)

    async def _send(self, request: web.Request) -> dict[str, Any]:
        call = await self._read(request)
        citizen = self._reachable(str(call.get("recipient", {}).get("user_id", "")))
        message = call.get("message") or {}
        self._check(message)
        await asyncio.sleep(self.faults.delay(citizen.id))
        citizen.seen.append(message)
        number = f"out-{next(self._numbers)}"
        echo = {"sender": {"id": OA_ID}, "recipient": {"id": citizen.id}}
        if self.echoes and self.webhook and message.get("text"):
            told = {"text": message["text"], "msg_id": number}
            self.in_background(self.event("oa_send_text", **echo, message=told))
            self.in_background(self.event("user_received_message", **echo, message={"msg_id": number}))
            self.in_background(self.event("user_seen_message", **echo, message={"msg_ids": [number]}))
        sent = {"message_id": number, "user_id": citizen.id, "sent_time": str(int(self.now.timestamp() * 1000))}
        free = citizen.wrote_at is not None and self.now - citizen.wrote_at < FREE
        return {**sent, "quota": {"quota_type": "reply"}} if free else sent

    async def _send_old(self, request: web.Request) -> dict[str, Any]:
        call = await self._read(request)
        recipient = call.get("recipient", {})
        if action := call.get("sender_action"):
            self.citizens[recipient["user_id"]].reactions.append((action["react_message_id"], action["react_icon"]))
            return {"message_id": f"out-{next(self._numbers)}"}
        if not recipient.get("conversation_id"):
            raise Refusal(-240)
        self._check(call["message"])
        self.citizen(f"{recipient['anonymous_id']}:{recipient['conversation_id']}").seen.append(call["message"])
        return {"message_id": f"out-{next(self._numbers)}"}

    async def _send_group(self, request: web.Request) -> dict[str, Any]:
        call = await self._read(request)
        self._check(call["message"])
        self.citizen(call["recipient"]["group_id"]).seen.append(call["message"])
        return {"message_id": f"out-{next(self._numbers)}"}

    async def _upload(self, request: web.Request) -> dict[str, str]:
        kind = request.match_info["kind"]
        part = (await request.post()).get("file")
        if not isinstance(part, web.FileField):
            raise Refusal(-201, "file")
        content = part.file.read()
        right = {"image": (".jpg", ".jpeg", ".png"), "gif": (".gif",), "file": (".pdf", ".doc", ".docx", ".csv")}[kind]
        if not part.filename.lower().endswith(right) or len(content) > MAX_BYTES[kind]:
            raise Refusal(-201, "file")
        name = f"upload-{next(self._numbers)}"
        self.uploads[name] = (part.filename, content, self.now)
        return {"token": name} if kind == "file" else {"attachment_id": name}

    async def _account(self, request: web.Request) -> dict[str, Any]:
        account = {"oaid": OA_ID, "name": "UBND xã A", "is_verified": True, "oa_type": 4, "num_follower": 1200}
        return {**account, "package_name": self.tier, "package_valid_through_date": "31/12/2026", "linked_ZCA": ""}

    async def _detail(self, request: web.Request) -> dict[str, Any]:
        user_id = json.loads(request.query.get("data", "{}")).get("user_id", "")
        if user_id not in self.citizens:
            raise Refusal(-201, "user_id")
        last = self.citizens[user_id].wrote_at
        named = {"user_id": user_id, "display_name": "Nguyễn Văn A", "user_is_follower": self.citizens[user_id].follows}
        return {**named, "user_last_interaction_date": last.strftime("%d/%m/%Y") if last else ""}

    async def _quota(self, request: web.Request) -> dict[str, Any]:
        return {"last_interaction": "1690184100000", "cs_reply": {"remain": 8, "total": 8}}

    async def _read(self, request: web.Request) -> dict[str, Any]:
        call: dict[str, Any] = await request.json()
        self.calls.append((request.path, call))
        return call

    def _check(self, message: Mapping[str, Any]) -> None:
        fresh = {name for name, upload in self.uploads.items() if self.now - upload[2] < ASSETS_LIVE}
        check_message(message, fresh, buttons=0 if self.takes_buttons else self.button_refusal)

    def _reachable(self, user_id: str) -> Citizen:
        if user_id not in self.citizens:
            raise Refusal(-201, "user_id")
        citizen = self.citizens[user_id]
        if self.errors:
            raise Refusal(self.errors.pop(0))
        if self.always is not None:
            raise Refusal(self.always)
        if (seconds := self.faults.wait_asked(user_id)) is not None:
            raise Refusal(-32, headers={"Retry-After": str(seconds), "X-RateLimit-Remain": "0"})
        if user_id in self.faults.blocked:
            raise Refusal(-227)
        if citizen.wrote_at is None or self.now - citizen.wrote_at >= REACHABLE:
            raise Refusal(-230)
        return citizen
