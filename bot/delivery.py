"""Sends what waits in the outbox: in order within a chat, side by side across chats, until it is taken or hopeless."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.channels.base import Channel, DeliveryError
from bot.hashing import hashed
from bot.outcome_of_sending import Failure, Problem, judge
from bot.resting import Resting
from bot.sent_marks import SentMarks
from flows.messages import ChatRef
from flows.records import Origin, WaitingMessage
from storage.kept.outbox import LEASE
from storage.store import Store
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
SHARED_SWEEP_SECONDS = 1.0  # where other processes send too, what stands behind theirs should not wait long
SEND_SECONDS = 90.0  # a channel that takes longer is treated as unreachable
REMEMBERED = 20_000


class Delivery:
    """Carries messages from the outbox to the channels; `board` is the team's, told of answers nobody got."""

    def __init__(
        self, store: Store, channels: Mapping[str, Channel], clock: Callable[[], datetime], board: str = ""
    ) -> None:
        self._store, self._channels, self._clock, self._board = store, channels, clock, board
        self._lines: dict[ChatRef, deque[WaitingMessage]] = {}
        self._known: set[int] = set()
        self._behind: list[int] = []  # written here, but to go out after what another process is sending
        self._last_sent: OrderedDict[ChatRef, str] = OrderedDict()
        self._resting = Resting()
        self._alarmed: set[str] = set()  # channels that waited for an admin when last looked at
        self._marks = SentMarks(store, clock, self._forget)
        self._tasks: set[asyncio.Task[None]] = set()
        self._sweeper: asyncio.Task[None] | None = None

    def offer(self, messages: Sequence[WaitingMessage], earlier: Sequence[int] = ()) -> None:
        """Take messages that were committed to the outbox; each chat's in the order they stand there.

        Where `earlier` messages of the chat wait with another process, the sweep takes these over after them.
        """
        if not self._known.issuperset(earlier):
            self._behind += [message.id for message in messages]
            return
        for message in messages:
            if message.id in self._known or message.chat.channel not in self._channels:
                continue
            self._known.add(message.id)
            line = self._lines.get(message.chat)
            if line is None:
                line = self._lines[message.chat] = deque()
                self._in_background(message.chat, line)
            line.append(message)

    async def start(self) -> None:
        """Send what an earlier process left unsent, and look for what others put into the outbox."""
        self._marks.start()
        if not self._store.is_shared:
            self.offer(await self._store.run(lambda uow: uow.outbox.waiting()))
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self, patience: float = 3.0) -> None:
        """Give what is under way a moment, then stop; the rest goes out at the next start."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._marks.stop()

    async def _sweep(self) -> None:
        while True:
            try:
                self._wake_the_mended()
                await self._look_through()
            except Exception:  # the database may be away for a while; the next sweep finds everything again
                log.exception("the outbox could not be looked through")
            await asyncio.sleep(SHARED_SWEEP_SECONDS if self._store.is_shared else SWEEP_SECONDS)

    def _wake_the_mended(self) -> None:
        """Let what waited for an admin go out as soon as the admin has acted."""
        alarmed = {name for name, channel in self._channels.items() if channel.alarm}
        for name in self._alarmed - alarmed:
            self._resting.reached(name)
        self._alarmed = alarmed

    async def _look_through(self) -> None:
        now, mine, channels = self._clock(), list(self._known), list(self._channels)
        behind, self._behind = self._behind, []

        def claim(uow: UnitOfWork) -> list[WaitingMessage]:
            if self._store.is_shared:
                uow.outbox.lease_and_release(mine, now + LEASE, behind)
            return uow.outbox.claim_due(channels, now, now + LEASE)

        self.offer(await self._store.run(claim))

    def _in_background(self, chat: ChatRef, line: deque[WaitingMessage]) -> None:
        task = asyncio.get_running_loop().create_task(self._send_line(chat, line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_line(self, chat: ChatRef, line: deque[WaitingMessage]) -> None:
        channel = self._channels[chat.channel]
        try:
            while line:
                await self._send_until_settled(channel, line[0])
                line.popleft()
        finally:
            del self._lines[chat]
            self._known.difference_update(message.id for message in line)

    async def _send_until_settled(self, channel: Channel, message: WaitingMessage) -> None:
        attempts = message.attempts
        while True:
            problem = await self._try(channel, message, attempts)
            if problem is None:
                return
            if problem.failure is not Failure.LATER:
                await self._set_aside(message, problem)
                return
            attempts += 1
            await self._remember_failure(message, problem)
            if problem.unreachable:
                await self._resting.rest(channel.name, problem.pause)
            else:
                await asyncio.sleep(problem.pause)

    async def _try(self, channel: Channel, message: WaitingMessage, attempts: int) -> Problem | None:
        try:
            if await self._is_too_late(channel, message, attempts):
                return Problem(Failure.PARKED, "outside the reply window")
            async with asyncio.timeout(SEND_SECONDS):
                platform_id = await self._send(channel, message)
        except Exception as error:  # whatever a channel raises concerns this message alone
            if not isinstance(error, DeliveryError):
                log.exception("sending to %s failed unexpectedly", hashed(message.chat))
            return judge(error, attempts)
        self._resting.reached(channel.name)
        self._marks.add(message.id, platform_id)
        return None

    async def _send(self, channel: Channel, message: WaitingMessage) -> str:
        if message.delete:
            await channel.delete(message.chat, message.delete)
            return ""
        previous = await self._previous(message) if message.message.replaces_previous else None
        platform_id = await channel.send(message.chat, message.message, previous_id=previous)
        self._last_sent[message.chat] = platform_id
        self._last_sent.move_to_end(message.chat)
        if len(self._last_sent) > REMEMBERED:
            self._last_sent.popitem(last=False)
        return platform_id

    async def _previous(self, message: WaitingMessage) -> str | None:
        known = self._last_sent.get(message.chat)
        return known or await self._store.read(lambda uow: uow.outbox.last_platform_id(message.chat))

    async def _is_too_late(self, channel: Channel, message: WaitingMessage, attempts: int) -> bool:
        window = channel.facts.reply_window
        if window is None or (message.origin is Origin.TURN and attempts == 0):
            return False
        last_at = await self._store.read(lambda uow: uow.conversations.last_at(message.chat))
        return last_at is not None and self._clock() - last_at > window

    async def _remember_failure(self, message: WaitingMessage, problem: Problem) -> None:
        next_at = self._clock() + timedelta(seconds=problem.pause)
        await self._store.run(lambda uow: uow.outbox.mark_failed(message.id, problem.reason, next_at))

    async def _set_aside(self, message: WaitingMessage, problem: Problem) -> None:
        log.warning("a message to %s was set aside (%s): %s", hashed(message.chat), problem.failure, problem.reason)
        now = self._clock()
        told = await self._store.run(lambda uow: problem.keep(uow, message, now, self._board))
        self._forget([message.id])
        if not self._store.is_shared:  # else the sweep takes it, after what waits there already
            self.offer(told)

    def _forget(self, numbers: Sequence[int]) -> None:
        self._known.difference_update(numbers)
