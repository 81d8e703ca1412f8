"""Values of `flows` as JSON text and back; defaults are left out, so a new field needs no migration."""

from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from flows.conversation import Conversation
from flows.messages import Attachment, Inbound, Outbound

Value = TypeVar("Value")


class AsJson(Generic[Value]):
    """Writes and reads values of one type."""

    def __init__(self, kind: Any) -> None:
        self._adapter: TypeAdapter[Value] = TypeAdapter(kind)
        self._last: tuple[Value | None, str] = (None, "")

    def dump(self, value: Value) -> str:
        """The value as JSON text. The last one is remembered: a reply is written into transcript and outbox."""
        known, text = self._last
        if value is not known or value is None:
            text = self._adapter.dump_json(value, exclude_defaults=True).decode()
            self._last = (value, text)
        return text

    def load(self, text: str) -> Value:
        """The value that `dump` wrote; fields nobody knows any more are left aside."""
        return self._adapter.validate_json(text)


CONVERSATION: AsJson[Conversation] = AsJson(Conversation)
INBOUND: AsJson[Inbound] = AsJson(Inbound)
OUTBOUND: AsJson[Outbound] = AsJson(Outbound)
OUTBOUNDS: AsJson[tuple[Outbound, ...]] = AsJson(tuple[Outbound, ...])  # written one by one, see turns.py
ATTACHMENTS: AsJson[tuple[Attachment, ...]] = AsJson(tuple[Attachment, ...])
WORDS: AsJson[tuple[str, ...]] = AsJson(tuple[str, ...])
PAIRS: AsJson[tuple[tuple[str, str], ...]] = AsJson(tuple[tuple[str, str], ...])
SCORES: AsJson[tuple[tuple[str, float], ...]] = AsJson(tuple[tuple[str, float], ...])
ANYTHING: AsJson[Any] = AsJson(Any)
