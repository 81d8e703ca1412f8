"""SQLite has one writer: a thread that lets all units of work that wait share one transaction and one fsync."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.kept.cases import CaseNumbers, StaleError
from storage.unit_of_work import UnitOfWork

MOST_TOGETHER = 64
ATTEMPTS = 4

Work = Callable[[UnitOfWork], Any]
Job = tuple[Work, "Future[Any]"]


class GroupCommit:
    """The writer. Units run one after the other in the order they came; a unit that fails takes nobody with it."""

    def __init__(self, engine: Engine, numbers: CaseNumbers) -> None:
        self._engine, self._numbers = engine, numbers
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work) -> "Future[Any]":
        """The result to come."""
        future: Future[Any] = Future()
        self._jobs.put((work, future))
        return future

    def close(self) -> None:
        """Finish what was submitted and stop."""
        self._jobs.put(None)
        self._thread.join()

    def _write(self) -> None:
        with self._engine.connect() as connection:
            while batch := self._next_batch():
                wanted = [job for job in batch if job[1].set_running_or_notify_cancel()]
                if wanted:
                    self._run_together(connection, wanted)

    def _next_batch(self) -> list[Job]:
        first = self._jobs.get()
        batch = [first] if first else []
        while batch and len(batch) < MOST_TOGETHER:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            batch.append(job)
        return batch

    def _run_together(self, connection: Connection, batch: list[Job]) -> None:
        try:
            with connection.begin():
                uow = UnitOfWork(connection, self._numbers)
                results = [work(uow) for work, _ in batch]
        except Exception as error:  # whatever it is belongs to the caller of one unit, not to this thread
            self._numbers.last = None
            self._after_failure(connection, batch, error)
            return
        for (_, future), result in zip(batch, results, strict=True):
            future.set_result(result)

    def _after_failure(self, connection: Connection, batch: list[Job], error: Exception) -> None:
        if len(batch) > 1:
            for job in batch:  # one of them failed: each alone, so that only that one does
                self._run_together(connection, [job])
            return
        work, future = batch[0]
        for _ in range(1, ATTEMPTS):
            if not isinstance(error, StaleError | IntegrityError | OperationalError):
                break
            try:
                with connection.begin():
                    result = work(UnitOfWork(connection, self._numbers))
            except Exception as again:
                self._numbers.last = None
                error = again
            else:
                future.set_result(result)
                return
        future.set_exception(error)
