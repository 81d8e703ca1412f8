"""What channels remember, and locks between processes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.kept.as_json import ANYTHING
from storage.kept.statements import Upsert, table_of
from storage.tables import ChannelStateRow

_table = table_of(ChannelStateRow)
_save = Upsert(_table, ["channel", "key"], ["value"])
_add = Upsert(_table, ["channel", "key"], [])
_load = select(_table.c.value).where(_table.c.channel == bindparam("channel"), _table.c.key == bindparam("key"))
_LOCK, _STATE = "lock", "state"


class ChannelStates:
    """One small JSON object for each channel, and a lock with an end in case its holder dies."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def load(self, channel: str, key: str = _STATE) -> dict[str, Any]:
        """What `channel` remembers; empty at first."""
        text = self._connection.execute(_load, {"channel": channel, "key": key}).scalar()
        return dict(ANYTHING.load(text)) if text else {}

    def save(self, channel: str, values: Mapping[str, Any], key: str = _STATE) -> None:
        """Keep `values` in place of what `channel` remembered."""
        _save.run(self._connection, {"channel": channel, "key": key, "value": ANYTHING.dump(dict(values))})

    def lock(self, channel: str, owner: str, now: datetime, until: datetime) -> bool:
        """Whether `owner` now holds the lock of `channel`, until then or its release."""
        free = ANYTHING.dump({})
        _add.run(self._connection, {"channel": channel, "key": _LOCK, "value": free})
        text: str = self._connection.execute(_load, {"channel": channel, "key": _LOCK}).scalar_one()
        held = ANYTHING.load(text)
        if held and datetime.fromisoformat(held["until"]) > now:
            return False
        return self._swap_lock(channel, text, ANYTHING.dump({"owner": owner, "until": until.isoformat()}))

    def unlock(self, channel: str, owner: str) -> None:
        """Release the lock of `channel` if `owner` still holds it."""
        text = self._connection.execute(_load, {"channel": channel, "key": _LOCK}).scalar()
        if text and ANYTHING.load(text).get("owner") == owner:
            self._swap_lock(channel, text, ANYTHING.dump({}))

    def _swap_lock(self, channel: str, before: str, after: str) -> bool:
        unchanged = (_table.c.channel == channel, _table.c.key == _LOCK, _table.c.value == before)
        return self._connection.execute(update(_table).where(*unchanged).values(value=after)).rowcount > 0
