"""What editors did, what they are asked to do, and help given in person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from flows.editing import ContentEdit, Draft, DraftKind, DraftStatus
from flows.visits import Visit, VisitKind
from storage.kept.statements import table_of
from storage.tables import ContentEditRow, DraftRow, VisitRow

_edit, _draft, _visit = table_of(ContentEditRow), table_of(DraftRow), table_of(VisitRow)


class ContentEdits:
    """The changes of content files, for history and undo."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, edit: ContentEdit) -> None:
        """Keep a change; its id is given here."""
        values = {"at": edit.at, "member_id": edit.member, "file": edit.file, "note": edit.note[:200]}
        self._connection.execute(insert(_edit).inline(), {**values, "before": edit.before, "after": edit.after})

    def get(self, number: int) -> ContentEdit | None:
        """The change with this id, or None."""
        row = self._connection.execute(select(_edit).where(_edit.c.id == number)).first()
        return _read_edit(row) if row else None

    def latest(self, file: str = "", most: int = 50) -> list[ContentEdit]:
        """The last changes, of one file or of all, the newest first."""
        query = select(_edit).order_by(_edit.c.id.desc()).limit(most)
        found = self._connection.execute(query.where(_edit.c.file == file) if file else query)
        return [_read_edit(row) for row in found]


class Drafts:
    """What was proposed from cases."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, draft: Draft) -> int:
        """The id a new draft was kept under."""
        number: int = self._connection.execute(
            insert(_draft).values(**_columns(draft)).returning(_draft.c.id)
        ).scalar_one()
        return number

    def save(self, draft: Draft) -> None:
        """Keep `draft` in place of what was kept under its id."""
        self._connection.execute(update(_draft).where(_draft.c.id == draft.id).values(**_columns(draft)))

    def get(self, number: int) -> Draft | None:
        """The draft with this id, or None."""
        row = self._connection.execute(select(_draft).where(_draft.c.id == number)).first()
        return _read_draft(row) if row else None

    def listed(self, statuses: Sequence[DraftStatus] = (DraftStatus.WAITING,), most: int = 100) -> list[Draft]:
        """The drafts in these statuses, the newest first."""
        wanted = [status.value for status in statuses]
        query = select(_draft).where(_draft.c.status.in_(wanted)).order_by(_draft.c.id.desc()).limit(most)
        return [_read_draft(row) for row in self._connection.execute(query)]


class Visits:
    """Help given in person."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, visit: Visit) -> None:
        """Count a visit or class."""
        values = {"at": visit.at, "member_id": visit.member, "kind": visit.kind.value, "hamlet": visit.hamlet}
        values |= {"guide_id": visit.guide_id, "people": visit.people, "finished": visit.finished}
        self._connection.execute(insert(_visit).inline(), values)

    def between(self, start: datetime, end: datetime) -> list[Visit]:
        """The visits from `start` up to `end`, oldest first."""
        query = select(_visit).where(_visit.c.at >= start, _visit.c.at < end).order_by(_visit.c.id)
        return [
            Visit(row.at, row.member_id, VisitKind(row.kind), row.hamlet, row.guide_id, row.people, row.finished)
            for row in self._connection.execute(query)
        ]


def _read_edit(row: Row[Any]) -> ContentEdit:
    return ContentEdit(row.id, row.at, row.member_id, row.file, row.before, row.after, row.note)


def _columns(draft: Draft) -> dict[str, Any]:
    names = [name for name in Draft.__slots__ if name not in {"id", "member"}]
    values = {name: getattr(draft, name) for name in names}
    return {**values, "member_id": draft.member, "kind": draft.kind.value, "status": draft.status.value}


def _read_draft(row: Row[Any]) -> Draft:
    fields = {name: row._mapping[name] for name in Draft.__slots__ if name != "member"}
    fields |= {"kind": DraftKind(row.kind), "status": DraftStatus(row.status)}
    return Draft(member=row.member_id, **fields)
