"""SQLite has one writer: what has come in shares a commit, and another's lock holds up nobody but the writer."""

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from flows.messages import ChatRef
from storage.database import migrate, open_engine, sqlite_url
from storage.store import Store

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CHAT = ChatRef("web", "một người")


@pytest.fixture
def commits() -> list[object]:
    """The commits so far."""
    return []


@pytest.fixture
def store(tmp_path: Path, commits: list[object]) -> Iterator[Store]:
    engine = open_engine(sqlite_url(tmp_path))
    migrate(engine)
    event.listen(engine, "commit", commits.append)
    opened = Store(engine)
    yield opened
    opened.close()


async def is_new(store: Store, message_id: str) -> bool:
    return await store.run(lambda uow: uow.inbound.is_new(CHAT, message_id, NOW))


async def test_what_came_in_together_is_committed_together(store: Store, commits: list[object]) -> None:
    assert await asyncio.gather(*(is_new(store, f"m{number}") for number in range(20))) == [True] * 20
    assert len(commits) == 1


async def test_another_writer_is_waited_for_while_everything_else_goes_on(store: Store, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "camtay.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asked = asyncio.create_task(is_new(store, "m1"))
    for number in range(3):
        assert await store.read(lambda uow: uow.outbox.waiting()) == [], number
        assert not asked.done()
    other.execute("ROLLBACK")
    assert await asked
    other.close()
