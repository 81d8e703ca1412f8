"""People on the fake Telegram: what they send, tap and see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.telegram_api import FakeTelegram


@dataclass
class Chat:
    """A chat with everything in it; `known` once the bot may write to it."""

    number: int
    traits: dict[str, Any]
    known: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)
    topics: dict[int, str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)

    def described(self) -> dict[str, Any]:
        return {"id": self.number, **{name: value for name, value in self.traits.items() if name[0] != "_"}}

    def find(self, number: int) -> dict[str, Any] | None:
        return next((message for message in self.messages if message["message_id"] == number), None)

    @property
    def from_bot(self) -> list[dict[str, Any]]:
        """What the bot wrote here, oldest first."""
        return [message for message in self.messages if message["from"]["is_bot"]]

    @property
    def texts(self) -> list[str]:
        """The words of what the bot wrote here."""
        return [message.get("text") or message.get("caption") or "" for message in self.from_bot]


@dataclass
class Person:
    """Somebody with a phone, in a private chat or a group."""

    telegram: FakeTelegram
    number: int
    name: str
    chat: Chat
    language: str = "vi"

    def at(self, chat: Chat) -> Person:
        """The same person in another chat."""
        return Person(self.telegram, self.number, self.name, chat, self.language)

    def described(self) -> dict[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": self.name, "language_code": self.language}

    async def write(self, text: str, **more: Any) -> dict[str, Any]:
        """Send words; returns the update."""
        entities = []
        if text.startswith("/"):
            entities.append({"type": "bot_command", "offset": 0, "length": len(text.split()[0])})
        if (at := text.find("@camtay_bot")) >= 0 and not text.startswith("/"):
            entities.append({"type": "mention", "offset": at, "length": len("@camtay_bot")})
        return await self.send(text=text, **({"entities": entities} if entities else {}), **more)

    async def send(self, **content: Any) -> dict[str, Any]:
        """Send anything a message of Telegram can hold; returns the update."""
        message = self.message(**content)
        return await self.telegram.publish(message=message)

    def message(self, **content: Any) -> dict[str, Any]:
        """A message of this person, put into the chat but not yet told to the bot."""
        self.chat.known = True
        number = self.telegram.next_id()
        message = {
            "message_id": number,
            "from": self.described(),
            "chat": self.chat.described(),
            "date": 1795300000 + number,
            **content,
        }
        self.chat.messages.append(message)
        return message

    async def reply(self, to: dict[str, Any], text: str = "", **more: Any) -> dict[str, Any]:
        """Answer a message of this chat; in a topic the answer stands there too."""
        shown = {key: value for key, value in to.items() if not key.startswith("_")}
        topic = {key: to[key] for key in ("message_thread_id", "is_topic_message") if key in to}
        content = {**topic, "reply_to_message": shown, **more}
        return await self.write(text, **content) if text else await self.send(**content)

    async def write_in_topic(self, topic: int, text: str, **more: Any) -> dict[str, Any]:
        """Send words into a topic of a forum."""
        return await self.write(text, message_thread_id=topic, is_topic_message=True, **more)

    async def edit(self, message: dict[str, Any], text: str) -> dict[str, Any]:
        """Change something sent before; returns the update."""
        message["text"] = text
        return await self.telegram.publish(edited_message={**message, "edit_date": message["date"] + 60})

    async def tap(self, label: str, message: dict[str, Any] | None = None, *, too_old: bool = False) -> dict[str, Any]:
        """Tap the newest button with this label, or that of `message`; returns the update."""
        data, under = self._button(label, message)
        query_id = f"tap-{self.telegram.next_id()}"
        self.telegram.open_taps.add(query_id)
        shown = {key: value for key, value in under.items() if not key.startswith("_")}
        if too_old:
            shown = {"chat": self.chat.described(), "message_id": under["message_id"], "date": 0}
        query = {"id": query_id, "from": self.described(), "chat_instance": "1", "data": data, "message": shown}
        return await self.telegram.publish(callback_query=query)

    def _button(self, label: str, message: dict[str, Any] | None) -> tuple[str, dict[str, Any]]:
        for under in [message] if message else reversed(self.chat.from_bot):
            for row in under.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label and "callback_data" in button:
                        return str(button["callback_data"]), under
        raise AssertionError(f"no button {label!r} to tap")

    async def ask_inline(self, query: str) -> str:
        """Type after the bot's name in another chat; returns the id of the question."""
        query_id = f"inline-{self.telegram.next_id()}"
        await self.telegram.publish(
            inline_query={"id": query_id, "from": self.described(), "query": query, "offset": ""}
        )
        return query_id

    async def block(self) -> None:
        """Block the bot; Telegram tells it."""
        self.telegram.faults.blocked.add(str(self.number))
        bot = {"id": 7000000001, "is_bot": True, "first_name": "Cầm Tay", "username": "camtay_bot"}
        await self.telegram.publish(
            my_chat_member={
                "chat": self.chat.described(),
                "from": self.described(),
                "date": 1795300000,
                "old_chat_member": {"user": bot, "status": "member"},
                "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
            }
        )
