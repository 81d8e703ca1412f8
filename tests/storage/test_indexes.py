"""What is asked for every message, or every few seconds, finds its rows by an index, however much is kept."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from storage.database import migrate, open_engine, sqlite_url
from storage.kept import conversations, inbound, outbox, turns

QUESTIONS: dict[str, Any] = {
    "where a chat stands": conversations._load._statement,
    "chats of a case": conversations._chats_of_case,
    "what waits": outbox._waiting,
    "what is due": outbox._due,
    "what was said in a chat": outbox._said,
    "what is parked in a chat": outbox._unpark,
    "the last message of a chat": outbox._last_sent,
    "fragments that wait": inbound._waiting,
    "fragments taken up": inbound._take,
    "the transcript of a chat": turns._of_chat,
}


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    opened = open_engine(sqlite_url(tmp_path))
    migrate(opened)
    return opened


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_nothing_is_looked_for_from_end_to_end(engine: Engine, name: str) -> None:
    plain = QUESTIONS[name].compile(dialect=engine.dialect)
    values = {key: ["x"] if bind.expanding else "x" for key, bind in plain.binds.items() if bind.required}
    filled = QUESTIONS[name].params(**values)
    question = str(filled.compile(dialect=engine.dialect, compile_kwargs={"render_postcompile": True}))
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        plan = raw.execute(f"EXPLAIN QUERY PLAN {question}", (None,) * question.count("?")).fetchall()
    steps = [str(row[3]) for row in plan]
    assert [step for step in steps if step.startswith("SCAN") and "INDEX" not in step] == []
    engine.dispose()
