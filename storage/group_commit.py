"""SQLite has one writer: all units of work that wait share one transaction and one fsync.

The units run on the event loop, one after the other: each takes a fraction of a millisecond, and a thread would fight
with the loop over the interpreter's lock at every statement (measured: half the rate). What can take long, waiting
for somebody else's lock and the fsync of a commit, happens in a thread.
"""

import asyncio
import concurrent.futures
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Transaction
from sqlalchemy.exc import OperationalError

from storage.database import PATIENCE
from storage.kept.cases import CaseNumbers
from storage.repetition import ATTEMPTS, REPEATABLE
from storage.unit_of_work import UnitOfWork

MOST_TOGETHER = 32  # as many fit into some ten milliseconds, the longest others have to wait for the event loop

Result = TypeVar("Result")
Work = Callable[[UnitOfWork], Result]
Job = tuple[Work[Any], "asyncio.Future[Any]"]


class GroupCommit:
    """The writer. Units run in the order they came; a unit that fails takes nobody with it."""

    def __init__(self, engine: Engine, numbers: CaseNumbers) -> None:
        self._numbers = numbers
        self._connection: Connection = engine.connect()
        self._uow = UnitOfWork(self._connection, numbers)
        self._jobs: deque[Job] = deque()
        self._thread = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="commit")
        self._writing: asyncio.Task[None] | None = None
        self._be_patient(0.0)

    async def run(self, work: Work[Result]) -> Result:
        """What `work` returned, once it is committed; what it raised, once it is rolled back."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._jobs.append((work, future))
        if self._writing is None or self._writing.done():
            self._writing = loop.create_task(self._write())
        return await future

    def close(self) -> None:
        """Let go of the file."""
        self._thread.shutdown()
        self._connection.close()

    async def _write(self) -> None:
        while self._jobs:
            await self._gathered()
            batch = [self._jobs.popleft() for _ in range(min(len(self._jobs), MOST_TOGETHER))]
            try:
                results = await self._transact([work for work, _ in batch])
            except Exception:  # one of them failed: each alone, so that only that one does
                for work, future in batch:
                    await self._run_alone(work, future)
            else:
                for (_, future), result in zip(batch, results, strict=True):
                    if not future.done():  # whoever asked may have gone meanwhile
                        future.set_result(result)

    async def _gathered(self) -> None:
        """Return once all that has come in by now has queued up: the more share a commit, the less each pays for it."""
        count = 0
        while count < len(self._jobs) < MOST_TOGETHER:
            count = len(self._jobs)
            await asyncio.sleep(0)

    async def _transact(self, works: Sequence[Work[Any]]) -> list[Any]:
        transaction = await self._begun()
        try:
            results = [work(self._uow) for work in works]
            await self._in_thread(transaction.commit)
        except BaseException:
            self._numbers.forget()
            if transaction.is_active:
                transaction.rollback()
            raise
        return results

    async def _begun(self) -> Transaction:
        try:
            return self._connection.begin()
        except OperationalError:  # somebody else is writing: wait for them, but not here
            return await self._in_thread(self._begin_patiently)

    def _begin_patiently(self) -> Transaction:
        self._be_patient(PATIENCE)
        try:
            return self._connection.begin()
        finally:
            self._be_patient(0.0)

    def _be_patient(self, seconds: float) -> None:
        raw: Any = self._connection.connection.driver_connection
        raw.execute(f"PRAGMA busy_timeout={seconds * 1000:.0f}")

    async def _run_alone(self, work: Work[Any], future: "asyncio.Future[Any]") -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                result = (await self._transact([work]))[0]
            except Exception as error:  # it belongs to whoever asked
                if isinstance(error, REPEATABLE) and attempt < ATTEMPTS:
                    continue
                if not future.done():
                    future.set_exception(error)
            else:
                if not future.done():
                    future.set_result(result)
            return

    async def _in_thread(self, call: Callable[[], Result]) -> Result:
        """What `call` returns; also when this task is cancelled, `call` has ended."""
        pending = self._thread.submit(call)
        try:
            return await asyncio.wrap_future(pending)
        except asyncio.CancelledError:
            concurrent.futures.wait([pending])
            raise
