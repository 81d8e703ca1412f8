"""What every channel is to the rest of the service, and what the service hands to every channel.

A channel is built from plain values (token, addresses, …), a `Receive`, the shared HTTP session of
`open_http()` and, where it must remember something, a `ChannelState`. It knows neither assistant nor storage.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
import orjson
from aiohttp import web

from flows.messages import Attachment, ChatRef, Inbound, Outbound

Clock = Callable[[], datetime]
"""The present moment, aware of its zone; only bot/app.py has a real one."""

Receive = Callable[[Inbound], Awaitable[None]]
"""Takes one message into safe keeping: returns once it is stored, raises when it could not be.

A channel tells its platform "received" only after that, so it must be quick: answering happens later.
"""

Media = Callable[[str], Awaitable[bytes | None]]
"""The bytes of a picture or file the service keeps itself, by its name; None for what is an address or a
platform's own handle."""

FileAddress = Callable[[Attachment], str]
"""Where a platform finds a file the service keeps itself; "" where the world finds neither it nor the service."""


@dataclass(frozen=True, slots=True)
class ChannelState:
    """What a channel remembers across restarts and processes: one small JSON object (tokens, switches).

    `lock` keeps every other process from entering the same lock until the block ends; the block may last
    some seconds (a token is refreshed inside), and `load` and `save` work within it as outside. It is not
    re-entrant. A process that dies must not hold it for longer than a minute.
    """

    load: Callable[[], Awaitable[dict[str, Any]]]
    save: Callable[[dict[str, Any]], Awaitable[None]]
    lock: Callable[[], AbstractAsyncContextManager[None]]

    async def change(self, **values: Any) -> None:
        """Keep `values` beside what is already remembered."""
        async with self.lock():
            await self.save({**await self.load(), **values})


class DeliveryError(Exception):
    """The platform did not take a message.

    `permanent`: sending again is hopeless. `retry_after`: seconds the platform asked to wait.
    `parked`: hopeless now, but the message can go out when the citizen writes again. `unreachable`: the platform
    was not reached at all, so that every message waits for it.
    None of them: try again with growing pauses, for as long as it takes.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        parked: bool = False,
        unreachable: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after
        self.parked = parked
        self.unreachable = unreachable


class RefusedCallError(Exception):
    """A platform has answered a call, and said no; each platform's own error says what that means."""

    @property
    def delivery(self) -> DeliveryError:
        """What delivery should do about the message that was refused."""
        raise NotImplementedError

    @property
    def alarm(self) -> str:
        """What an admin must do, in Vietnamese, where every message would be refused; else empty."""
        return ""


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What a channel allows; use cases ask this and never the channel's name."""

    max_text: int  # characters of one message; a channel splits what is longer
    reply_window: timedelta | None = None  # how long after the citizen's last message one may write
    free_window: timedelta | None = None  # how long writing costs nothing


class Channel(Protocol):
    """A door. `send` returns the platform's id of the message or raises DeliveryError."""

    name: str
    facts: ChannelFacts

    @property
    def alarm(self) -> str:
        """What an admin must do before this channel works again, in Vietnamese; empty while all is well."""

    def routes(self) -> list[web.RouteDef]:
        """The addresses the platform calls; empty where the channel asks the platform itself."""

    async def start(self) -> None:
        """Begin to connect and receive; returns at once even when the platform is down, and never raises for it."""

    async def stop(self) -> None:
        """Stop receiving and let go of what was opened."""

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        """Send one message; `previous_id` is the message that may be edited instead."""

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        """Delete a citizen's message (an `Inbound.message_id`) where the platform allows it; else nothing.

        A channel that shows cases to the team takes back its own posts (what `send` returned).
        """


def own_address(attachment: Attachment) -> str:
    """Where something lies that is not kept here, "" for everything else."""
    return attachment.ref if attachment.ref.startswith(("https://", "http://")) else ""


def map_link(place: Attachment) -> str:
    """The address of a map that shows a place somebody sent."""
    return f"https://www.google.com/maps?q={place.latitude},{place.longitude}"


def open_http() -> aiohttp.ClientSession:
    """The HTTP session all channels share: no limit across platforms, so that a dead one starves no other."""
    connector = aiohttp.TCPConnector(limit=0, ttl_dns_cache=300, keepalive_timeout=60)
    timeout = aiohttp.ClientTimeout(total=20, connect=8)
    return aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        cookie_jar=aiohttp.DummyCookieJar(),
        json_serialize_bytes=orjson.dumps,
    )
