"""What happens by the clock: reminders go out, old data is forgotten."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.files import Files
from bot.hashing import hashed
from bot.numbers import count_finished_days, keep_days
from bot.offering import Offer
from flows.catalog import Catalog
from flows.conversation import Conversation, Reminder, Retention
from flows.messages import Outbound
from flows.records import Origin, WaitingMessage
from storage.store import Store
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

TICK_SECONDS = 20.0
FORGET_EVERY = timedelta(hours=1)
PROOF_DAYS = 7  # how long it is remembered that a message was answered; platforms repeat within hours

Announce = Callable[[Reminder, Conversation, Catalog, datetime], Outbound]

Job = Callable[[datetime], Awaitable[None]]


class Clocks:
    """Runs what is due; `announce` words a reminder."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        catalog: Callable[[], Catalog],
        announce: Announce,
        offer: Offer,
        files: Files,
        retention: Retention,
        look_after_cases: Job,
    ) -> None:
        self._store, self._clock, self._catalog = store, clock, catalog
        self._announce, self._offer = announce, offer
        self._files, self._retention, self._look_after_cases = files, retention, look_after_cases
        self._forgot_at: datetime | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to tick."""
        self._task = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        """Stop ticking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def run_due(self, now: datetime) -> None:
        """Do what is due at `now`."""
        await self.send_reminders(now)
        await self._look_after_cases(now)
        if self._forgot_at is None or now - self._forgot_at >= FORGET_EVERY:
            self._forgot_at = now
            await self.forget(now)

    async def send_reminders(self, now: datetime) -> None:
        """Put the reminders whose moment has come on their way."""
        waiting = await self._store.run(lambda uow: self._remind(uow, now))
        for message in waiting:
            self._offer([message], ())

    async def forget(self, now: datetime) -> None:
        """Forget what has been kept long enough, a kind at a time: whoever waits for an answer waits for one only."""
        talks = now - timedelta(days=self._retention.conversation_days)
        cases = now - timedelta(days=self._retention.case_days)
        counted = await self._store.read(lambda uow: count_finished_days(uow, now))
        if counted:  # what is forgotten below stays counted
            await self._store.tidy(lambda uow: keep_days(uow, counted))
        await self._store.tidy(lambda uow: uow.members.delete_expired(now))
        counts = {name: await self._store.tidy(drop) for name, drop in kinds_before(talks, cases, now).items()}
        counts["files"] = await asyncio.to_thread(self._files.delete_before, cases.timestamp())
        if any(counts.values()):
            await self._store.scrub()
            log.info("forgotten: %s", ", ".join(f"{count} {name}" for name, count in counts.items() if count))

    def _remind(self, uow: UnitOfWork, now: datetime) -> Sequence[WaitingMessage]:
        waiting = []
        for chat, reminder in uow.reminders.due(now):
            if not uow.reminders.remove(chat, reminder.id):
                continue
            conversation = uow.conversations.get(chat)
            try:
                message = self._announce(reminder, conversation, self._catalog(), now)
            except Exception:  # the citizen is reminded all the same, in their own words
                log.exception("a reminder of %s could not be worded", hashed(chat))
                message = Outbound(reminder.text)
            waiting.append(uow.outbox.add(chat, message, now, origin=Origin.REMINDER))
        return waiting

    async def _tick(self) -> None:
        while True:
            try:
                await self.run_due(self._clock())
            except Exception:  # the database may be away for a while; the next tick does what was missed
                log.exception("what was due could not be done")
            await asyncio.sleep(TICK_SECONDS)


def kinds_before(talks: datetime, cases: datetime, now: datetime) -> dict[str, Callable[[UnitOfWork], int]]:
    """What is forgotten, by kind: each tells how many there were."""
    proofs = now - timedelta(days=PROOF_DAYS)
    return {
        "conversations": lambda uow: uow.conversations.delete_before(talks),
        "turns": lambda uow: uow.turns.delete_before(talks),
        "messages": lambda uow: uow.outbox.delete_before(talks),
        "questions": lambda uow: uow.missed.delete_before(cases),
        "proofs": lambda uow: uow.inbound.delete_before(proofs),
        "cases": lambda uow: uow.cases.delete_closed_before(cases),
        "posts": lambda uow: uow.team_posts.delete_without_case(),
    }
