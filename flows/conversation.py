"""The state of a conversation, what a turn decides, and what it asks the shell to do."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from flows.cases import Case, CaseReason
from flows.guides import Aspect
from flows.messages import Attachment, ChatRef, Choice, Outbound
from flows.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Reminder:
    """A moment the citizen asked to be reminded of."""

    id: str
    at: datetime
    text: str
    guide_id: str | None = None
    is_result_day: bool = False


class Awaited(StrEnum):
    """What the next free text may answer; "reason" and "rating" name after a colon what they are about."""

    WHICH = "which"  # which of the guides that were offered
    SUBJECT = "subject"  # of which procedure the fee, time … was asked
    PLACE = "place"  # where the citizen lives
    REMINDER = "reminder"  # when to remind
    REASON = "reason"  # why a guide did not help
    RATING = "rating"  # a word beside the stars of a case


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything the next turn needs to know of the turns before; kept as one JSON value, ids only, never positions."""

    chat: ChatRef
    language: str = "vi"
    plain: bool = False  # elder manner: one action per message, big numbered choices
    guide_id: str | None = None
    step_id: str | None = None
    path: tuple[str, ...] = ()  # ids of the steps already shown, for "back" and for the step's number
    offered: tuple[Choice, ...] = ()  # what a typed "1" refers to
    aspect: Aspect | None = None
    waiting_for: str = ""  # an Awaited, or "" where nothing was asked
    misses: int = 0  # no match in a row
    refusals: int = 0  # "không phải" in a row
    troubles_tried: tuple[str, ...] = ()
    open_case: str = ""  # code of the case a person handles
    silence_told: bool = False  # the citizen was told that the bot is silent
    place: str = ""  # today's commune, by its official code
    feedback_asked: tuple[str, ...] = ()  # guides whose "did it help" was asked
    last_at: datetime | None = None
    notes: tuple[tuple[str, str], ...] = ()  # small memories of single flows, by name


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Ask the shell to open the case whose number and code `Known.new_case` announced."""

    reason: CaseReason
    question: str
    guide_id: str | None = None
    step_id: str | None = None
    attachments: tuple[Attachment, ...] = ()
    hamlet: str = ""  # where the citizen said to live, unless the question names a hamlet itself


@dataclass(frozen=True, slots=True)
class AppendToCase:
    """Add what the citizen wrote or sent to the open case; what only `settles` it asks nobody for an answer."""

    code: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    settles: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawCase:
    """Close the own case: its citizen needs nobody any more."""

    code: str


@dataclass(frozen=True, slots=True)
class RateCase:
    """Keep the citizen's rating (1–5) or word about a closed case."""

    code: str
    stars: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class KeepFeedback:
    """Count whether a guide helped."""

    guide_id: str
    helped: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LogMissed:
    """Keep a question nobody could answer, masked, for the editors."""

    question: str
    outcome: Outcome
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetReminder:
    """Keep a reminder of this chat."""

    reminder: Reminder


@dataclass(frozen=True, slots=True)
class CancelReminder:
    """Forget a reminder of this chat."""

    reminder_id: str


@dataclass(frozen=True, slots=True)
class DeleteMyData:
    """Delete what is kept of this chat. Cases keep only masked text, and not even that with `also_cases`."""

    also_cases: bool = False


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    """Delete the citizen's message from the chat, where the channel allows it (an OTP, a password)."""

    message_id: str


Effect = (
    OpenCase
    | AppendToCase
    | WithdrawCase
    | RateCase
    | KeepFeedback
    | LogMissed
    | SetReminder
    | CancelReminder
    | DeleteMyData
    | DeleteMessage
)


@dataclass(frozen=True, slots=True)
class NewCase:
    """The number and code the next case would get."""

    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days things are kept."""

    conversation_days: int = 30
    case_days: int = 180


@dataclass(frozen=True, slots=True)
class KeptData:
    """What is kept of a chat, for "dữ liệu của tôi"."""

    turns: int = 0
    first_at: datetime | None = None
    cases: tuple[Case, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    retention: Retention = field(default_factory=Retention)
    export_json: str = ""
    export_text: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the shell looked up before the turn, since the core may not look itself."""

    new_case: NewCase = field(default_factory=lambda: NewCase(0, ""))
    open_case: Case | None = None  # of Conversation.open_case
    closed_case: Case | None = None  # the last one that was closed, while no other is open
    asked_case: Case | None = None  # of a case code found in the text, whoever it belongs to
    reminders: tuple[Reminder, ...] = ()
    new_reminder_id: str = ""
    private_link: str = ""  # in a group: the address that opens a private chat, up to what it carries ("…?start=")
    reply_window: timedelta | None = None  # how long after the citizen's last message the channel lets one write
    kept: KeptData | None = None  # only when the text is a command about the citizen's own data


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message led to. `question` is the masked text; it alone is stored."""

    conversation: Conversation
    replies: tuple[Outbound, ...]
    outcome: Outcome
    effects: tuple[Effect, ...] = ()
    question: str = ""
    guide_id: str | None = None
    step_id: str | None = None
    aspect: Aspect | None = None
    matches: tuple[tuple[str, float], ...] = ()
