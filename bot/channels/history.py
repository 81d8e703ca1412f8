"""The lines of a conversation as a page of the web chat shows them."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flows.messages import ChatRef, Choice


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file a page can show or open."""

    kind: str  # an AttachmentKind
    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line of a conversation as a page shows it; `id` grows with time, 0 for the citizen's own lines."""

    id: int
    author: str  # "citizen", "bot" or "person"
    text: str
    at: datetime | None = None
    choices: tuple[Choice, ...] = ()
    picture: str | None = None
    document: tuple[str, str] | None = None
    link: str | None = None  # an official page the text speaks of without naming it
    files: tuple[ShownFile, ...] = ()
    is_picture: bool = False  # the citizen sent a picture, and no words

    @property
    def site(self) -> str:
        """The name of the site `link` leads to."""
        return urlsplit(self.link).netloc if self.link else ""

    def as_json(self) -> str:
        """The line as the page's script reads it."""
        document = {"name": self.document[0], "text": self.document[1]} if self.document else None
        line = {
            "id": self.id,
            "author": self.author,
            "text": self.text,
            "choices": [asdict(choice) for choice in self.choices],
            "picture": self.picture,
            "document": document,
            "link": {"address": self.link, "site": self.site} if self.link else None,
            "files": [asdict(file) for file in self.files],
        }
        return json.dumps(line, ensure_ascii=False)


History = Callable[[ChatRef, int], Awaitable[Sequence[HistoryLine]]]  # lines after an id, oldest first
