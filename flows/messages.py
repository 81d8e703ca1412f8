"""What comes in and what goes out, the same on every channel."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChannelName(StrEnum):
    """The doors a citizen can come through; the value is what tables and logs keep."""

    WEB = "web"
    TELEGRAM = "telegram"
    TELEGRAM_TEAM = "telegram-team"  # the team's group; its chats are cases
    ZALO_OA = "zalo-oa"
    ZALO_BOT = "zalo-bot"
    CONSOLE = "console"
    COMMAND_LINE = "cli"


@dataclass(frozen=True, slots=True)
class ChatRef:
    """Where a conversation lives: a channel and that channel's own id of the chat."""

    channel: str
    chat_id: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.chat_id}"


class AttachmentKind(StrEnum):
    """The kinds of things a citizen can send beside words."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something sent beside words; `ref` is the channel's own handle (file id or address), never the bytes."""

    kind: AttachmentKind
    ref: str = ""
    name: str = ""
    size: int | None = None
    latitude: float | None = None
    longitude: float | None = None


class InboundKind(StrEnum):
    """What happened on the channel."""

    MESSAGE = "message"
    EDITED = "edited"
    DELETED = "deleted"
    STARTED = "started"  # opened the chat or followed the account
    STOPPED = "stopped"  # blocked the bot or unfollowed
    WITHDRAWN = "withdrawn"  # asked the platform to have their data deleted
    PERSON_ANSWERED = "person-answered"  # a colleague wrote in the platform's own inbox
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message of one citizen, as the channel understood it; `message_id` is unique within the channel."""

    chat: ChatRef
    message_id: str
    text: str = ""
    choice_id: str | None = None
    attachments: tuple[Attachment, ...] = ()
    sent_at: datetime | None = None
    kind: InboundKind = InboundKind.MESSAGE
    sender_name: str = ""
    in_group: bool = False
    addressed: bool = True  # in a group: the bot was mentioned or replied to
    start_with: str = ""  # what a deep link carries, e.g. "g_dang-ky-tam-tru"
    edits_message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: `id` is ASCII of at most 64 bytes (Telegram's limit on callback data), `label` is read by people."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to send; choices are buttons where the channel has them and numbered lines where not."""

    text: str
    choices: tuple[Choice, ...] = ()
    picture: str | None = None  # address of a picture to show with the text
    link: str | None = None  # an official page the text speaks of
    replaces_previous: bool = False  # may be shown by editing the message before (walking steps)
    attachments: tuple[Attachment, ...] = ()  # files of a team member, or data the citizen asked for
    document: tuple[str, str] | None = None  # (file name, text) to send as a file
