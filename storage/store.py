"""Runs units of work beside the event loop: one writer with group commit on SQLite, a small pool on PostgreSQL.

A unit of work is a plain function of a UnitOfWork. It may be run more than once (when a transaction it shared, or its
own, had to be rolled back), so it changes nothing outside the database before it returns. The engine is synchronous
on purpose: an asynchronous driver for SQLite costs a thread hop for every statement, this costs one for all.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.database import migrate, open_engine
from storage.group_commit import GroupCommit
from storage.kept.cases import CaseNumbers, StaleError
from storage.unit_of_work import UnitOfWork

Result = TypeVar("Result")
Work = Callable[[UnitOfWork], Result]
ATTEMPTS = 4


class Store:
    """Everything that is kept. `run` for what may write, `read` for what only looks and may take its time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._numbers = CaseNumbers()
        self._pool = Pool(engine, self._numbers, 1 if engine.dialect.name == "sqlite" else 8)
        self._writer = GroupCommit(engine, self._numbers) if engine.dialect.name == "sqlite" else self._pool

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
        result: Result = await asyncio.wrap_future(self._writer.submit(work))
        return result

    async def read(self, work: Work[Result]) -> Result:
        """What `work` found; it must not write, and it does not hold up those who do."""
        result: Result = await asyncio.wrap_future(self._pool.submit(work))
        return result

    def run_here(self, work: Work[Result]) -> Result:
        """`run` for code without an event loop."""
        result: Result = self._writer.submit(work).result()
        return result

    def close(self) -> None:
        """Finish what was begun and close the database."""
        self._writer.close()
        self._pool.close()
        self._engine.dispose()


class Pool:
    """Runs each unit of work in a transaction of its own, some beside each other."""

    def __init__(self, engine: Engine, numbers: CaseNumbers, size: int) -> None:
        self._engine, self._numbers = engine, numbers
        self._executor = ThreadPoolExecutor(size, thread_name_prefix="store")

    def submit(self, work: Work[Any]) -> "Future[Any]":
        """The result to come."""
        return self._executor.submit(self._run, work)

    def close(self) -> None:
        """Finish what was submitted and stop."""
        self._executor.shutdown()

    def _run(self, work: Work[Any]) -> Any:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._engine.begin() as connection:
                    return work(UnitOfWork(connection, self._numbers))
            except (StaleError, IntegrityError, OperationalError):
                # Somebody was quicker, a deadlock was broken, or the connection was lost: once more on what is there.
                self._numbers.last = None
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")
