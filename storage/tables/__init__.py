"""The tables. Rows never leave storage; what leaves it are the values of `flows`.

Structured values that are only ever read as a whole (a conversation, a message to send) are kept as one JSON text:
the same on SQLite and PostgreSQL, and one statement to read or write.
"""

from storage.tables.desk import CaseEntryRow, CaseRow, MemberRow, SignInLinkRow, SignInRow, TeamPostRow, VisitRow
from storage.tables.lessons import ContentEditRow, DayCountRow, DraftRow, FeedbackRow, MissedRow
from storage.tables.talks import (
    ChannelStateRow,
    ConversationRow,
    CounterRow,
    InboundRow,
    OutboxRow,
    ReminderRow,
    TurnRow,
)

__all__ = [
    "CaseEntryRow",
    "CaseRow",
    "ChannelStateRow",
    "ContentEditRow",
    "ConversationRow",
    "CounterRow",
    "DayCountRow",
    "DraftRow",
    "FeedbackRow",
    "InboundRow",
    "MemberRow",
    "MissedRow",
    "OutboxRow",
    "ReminderRow",
    "SignInLinkRow",
    "SignInRow",
    "TeamPostRow",
    "TurnRow",
    "VisitRow",
]
