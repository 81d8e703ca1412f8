"""The access token of a Zalo Official Account: it lives 25 hours, and its refresh token can be used once.

So exactly one process refreshes, and the new pair is saved before anybody uses it. The settings give only the
first refresh token; the channel's state holds the current one.
"""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.channels.base import ChannelState, Clock, DeliveryError

log = logging.getLogger(__name__)

OAUTH = "https://oauth.zaloapp.com"
REFRESH_AFTER = timedelta(hours=20)
VALID_FOR = timedelta(hours=24, minutes=30)  # half an hour less than Zalo's 25, for clocks that disagree
LOOK_EVERY = 600.0  # seconds; also when nobody writes, or the refresh token would die of old age
LOOK_FOR_LOGIN = 10.0  # likewise, while an admin is to fetch a new pair with a command of its own
PAUSE_AFTER_REFUSAL = 5.0
PAUSE_WHILE_AWAY = 5.0
LOGIN_PAUSE = 300.0  # a message waits so long for an admin, or until the alarm is over
TOO_FAST = -32
LOGIN_NEEDED = "Zalo OA cần được cấp quyền lại. Hãy chạy `camtay zalo login` (tin trả lời đang được giữ, không mất)."


@dataclass(frozen=True, slots=True)
class App:
    """The Zalo application the account is linked to."""

    id: str
    secret: str
    oauth: str = OAUTH


@dataclass(frozen=True, slots=True)
class Pair:
    """An access token, the refresh token that renews it, and when both were given."""

    access: str
    refresh: str
    since: datetime


class RefusedError(Exception):
    """Zalo's sign-in refused for good: only an admin can help. `code` is Zalo's own, 0 where it gave none."""

    def __init__(self, reason: str, code: int = 0) -> None:
        super().__init__(f"{code} {reason}" if code else reason)
        self.code = code


async def ask_for_tokens(http: aiohttp.ClientSession, app: App, now: datetime, **form: str) -> Pair:
    """The new pair for a code or a refresh token; raises RefusedError, or DeliveryError when it may work later."""
    try:
        async with http.post(
            f"{app.oauth}/v4/oa/access_token",
            data={"app_id": app.id, **form},
            headers={"secret_key": app.secret},
            timeout=aiohttp.ClientTimeout(total=15),
        ) as answer:
            if answer.status >= 500 or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                raise DeliveryError(f"Zalo's sign-in answered {answer.status}", unreachable=True)
            said = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise DeliveryError(f"Zalo's sign-in cannot be reached: {type(error).__name__}", unreachable=True) from error
    if isinstance(said, dict) and said.get("access_token") and said.get("refresh_token"):
        return Pair(str(said["access_token"]), str(said["refresh_token"]), now)
    raise _refusal(said if isinstance(said, dict) else {})


def _refusal(said: Mapping[str, Any]) -> RefusedError | DeliveryError:
    """What Zalo's sign-in means by an answer without tokens; only "too fast" passes by itself."""
    code = str(said.get("error", ""))
    if code == str(TOO_FAST):
        return DeliveryError("Zalo's sign-in was asked too often", retry_after=60)
    number = int(code) if code.removeprefix("-").isdecimal() else 0
    return RefusedError(str(said.get("error_name") or said.get("message") or "no reason given"), number)


class ZaloTokens:
    """Gives the access token of the moment, and renews it in time."""

    def __init__(
        self, app: App, first_refresh_token: str, state: ChannelState, http: aiohttp.ClientSession, now: Clock
    ) -> None:
        self._app = app
        self._first = first_refresh_token
        self._state = state
        self._http = http
        self._now = now
        self._pair: Pair | None = None
        self._refused = ""  # the access token Zalo no longer takes
        self._busy = asyncio.Lock()  # the state's lock is for other processes
        self._not_before: datetime | None = None
        self._dead = ""  # the refresh token Zalo has refused for good
        self._unsaved: Pair | None = None  # fetched, while the store failed: nothing else renews it any more
        self.alarm = ""

    async def current(self) -> str:
        """A token that works, renewed when it is 20 hours old."""
        if not self._is_fresh():
            async with self._busy:
                if not self._is_fresh():
                    await self._renew()
        return self._usable()

    async def after_refusal(self, refused: str) -> str:
        """Another token than the one Zalo has just refused, which is not given out again."""
        if self._pair is not None and self._pair.access == refused:
            self._refused = refused
        return await self.current()

    async def watch(self) -> None:
        """Look after the token for ever, also while nobody writes."""
        while True:
            try:
                await self.current()
            except DeliveryError as error:
                log.log(logging.DEBUG if self.alarm else logging.WARNING, "no access token for Zalo: %s", error)
            except Exception:  # the database may be away for a while; a token nobody watches would die of old age
                log.exception("the access token for Zalo could not be looked after")
            await asyncio.sleep(LOOK_FOR_LOGIN if self.alarm else LOOK_EVERY)

    async def keep(self, pair: Pair) -> None:
        """Save a pair an admin has just fetched."""
        async with self._state.lock():
            await self._save(await self._state.load(), pair)

    def _is_good(self, longest: timedelta) -> bool:
        """Whether there is a token, younger than `longest`, that Zalo has not refused."""
        pair = self._pair
        return pair is not None and pair.access != self._refused and self._now() - pair.since < longest

    def _is_fresh(self) -> bool:
        return self._is_good(REFRESH_AFTER)

    def _usable(self) -> str:
        if self._pair is not None and self._is_good(VALID_FOR):
            return self._pair.access
        if self.alarm:
            raise DeliveryError(self.alarm, retry_after=LOGIN_PAUSE, unreachable=True)
        raise DeliveryError("no access token yet", unreachable=True)

    async def _renew(self) -> None:
        """Take over what another process has renewed, or renew; a failure leaves the old pair in place."""
        if self._not_before is not None and self._now() < self._not_before:
            return
        async with self._state.lock():
            kept = await self._state.load()
            self._pair = _pair(kept)
            if self._is_fresh():
                self.alarm = ""
                return
            if self._unsaved is not None and (self._pair is None or self._pair.since < self._unsaved.since):
                await self._save(kept, self._unsaved)
                return
            try:
                pair = await self._fetch(kept)
            except DeliveryError as error:
                log.warning("the token could not be renewed: %s", error)
                self._pause(error.retry_after or PAUSE_WHILE_AWAY)
            except RefusedError as error:
                log.log(logging.DEBUG if self.alarm else logging.CRITICAL, "Zalo wants a new authorisation: %s", error)
                self.alarm = LOGIN_NEEDED
                self._pause(PAUSE_AFTER_REFUSAL)
            else:
                await self._save(kept, pair)

    def _pause(self, seconds: float) -> None:
        self._not_before = self._now() + timedelta(seconds=seconds)

    async def _fetch(self, kept: dict[str, Any]) -> Pair:
        """A new pair: with the kept refresh token, or with that of the settings when it is another than at first."""
        refresh = kept.get("refresh_token", "")
        if self._first and kept.get("first") != _mark(self._first):
            refresh = self._first
        if not refresh or refresh == self._dead:
            raise RefusedError("there is no refresh token that works")
        form = {"grant_type": "refresh_token", "refresh_token": refresh}
        try:
            return await ask_for_tokens(self._http, self._app, self._now(), **form)
        except RefusedError:
            self._dead = refresh
            raise

    async def _save(self, kept: dict[str, Any], pair: Pair) -> None:
        """Save first, use afterwards: a pair that is lost cannot be had again."""
        mark = _mark(self._first) if self._first else kept.get("first", "")
        values = {"access_token": pair.access, "refresh_token": pair.refresh, "since": pair.since.isoformat()}
        self._unsaved = pair
        await self._state.save({**kept, **values, "first": mark})
        self._unsaved = None
        self._pair, self._not_before, self.alarm = pair, None, ""


def _pair(kept: dict[str, Any]) -> Pair | None:
    if not kept.get("access_token"):
        return None
    return Pair(kept["access_token"], kept["refresh_token"], datetime.fromisoformat(kept["since"]))


def _mark(token: str) -> str:
    """What tells one refresh token of the settings from another, without keeping it twice."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]
