"""What the tables have in common."""

from typing import Any

from sqlalchemy import Text, text
from sqlmodel import Field

# SQLite: the rows stand in the tree of the primary key itself. Every tree less is a write less for every message.
ONE_TREE = {"sqlite_with_rowid": False}


def json_text(default: str = "[]") -> Any:
    """A column of JSON, or of text of any length."""
    return Field(default=default, sa_type=Text)


def only_where(condition: str, sqlite: str = "") -> dict[str, Any]:
    """The options of an index over some of the rows; `sqlite` where that database says the condition differently."""
    return {"sqlite_where": text(sqlite or condition), "postgresql_where": text(condition)}
