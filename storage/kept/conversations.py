"""Where each chat stands."""

from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from sqlalchemy import Connection, and_, bindparam, delete, exists, literal_column, select, text

from flows.conversation import Conversation
from flows.messages import ChatRef
from storage.kept.as_json import CONVERSATION
from storage.kept.prepared import Prepared
from storage.kept.statements import Upsert, has_status, table_of
from storage.tables import ConversationRow, OutboxRow, ReminderRow

_table = table_of(ConversationRow)
_outbox = table_of(OutboxRow)
_reminder = table_of(ReminderRow)
_here = and_(_table.c.channel == bindparam("channel"), _table.c.chat_id == bindparam("chat_id"))

_upsert = Upsert(_table, ["channel", "chat_id"], ["state", "open_case", "updated_at"])
# One question to the database tells everything a turn may need; most chats have neither reminders nor parked messages.
_load = Prepared(
    select(
        _table.c.state,
        exists().where(_reminder.c.channel == _table.c.channel, _reminder.c.chat_id == _table.c.chat_id),
        exists().where(
            _outbox.c.channel == _table.c.channel, _outbox.c.chat_id == _table.c.chat_id, has_status("parked")
        ),
    ).where(_here)
)
_delete = delete(_table).where(_here)
_delete_old = delete(_table).where(_table.c.updated_at < bindparam("before"), _table.c.open_case == "")
_chats_of_case = select(_table.c.channel, _table.c.chat_id).where(
    _table.c.open_case == bindparam("code"), _table.c.open_case != literal_column("''")
)


def key_of(chat: ChatRef) -> dict[str, str]:
    """The chat as statement parameters."""
    return {"channel": chat.channel, "chat_id": chat.chat_id}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A conversation, and whether there is more to look up."""

    conversation: Conversation
    has_reminders: bool = False
    has_parked: bool = False


class Conversations:
    """The conversations by chat."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, chat: ChatRef) -> None:
        """Keep every other process out of this chat until the end of the transaction (SQLite has one writer anyway)."""
        if self._connection.dialect.name == "postgresql":
            number = crc32(str(chat).encode())
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})

    def load(self, chat: ChatRef) -> Loaded:
        """The conversation of `chat`, a new one where there was none."""
        row = _load.run(self._connection, key_of(chat)).fetchone()
        return Loaded(CONVERSATION.load(row[0]), bool(row[1]), bool(row[2])) if row else Loaded(Conversation(chat))

    def get(self, chat: ChatRef) -> Conversation:
        """The conversation of `chat`, a new one where there was none."""
        return self.load(chat).conversation

    def last_at(self, chat: ChatRef) -> datetime | None:
        """When the citizen last wrote, or None; what the team does in between leaves it alone."""
        return self.get(chat).last_at

    def save(self, conversation: Conversation, now: datetime) -> None:
        """Keep `conversation` in place of what was kept of its chat."""
        _upsert.run(
            self._connection,
            {
                **key_of(conversation.chat),
                "state": CONVERSATION.dump(conversation),
                "open_case": conversation.open_case,
                "updated_at": now,
            },
        )

    def with_case(self, code: str) -> list[ChatRef]:
        """The chats that wait for the case `code`."""
        rows = self._connection.execute(_chats_of_case, {"code": code})
        return [ChatRef(row.channel, row.chat_id) for row in rows]

    def delete(self, chat: ChatRef) -> None:
        """Forget the conversation of `chat`."""
        self._connection.execute(_delete, key_of(chat))

    def delete_before(self, moment: datetime) -> int:
        """The number of conversations forgotten because nothing was said since `moment`; open cases keep theirs."""
        return self._connection.execute(_delete_old, {"before": moment}).rowcount
