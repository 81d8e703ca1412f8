"""What is asked for every message, or every few seconds, looks at few rows of many; on both databases."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert

from flows.messages import ChatRef, Inbound
from storage.database import migrate, open_engine
from storage.kept.cases import CaseNumbers
from storage.kept.statements import table_of
from storage.tables import ConversationRow, InboundRow, MissedRow, OutboxRow, ReminderRow, TurnRow
from storage.unit_of_work import UnitOfWork

MANY = 2_000
FEW = 50  # rows, or on SQLite some twenty steps of its machine for each row
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
FUTURE = datetime(2027, 11, 1, 2, 0, tzinfo=UTC)
CHAT = ChatRef("telegram", "77")

QUESTIONS: Mapping[str, Callable[[UnitOfWork], Any]] = {
    "a message is new": lambda uow: uow.inbound.is_new(CHAT, "m-new", NOW),
    "a fragment waits": lambda uow: uow.inbound.keep_waiting(Inbound(CHAT, "m-late", "chữ"), NOW),
    "fragments are taken up": lambda uow: uow.inbound.take(CHAT, ["m-late"]),
    "fragments that wait": lambda uow: uow.inbound.waiting(NOW),
    "where a chat stands": lambda uow: uow.conversations.load(CHAT),
    "when a citizen last wrote": lambda uow: uow.conversations.last_at(CHAT),
    "chats of a case": lambda uow: uow.conversations.with_case("ABC123"),
    "the transcript of a chat": lambda uow: uow.turns.of(CHAT),
    "reminders of a chat": lambda uow: uow.reminders.of(CHAT),
    "reminders that are due": lambda uow: uow.reminders.due(NOW),
    "what waits": lambda uow: uow.outbox.waiting(),
    "what waits for a chat": lambda uow: uow.outbox.waiting(CHAT),
    "what is due": lambda uow: uow.outbox.claim_due(["telegram", "web"], NOW, NOW),
    "what stands before a message": lambda uow: uow.outbox.earlier(CHAT, 10**6),
    "what was said in a chat": lambda uow: uow.outbox.said(CHAT),
    "the last message of a chat": lambda uow: uow.outbox.last_platform_id(CHAT),
    "what is parked in a chat": lambda uow: uow.outbox.unpark(CHAT),
    "questions no editor has seen": lambda uow: uow.missed.unhandled(),
    "the first turn": lambda uow: uow.statistics.first_turn(),
}


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """A database of many chats that were answered long ago."""
    opened = open_engine(url)
    migrate(opened)
    with opened.begin() as connection:
        fill(connection)
    if opened.dialect.name == "postgresql":
        with opened.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    yield opened
    opened.dispose()


def fill(connection: Connection) -> None:
    """Put in many rows of every kind a citizen's message leaves behind."""
    for row, fields in ROWS.items():
        chats = [{"channel": "telegram", "chat_id": f"chat {number}"} for number in range(MANY)]
        rows = [({} if row is MissedRow else chat) | fields(number) for number, chat in enumerate(chats)]
        connection.execute(insert(table_of(row)).inline(), rows)


_SENT = {"kind": "message", "body": "{}", "origin": "turn", "case_code": "", "status": "sent", "attempts": 0}
_SENT |= {"created_at": LONG_AGO, "platform_id": "p", "error": ""}
_TURN = {"at": LONG_AGO, "question": "hỏi", "replies": "[]", "outcome": "answered", "matches": "[]"}
ROWS: Mapping[Any, Callable[[int], dict[str, Any]]] = {
    InboundRow: lambda number: {"message_id": f"m{number}", "received_at": LONG_AGO, "waiting": False, "body": ""},
    ConversationRow: lambda _: {"state": "{}", "open_case": "", "updated_at": LONG_AGO},
    TurnRow: lambda _: {**_TURN, "place": "", "language": "vi"},
    ReminderRow: lambda number: {"id": f"r{number}", "at": FUTURE, "text": "nhắc", "is_result_day": False},
    OutboxRow: lambda _: _SENT,
    MissedRow: lambda _: {
        "at": LONG_AGO,
        "question": "hỏi",
        "outcome": "no_match",
        "nearest": "[]",
        "place": "",
        "handled_at": NOW,
    },
}


def test_no_question_is_answered_by_going_through_everything(engine: Engine) -> None:
    looked_at = rows_of_postgresql if engine.dialect.name == "postgresql" else rows_of_sqlite
    counts = {name: looked_at(engine, question) for name, question in QUESTIONS.items()}
    assert {name: count for name, count in counts.items() if count > FEW} == {}


def rows_of_sqlite(engine: Engine, question: Callable[[UnitOfWork], Any]) -> int:
    """How many rows were looked at, reckoned from the steps of SQLite's machine."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.set_progress_handler(step, 20)
        question(UnitOfWork(connection, CaseNumbers()))
        raw.set_progress_handler(None, 0)
        connection.rollback()
    return steps


def rows_of_postgresql(engine: Engine, question: Callable[[UnitOfWork], Any]) -> int:
    """How many rows were read, as PostgreSQL counts them within a transaction."""
    with engine.connect() as connection:
        question(UnitOfWork(connection, CaseNumbers()))
        read = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
        count: int = connection.exec_driver_sql(read).scalar_one()
        connection.rollback()
    return count
