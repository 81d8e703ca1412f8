"""What both Zalo doors share: plain text of at most 2,000 characters, choices as numbers."""

import re

from bot.channels.base import map_link
from bot.channels.splitting import split, utf16_length, with_choices
from flows.messages import Attachment, AttachmentKind, Choice, Outbound

MAX_TEXT = 2_000
_TAPPED = re.compile(r"^#ct:([\x21-\x7e]{1,64})$")


def texts(message: Outbound) -> list[str]:
    """The messages that say everything: text, address of the official page, choices to answer with a number."""
    body = message.text
    if message.link and message.link not in body:
        body = f"{body}\n{message.link}"
    return with_choices(body, message.choices, MAX_TEXT, utf16_length)


def in_words(attachment: Attachment, address: str) -> str:
    """What stands for something Zalo does not show: where it can be opened or what it says, "" for nothing."""
    if attachment.kind is AttachmentKind.LOCATION:
        return f"Vị trí: {map_link(attachment)}"
    if attachment.kind is AttachmentKind.CONTACT or not address:
        return attachment.name
    return f"{attachment.name}\n{address}".strip()


def document_texts(name: str, text: str) -> list[str]:
    """A document as messages, for a door that takes no files."""
    return split(f"{name}\n\n{text}", MAX_TEXT, utf16_length)


def tap(choice: Choice) -> str:
    """What a button sends back; on Zalo a tap arrives as a text, so it must look like nothing a person types."""
    return f"#ct:{choice.id}"


def tapped(text: str) -> str | None:
    """The id of the choice whose button sent `text`, or None when a person typed it."""
    match = _TAPPED.match(text)
    return match[1] if match else None
