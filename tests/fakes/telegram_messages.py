"""The part of the fake Telegram that shows messages in chats."""

import asyncio
import itertools
from typing import Any

from tests.fakes.server import FakePlatform
from tests.fakes.telegram_people import Chat
from tests.fakes.telegram_rules import Refusal, bad, checked_caption, checked_keyboard, checked_text

BOT = {"id": 7000000001, "is_bot": True, "first_name": "Cầm Tay", "username": "camtay_bot"}
DATE = 1795300000
ABOUT_CHAT = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    ),
}
RIGHTS = tuple(
    f"can_{right}"
    for right in (
        "manage_chat",
        "delete_messages",
        "manage_video_chats",
        "restrict_members",
        "promote_members",
        "change_info",
        "invite_users",
        "post_stories",
        "edit_stories",
        "delete_stories",
    )
)


class MessageMethods(FakePlatform):
    """The methods of the Bot API that show, change and delete, and answer taps."""

    def __init__(self) -> None:
        super().__init__()
        self.chats: dict[int, Chat] = {}
        self.inline_answers: dict[str, list[dict[str, Any]]] = {}
        self.files: dict[str, bytes] = {}
        self.moved: dict[int, int] = {}
        self.open_taps: set[str] = set()
        self.answered_taps: set[str] = set()
        self.toasts: list[str] = []
        self.reactions: dict[int, str] = {}
        self.older_than_48_hours: set[int] = set()
        self._ids = itertools.count(1)

    def next_id(self) -> int:
        """A message number no message had before."""
        return next(self._ids)

    async def _on_sendmessage(self, call: dict[str, Any]) -> dict[str, Any]:
        return await self._show(call, text=checked_text(call))

    async def _on_sendphoto(self, call: dict[str, Any]) -> dict[str, Any]:
        photo = [{"file_id": self._keep(call, "photo"), "file_unique_id": "u", "width": 9, "height": 9}]
        return await self._show(call, photo=photo, caption=checked_caption(call))

    async def _on_senddocument(self, call: dict[str, Any]) -> dict[str, Any]:
        document = {"file_id": self._keep(call, "document"), "file_unique_id": "u"}
        return await self._show(call, document=document, caption=checked_caption(call))

    async def _on_sendvoice(self, call: dict[str, Any]) -> dict[str, Any]:
        voice = {"file_id": self._keep(call, "voice"), "file_unique_id": "u", "duration": 1}
        return await self._show(call, voice=voice, caption=checked_caption(call))

    async def _on_sendvideo(self, call: dict[str, Any]) -> dict[str, Any]:
        about = {"file_unique_id": "u", "width": 9, "height": 9, "duration": 1}
        video = {"file_id": self._keep(call, "video"), **about}
        return await self._show(call, video=video, caption=checked_caption(call))

    async def _on_sendlocation(self, call: dict[str, Any]) -> dict[str, Any]:
        return await self._show(call, location={key: float(call[key]) for key in ("latitude", "longitude")})

    async def _on_editmessagetext(self, call: dict[str, Any]) -> dict[str, Any]:
        chat = self._reachable(call)
        message = chat.find(int(call["message_id"]))
        if message is None or message["from"]["id"] != BOT["id"]:
            raise bad("message to edit not found")
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        text, keyboard = checked_text(call), checked_keyboard(call)
        if text == message["text"] and keyboard == message.get("reply_markup"):
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        await self._slowly(chat)
        message["text"] = text
        message.pop("reply_markup", None)  # an edit without a keyboard takes the keyboard away
        message.update({"reply_markup": keyboard} if keyboard else {})
        return {key: value for key, value in message.items() if not key.startswith("_")}

    async def _on_editmessagecaption(self, call: dict[str, Any]) -> dict[str, Any]:
        message = self._reachable(call).find(int(call["message_id"]))
        if message is None or "text" in message:
            raise bad("message to edit not found" if message is None else "there is no caption in the message to edit")
        message["caption"] = checked_caption(call)
        return {key: value for key, value in message.items() if not key.startswith("_")}

    async def _on_deletemessage(self, call: dict[str, Any]) -> bool:
        chat = self._reachable(call)
        message = chat.find(int(call["message_id"]))
        if message is None:
            raise bad("message to delete not found")
        if message["message_id"] in self.older_than_48_hours:
            raise bad("message can't be deleted for everyone")
        chat.messages.remove(message)
        return True

    async def _on_answercallbackquery(self, call: dict[str, Any]) -> bool:
        if call["callback_query_id"] not in self.open_taps:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(str(call.get("text") or "")) > 200:
            raise bad("MESSAGE_TOO_LONG")
        self.toasts.append(str(call.get("text") or ""))
        self.open_taps.remove(call["callback_query_id"])
        self.answered_taps.add(call["callback_query_id"])
        return True

    async def _on_answerinlinequery(self, call: dict[str, Any]) -> bool:
        results = call["results"]
        if len(results) > 50 or any(not 1 <= len(str(result["id"]).encode()) <= 64 for result in results):
            raise bad("RESULT_ID_INVALID")
        for result in results:
            checked_keyboard(result)
        self.inline_answers[call["inline_query_id"]] = results
        return True

    async def _on_getfile(self, call: dict[str, Any]) -> dict[str, Any]:
        if call["file_id"] not in self.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        return {"file_id": call["file_id"], "file_unique_id": "u", "file_path": f"files/{call['file_id']}"}

    async def _on_getchat(self, call: dict[str, Any]) -> dict[str, Any]:
        return {**ABOUT_CHAT, **self._reachable(call).described()}

    async def _on_getchatmember(self, call: dict[str, Any]) -> dict[str, Any]:
        traits = self._reachable(call).traits
        if not traits.get("_is_admin", True):
            return {"user": BOT, "status": "member"}
        rights = dict.fromkeys(RIGHTS, True)
        return {
            "user": BOT,
            "status": "administrator",
            **rights,
            "can_be_edited": False,
            "is_anonymous": False,
            "can_manage_topics": traits.get("_may_manage_topics", True),
        }

    async def _on_createforumtopic(self, call: dict[str, Any]) -> dict[str, Any]:
        chat = self._reachable(call)
        if not chat.traits.get("is_forum"):
            raise bad("the chat is not a forum")
        if not chat.traits.get("_may_manage_topics", True):
            raise bad("not enough rights to create a topic")
        if not 1 <= len(str(call["name"])) <= 128:
            raise bad("TOPIC_TITLE_INVALID")
        number = self.next_id()
        chat.topics[number] = str(call["name"])
        return {"message_thread_id": number, "name": call["name"], "icon_color": 7322096}

    async def _on_closeforumtopic(self, call: dict[str, Any]) -> bool:
        chat = self._reachable(call)
        if int(call["message_thread_id"]) in chat.closed:
            raise bad("TOPIC_NOT_MODIFIED")
        chat.closed.add(int(call["message_thread_id"]))
        return True

    async def _on_reopenforumtopic(self, call: dict[str, Any]) -> bool:
        chat = self._reachable(call)
        if int(call["message_thread_id"]) not in chat.closed:
            raise bad("TOPIC_NOT_MODIFIED")
        chat.closed.remove(int(call["message_thread_id"]))
        return True

    async def _on_editforumtopic(self, call: dict[str, Any]) -> bool:
        chat, number = self._reachable(call), int(call["message_thread_id"])
        if number not in chat.topics:
            raise bad("TOPIC_ID_INVALID")
        if chat.topics[number] == str(call["name"]):
            raise bad("TOPIC_NOT_MODIFIED")
        chat.topics[number] = str(call["name"])
        return True

    async def _on_setmessagereaction(self, call: dict[str, Any]) -> bool:
        message = self._reachable(call).find(int(call["message_id"]))
        if message is None:
            raise bad("message to react not found")
        self.reactions[int(call["message_id"])] = call["reaction"][0]["emoji"]
        return True

    async def _show(self, call: dict[str, Any], **content: Any) -> dict[str, Any]:
        chat = self._reachable(call)
        keyboard = checked_keyboard(call)
        topic = int(call["message_thread_id"]) if call.get("message_thread_id") else None
        if topic is not None and topic not in chat.topics:
            raise bad("message thread not found")
        if topic in chat.closed:
            raise bad("TOPIC_CLOSED")
        reply = call.get("reply_parameters") or {}
        if reply and chat.find(int(reply["message_id"])) is None and not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        await self._slowly(chat)
        message = {"message_id": self.next_id(), "from": BOT, "chat": chat.described(), "date": DATE, **content}
        message |= {"reply_markup": keyboard} if keyboard else {}
        message |= {"message_thread_id": topic, "is_topic_message": True} if topic is not None else {}
        chat.messages.append(message | {"_reply_to": int(reply["message_id"]) if reply else None})
        return message

    def _reachable(self, call: dict[str, Any]) -> Chat:
        if not call.get("chat_id"):
            raise bad("chat_id is empty")
        number = int(call["chat_id"])
        if number in self.moved:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.moved[number],
            )
        chat = self.chats.get(number)
        if chat is None or not chat.known:
            raise bad("chat not found")
        if str(number) in self.faults.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if (seconds := self.faults.wait_asked(str(number))) is not None:
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        return chat

    async def _slowly(self, chat: Chat) -> None:
        await asyncio.sleep(self.faults.delay(str(chat.number)))

    def _keep(self, call: dict[str, Any], field: str) -> str:
        """The file id of what was uploaded, or of the address or id that was named."""
        content = call.get(field)
        if isinstance(content, bytes):
            name = f"file-{len(self.files)}"
            self.files[name] = content
            return name
        if isinstance(content, str) and content in self.files:
            return content
        if not isinstance(content, str) or not content.startswith(("https://", "http://")):
            raise bad("wrong file identifier/HTTP URL specified")
        return content
