"""A Telegram that refuses what Telegram refuses: Bot API over HTTP, webhook sender, people who chat with the bot."""

import asyncio
import itertools
import re
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.telegram_messages import BOT, DATE, MessageMethods
from tests.fakes.telegram_people import Chat, Person
from tests.fakes.telegram_rules import Refusal, bad, values_of

TOKEN = "7000000001:fake-token"
FEATURES = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
WEBHOOK_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

Method = Callable[[dict[str, Any]], Awaitable[Any]]


class FakeTelegram(MessageMethods):
    """The platform. `person(…)` and `group(…)` make the people; `faults` breaks things."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.webhook: dict[str, Any] = {"url": ""}
        self.bounced: list[int] = []  # statuses other than 2xx the webhook answered with
        self.pending: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self.polling = 0
        self._update_ids = itertools.count(1000)
        self._http: aiohttp.ClientSession | None = None
        self.app.router.add_route("*", "/bot{token}/{method}", self._call)
        self.app.router.add_get("/file/bot{token}/{path:.+}", self._download)

    async def __aexit__(self, *details: Any) -> None:
        if self._http is not None:
            await self._http.close()
        await super().__aexit__(*details)

    def person(self, number: int = 4242, name: str = "Lan") -> Person:
        """Somebody with a private chat; they have to write first."""
        chat = self.chats.setdefault(number, Chat(number, {"type": "private", "first_name": name}))
        return Person(self, number, name, chat)

    def group(self, number: int, **traits: Any) -> Chat:
        """A group the bot is a member of."""
        traits = {"type": "supergroup", "title": "Tổ CNSCĐ thôn 3", **traits}
        return self.chats.setdefault(number, Chat(number, traits, known=True))

    async def publish(self, **update: Any) -> dict[str, Any]:
        """Give the bot an update, by webhook or for its next poll; returns it, so that it can be sent once more."""
        update = {"update_id": next(self._update_ids), **update}
        await self.deliver(update)
        return update

    async def deliver(self, update: dict[str, Any]) -> None:
        """Hand over one update; a webhook that does not answer 2xx is tried again for a while."""
        if not self.webhook["url"]:
            self.pending.append(update)
            self._news.set()
            return
        for pause in (*WEBHOOK_PAUSES, None):
            if await self._post(update) or pause is None:
                return
            await asyncio.sleep(pause)

    async def _post(self, update: dict[str, Any]) -> bool:
        headers = {}
        if secret := self.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        self._http = self._http or aiohttp.ClientSession()
        async with self._http.post(self.webhook["url"], json=update, headers=headers) as answer:
            if answer.ok:
                return True
            self.bounced.append(answer.status)
            return False

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            if request.match_info["token"] != TOKEN:
                raise Refusal(401, "Unauthorized")
            handler: Method | None = getattr(self, f"_on_{method.lower()}", None)
            if handler is None:
                raise Refusal(404, "Not Found")
            call = await _read(request)
            if method != "getUpdates":
                self.calls.append((method, call))
            return web.json_response({"ok": True, "result": await handler(call)})
        except Refusal as refusal:
            return web.json_response(refusal.body(), status=refusal.code)

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["path"].removeprefix("files/")])

    # -- the bot itself

    async def _on_getme(self, call: dict[str, Any]) -> dict[str, Any]:
        return {**BOT, **FEATURES}

    async def _on_setmycommands(self, call: dict[str, Any]) -> bool:
        for command in call["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise bad("BOT_COMMAND_INVALID")
        scope = (call.get("scope") or {}).get("type", "default")
        self.commands[scope, call.get("language_code", "")] = call["commands"]
        return True

    async def _on_setwebhook(self, call: dict[str, Any]) -> bool:
        if not str(call.get("url", "")).startswith(("https://", "http://127.0.0.1")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if call.get("secret_token") and not SECRET.fullmatch(call["secret_token"]):
            raise bad("bad webhook: secret token contains unallowed characters")
        self.webhook = dict(call)
        waiting, self.pending = self.pending, []
        for update in waiting:
            self.in_background(self.deliver(update))
        return True

    async def _on_deletewebhook(self, call: dict[str, Any]) -> bool:
        self.webhook = {"url": ""}
        return True

    async def _on_getwebhookinfo(self, call: dict[str, Any]) -> dict[str, Any]:
        info = {"url": self.webhook["url"], "has_custom_certificate": False, "pending_update_count": len(self.pending)}
        if self.bounced:
            info |= {"last_error_date": DATE, "last_error_message": f"Wrong response: {self.bounced[-1]}"}
        return info

    async def _on_getupdates(self, call: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook["url"]:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; delete it first")
        if self.polling:
            raise Refusal(409, "Conflict: terminated by other getUpdates request; make sure only one bot is running")
        offset, limit = int(call.get("offset") or 0), int(call.get("limit") or 100)
        self.pending = [update for update in self.pending if update["update_id"] >= offset]
        self.polling += 1
        try:
            if not self.pending:
                self._news.clear()
                await asyncio.wait_for(self._news.wait(), float(call.get("timeout") or 0))
        except TimeoutError:
            return []
        finally:
            self.polling -= 1
        return self.pending[:limit]


async def _read(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return values_of(await request.json())
    if request.content_type != "multipart/form-data":
        return values_of({**request.query, **await request.post()})
    form: dict[str, Any] = {}
    async for part in await request.multipart():
        assert isinstance(part, aiohttp.BodyPartReader)
        form[part.name or ""] = bytes(await part.read()) if part.filename else await part.text()
        if part.filename:
            form[f"{part.name}_name"] = part.filename
    attached = {key: form.pop(value.removeprefix("attach://")) for key, value in list(form.items()) if _names(value)}
    return values_of({**form, **attached})


def _names(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("attach://")
