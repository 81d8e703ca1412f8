"""Where cases stand in the team's group on Telegram."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from flows.records import TeamPost
from storage.kept.statements import Upsert, table_of
from storage.tables import CaseRow, TeamPostRow

_table, _case = table_of(TeamPostRow), table_of(CaseRow)
_FIELDS = ("group_id", "topic_id", "card_id", "shown")
_save = Upsert(_table, ["case_code"], _FIELDS)
_of_topic = select(_table).where(_table.c.group_id == bindparam("group"), _table.c.topic_id == bindparam("topic"))


class TeamPosts:
    """The posts by case."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, code: str) -> TeamPost | None:
        """Where the case `code` stands, or None."""
        row = self._connection.execute(select(_table).where(_table.c.case_code == code)).first()
        return _post(row) if row else None

    def of_topic(self, group_id: str, topic_id: str) -> TeamPost | None:
        """The post whose topic this is, or None."""
        row = self._connection.execute(_of_topic, {"group": group_id, "topic": topic_id}).first()
        return _post(row) if row else None

    def save(self, post: TeamPost) -> None:
        """Keep `post` in place of what was kept of its case."""
        values = {name: getattr(post, name) for name in _FIELDS}
        _save.run(self._connection, {"case_code": post.case_code, **values})

    def delete_without_case(self) -> int:
        """The number of posts forgotten whose case is forgotten."""
        gone = _table.c.case_code.not_in(select(_case.c.code))
        return self._connection.execute(delete(_table).where(gone)).rowcount


def _post(row: Row[Any]) -> TeamPost:
    return TeamPost(row.case_code, row.group_id, row.topic_id, row.card_id, row.shown)
