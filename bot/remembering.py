"""What storage does for channels: their memory, and the lines a page shows."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import ChannelState, map_link
from bot.channels.history import HistoryLine, ShownFile
from flows.messages import Attachment, AttachmentKind, ChatRef
from flows.outcomes import Outcome
from flows.records import Origin, SaidMessage, TurnRecord
from storage.store import Store
from storage.unit_of_work import UnitOfWork

LONGEST_HOLD = timedelta(seconds=60)  # a process that dies must not keep the others out for longer
TRY_AGAIN_SECONDS = 0.2
AUTHORS = {Origin.CASE: "person"}  # everything else is said by the assistant


def channel_state(store: Store, name: str, clock: Callable[[], datetime]) -> ChannelState:
    """The memory of one channel."""

    async def load() -> dict[str, Any]:
        return await store.run(lambda uow: uow.channel_states.load(name))

    async def save(values: dict[str, Any]) -> None:
        await store.run(lambda uow: uow.channel_states.save(name, values))

    def lock() -> AbstractAsyncContextManager[None]:
        return held_lock(store, name, clock)

    return ChannelState(load, save, lock)


@asynccontextmanager
async def held_lock(store: Store, name: str, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """Keep every other task and process out of the lock `name` while the block lasts."""
    owner = secrets.token_hex(8)

    def take(uow: UnitOfWork) -> bool:
        now = clock()
        return uow.channel_states.lock(name, owner, now, now + LONGEST_HOLD)

    while not await store.run(take):  # noqa: ASYNC110 (another process holds it, nothing in this one could wake us)
        await asyncio.sleep(TRY_AGAIN_SECONDS)
    try:
        yield
    finally:
        await store.run(lambda uow: uow.channel_states.unlock(name, owner))


def web_history(
    store: Store, path: Callable[[Attachment], str]
) -> Callable[[ChatRef, int], Awaitable[Sequence[HistoryLine]]]:
    """What a page shows of a chat: everything at first, later only what was said to the citizen after an id.

    `path` says where the page finds a file of ours.
    """

    async def history(chat: ChatRef, after: int) -> Sequence[HistoryLine]:
        said = await store.read(lambda uow: uow.outbox.said(chat, after))
        asked = [] if after else await store.read(lambda uow: uow.turns.of(chat))
        return in_order(asked, said, path)

    return history


def in_order(
    asked: Sequence[TurnRecord], said: Sequence[SaidMessage], path: Callable[[Attachment], str]
) -> list[HistoryLine]:
    """Questions and messages as lines, oldest first; of one moment the question comes before its answer."""
    lines = [(turn.at, 0, _asked(turn)) for turn in asked if turn.question or turn.outcome is Outcome.ATTACHMENT_TAKEN]
    lines += [(message.at, message.id, _line(message, path)) for message in said]
    return [line for _, _, line in sorted(lines, key=lambda line: line[:2])]


def _asked(turn: TurnRecord) -> HistoryLine:
    """What the citizen said; of a picture only that there was one, for we show it to the team alone."""
    return HistoryLine(0, "citizen", turn.question, turn.at, is_picture=not turn.question)


def _line(said: SaidMessage, path: Callable[[Attachment], str]) -> HistoryLine:
    message = said.message
    places = AttachmentKind.LOCATION
    found = ((one, map_link(one) if one.kind is places else path(one)) for one in message.attachments)
    return HistoryLine(
        id=said.id,
        author=AUTHORS.get(said.origin, "bot"),
        text=message.text,
        at=said.at,
        choices=message.choices,
        picture=path(Attachment(AttachmentKind.PHOTO, message.picture)) if message.picture else None,
        document=message.document,
        link=None if is_named(message.link, message.text) else message.link,
        files=tuple(ShownFile(one.kind.value, address, one.name) for one, address in found if address),
    )


def is_named(link: str | None, text: str) -> bool:
    """Whether a reader finds the address in the text already."""
    return link is None or link.removeprefix("https://").rstrip("/") in text


async def secret_of(store: Store) -> str:
    """The secret that signs cookies: made once, then the same after every start and in every process."""

    def load_or_make(uow: UnitOfWork) -> str:
        known = uow.channel_states.load("service", "secret")
        if not known:
            known = {"value": secrets.token_urlsafe(32)}
            uow.channel_states.save("service", known, "secret")
        return str(known["value"])

    return await store.run(load_or_make)
