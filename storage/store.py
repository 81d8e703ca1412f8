"""Runs units of work: on SQLite one writer with group commit, on PostgreSQL a small pool.

A unit of work is a plain function of a UnitOfWork. It may be run more than once (when a transaction it shared, or its
own, had to be rolled back), so it changes nothing outside the database before it returns. The engine is synchronous
on purpose: an asynchronous driver costs a thread hop (SQLite) or a greenlet switch for every statement.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine

from storage.database import POOL_SIZE, migrate, open_engine, truncate_log
from storage.group_commit import GroupCommit
from storage.kept.cases import CaseNumbers
from storage.repetition import ATTEMPTS, REPEATABLE
from storage.unit_of_work import UnitOfWork

Result = TypeVar("Result")
Work = Callable[[UnitOfWork], Result]


class Store:
    """Everything that is kept. `run` for what may write, `read` for what only looks and may take its time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._numbers = CaseNumbers()
        self._pool = Pool(engine, self._numbers, POOL_SIZE if self.is_shared else 1)
        self._writer = self._pool if self.is_shared else GroupCommit(engine, self._numbers)
        self._reader = Pool(engine.execution_options(reads_only=True), self._numbers, 2)

    @classmethod
    def open(cls, url: str) -> "Store":
        """The store at `url`, its tables up to date; DatabaseError where that cannot be."""
        engine = open_engine(url)
        migrate(engine)
        return cls(engine)

    @property
    def is_shared(self) -> bool:
        """Whether other processes may work on the same data (PostgreSQL)."""
        return self._engine.dialect.name != "sqlite"

    async def run(self, work: Work[Result]) -> Result:
        """What `work` returned, once it is committed; what it raised, once it is rolled back."""
        return await self._writer.run(work)

    async def read(self, work: Work[Result]) -> Result:
        """What `work` found; it must not write, and it holds up nobody who does."""
        return await self._reader.run(work)

    async def tidy(self, work: Work[Result]) -> Result:
        """What `work` returned, once it is committed; for what writes much and need not be quick."""
        return await self._pool.run(work)

    async def scrub(self) -> None:
        """Leave nothing of what was deleted in the log SQLite keeps beside its file (PostgreSQL sees to its own)."""
        if not self.is_shared:
            await asyncio.to_thread(truncate_log, self._engine)

    def run_here(self, work: Work[Result]) -> Result:
        """`run` for code without an event loop; in one it would wait for a writer that waits for the loop."""
        return self._pool.run_here(work)

    def read_here(self, work: Work[Result]) -> Result:
        """`read` for code without an event loop, and for a look from within one; it waits for no writer."""
        return self._reader.run_here(work)

    def close(self) -> None:
        """Finish what was begun and close the database."""
        for part in (self._writer, self._pool, self._reader):
            part.close()
        self._engine.dispose()


class Pool:
    """Runs each unit of work in a thread and a transaction of its own."""

    def __init__(self, engine: Engine, numbers: CaseNumbers, size: int) -> None:
        self._engine, self._numbers = engine, numbers
        self._executor = ThreadPoolExecutor(size, thread_name_prefix="store")

    async def run(self, work: Work[Result]) -> Result:
        """What `work` returned, once it is committed; what it raised, once it is rolled back."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, self.run_here, work)

    def close(self) -> None:
        """Finish what was begun and stop."""
        self._executor.shutdown()

    def run_here(self, work: Work[Result]) -> Result:
        """The same in this thread."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._engine.begin() as connection:
                    return work(UnitOfWork(connection, self._numbers))
            except REPEATABLE:
                self._numbers.forget()
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")
