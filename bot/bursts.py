"""Fragments a citizen sends in quick succession become one turn.

Each fragment is stored, masked, before the channel hears that it was received; in memory waits the text as it was
written. A process that dies loses the unmasked words only: the next start answers what was stored.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.hashing import hashed
from flows.messages import ChatRef, Inbound, InboundKind
from storage.store import Store

log = logging.getLogger(__name__)

MOST_FRAGMENTS = 20
LONGEST_WAIT = 8.0  # seconds; somebody who never stops typing is answered all the same
ABANDONED = timedelta(seconds=30)  # a stored message this old has no living process that waits with it

Handle = Callable[..., Awaitable[Any]]


@dataclass(slots=True)
class Burst:
    """The fragments of one chat that wait for their turn."""

    began: float
    fragments: list[Inbound] = field(default_factory=list)
    timer: asyncio.TimerHandle | None = None


class Bursts:
    """Receives messages for the assistant. `wait` is how long silence lasts before fragments are answered."""

    def __init__(
        self,
        store: Store,
        handle: Handle,
        clock: Callable[[], datetime],
        mask: Callable[[str], str],
        wait: float = 2.0,
    ) -> None:
        self._store, self._handle, self._clock, self._mask = store, handle, clock, mask
        self._wait = wait
        self._bursts: dict[ChatRef, Burst] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._sweeper: asyncio.Task[None] | None = None

    async def receive(self, inbound: Inbound) -> None:
        """Return once the message is stored: with its answer, or waiting for the rest of what is being typed."""
        if self._wait <= 0:
            await self._handle(inbound)
        elif self._may_go_on(inbound):
            await self._keep(inbound)
        else:
            await self._answer_waiting(inbound.chat)
            await self._handle(inbound)

    async def start(self) -> None:
        """Answer what an earlier process stored and did not answer, and go on looking for such messages."""
        await self._take_up(timedelta(0) if not self._store.is_shared else ABANDONED)
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Answer what waits, without waiting any longer."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        for chat in list(self._bursts):
            self._begin_answer(chat)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(ABANDONED.total_seconds())
            try:
                await self._take_up(ABANDONED)
            except Exception:  # the database may be away for a while
                log.exception("stored messages could not be looked through")

    async def _take_up(self, age: timedelta) -> None:
        before = self._clock() - age
        by_chat: dict[ChatRef, list[Inbound]] = {}
        for inbound in await self._store.run(lambda uow: uow.inbound.waiting(before)):
            by_chat.setdefault(inbound.chat, []).append(inbound)
        for chat, fragments in by_chat.items():
            if chat not in self._bursts:
                self._in_background(self._answer(fragments))

    def _may_go_on(self, inbound: Inbound) -> bool:
        waiting = self._bursts.get(inbound.chat)
        if inbound.kind in (InboundKind.EDITED, InboundKind.DELETED):
            ids = [fragment.message_id for fragment in waiting.fragments] if waiting else []
            return inbound.edits_message_id in ids
        return inbound.kind is InboundKind.MESSAGE and not is_complete(inbound)

    async def _keep(self, inbound: Inbound) -> None:
        stored = replace(inbound, text=self._mask(inbound.text), sender_name="")
        now = self._clock()
        if not await self._store.run(lambda uow: uow.inbound.keep_waiting(stored, now)):
            return
        loop = asyncio.get_running_loop()
        burst = self._bursts.setdefault(inbound.chat, Burst(loop.time()))
        burst.fragments.append(inbound)
        if burst.timer is not None:
            burst.timer.cancel()
        is_full = len(burst.fragments) >= MOST_FRAGMENTS
        left = 0.0 if is_full else min(self._wait, burst.began + LONGEST_WAIT - loop.time())
        burst.timer = loop.call_later(max(0.0, left), self._begin_answer, inbound.chat)

    def _begin_answer(self, chat: ChatRef) -> None:
        self._in_background(self._answer_waiting(chat))

    async def _answer_waiting(self, chat: ChatRef) -> None:
        burst = self._bursts.pop(chat, None)
        if burst is not None:
            if burst.timer is not None:
                burst.timer.cancel()
            await self._answer(burst.fragments)

    async def _answer(self, fragments: Sequence[Inbound]) -> None:
        chat = fragments[0].chat
        try:
            await self._handle(merged(fragments), kept=[fragment.message_id for fragment in fragments])
        except Exception:  # the fragments stay stored and are answered at the next start
            log.exception("fragments of %s could not be answered now", hashed(chat))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def is_complete(inbound: Inbound) -> bool:
    """Whether nothing can be expected to follow: a button, a command, a number, a deep link."""
    text = inbound.text.strip()
    is_short_answer = text.isdigit() and len(text) <= 2
    return bool(inbound.choice_id or inbound.start_with) or text.startswith("/") or is_short_answer


def merged(fragments: Sequence[Inbound]) -> Inbound:
    """One message of several: texts and attachments in their order, edits applied, deleted ones left out."""
    pieces: dict[str, Inbound] = {}
    for fragment in fragments:
        if fragment.kind is InboundKind.EDITED and fragment.edits_message_id in pieces:
            pieces[fragment.edits_message_id] = fragment
        elif fragment.kind is InboundKind.DELETED and fragment.edits_message_id in pieces:
            del pieces[fragment.edits_message_id]
        else:
            pieces[fragment.message_id] = fragment
    kept = list(pieces.values())
    if not kept:  # everything was taken back
        return replace(fragments[-1], text="", attachments=())
    if len(kept) == 1 and kept[0].kind is InboundKind.MESSAGE:
        return kept[0]
    return replace(
        kept[-1],
        kind=InboundKind.MESSAGE,
        text=" ".join(piece.text.strip() for piece in kept if piece.text.strip()),
        attachments=tuple(attachment for piece in kept for attachment in piece.attachments),
        edits_message_id=None,
    )
