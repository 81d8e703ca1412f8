"""What members do in the team's group, read from Telegram's updates."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

import telegram
from telegram import CallbackQuery, Chat, Message, Update
from telegram.constants import ReactionEmoji

from bot.channels.base import DeliveryError
from bot.channels.memory import Recent
from bot.channels.team import Deed, Reply, TeamAct, TeamRoom
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_connection import quietly
from bot.channels.telegram_inbound import attachments_of
from flows.case_codes import ALPHABET, LENGTH
from flows.messages import Attachment, AttachmentKind
from flows.team_card import PREFIX

LONGEST_TOAST = 200  # Telegram's limit on the answer to a tap
_CODE = re.compile(rf"#([{ALPHABET}]{{{LENGTH}}})\b")
_COMMAND = re.compile(r"^/(?P<name>\w+)(?:@\w+)?(?:\s+(?P<rest>.*))?$", re.DOTALL)
_PRESENCE = {"truc": Deed.PRESENT, "nghi": Deed.AWAY}
_TAPS = {Deed.CLAIM, Deed.RELEASE, Deed.UP, Deed.LIST, Deed.GIVE, Deed.CLOSE, Deed.REOPEN, Deed.JOIN}
_SUFFIXES = {AttachmentKind.PHOTO: ".jpg", AttachmentKind.VOICE: ".ogg", AttachmentKind.VIDEO: ".mp4"}
_SUFFIX = re.compile(r"^\.[a-z0-9]{1,5}$")
_PASSED_ON = (*_SUFFIXES, AttachmentKind.FILE, AttachmentKind.LOCATION)


class TeamUpdates:
    """Sees updates before the citizens' conversations do; `look_again` is called when the group may have topics now."""

    def __init__(
        self, citizens: TelegramChannel, room: TeamRoom, group: Callable[[], int], look_again: Callable[[], None]
    ) -> None:
        self._citizens, self._room, self._group, self._look_again = citizens, room, group, look_again
        self._was_forum: bool | None = None
        self._told: Recent[int, bool] = Recent(500)  # messages whose editing was spoken of

    async def handle(self, update: Update) -> bool:
        """Whether the update was the team's; it is done once this returns, and raises to be handed over again."""
        if update.callback_query is not None:
            return await self._tapped(update.callback_query)
        chat = update.effective_chat
        if chat is None or not self._is_group(chat.id):
            return False
        if update.my_chat_member is not None:  # perhaps the bot may make topics now
            self._look_again()
        elif update.edited_message is not None:
            await self._edited(update.edited_message)
        elif update.message is not None:
            self._note_topics(update.message.chat)
            return await self._written(update.message)
        return True

    def _is_group(self, chat_id: int) -> bool:
        return self._citizens.now_at(chat_id) == self._group()

    def _note_topics(self, chat: Chat) -> None:
        if chat.is_forum and self._was_forum is False:
            self._look_again()
        self._was_forum = bool(chat.is_forum)

    async def _tapped(self, query: CallbackQuery) -> bool:
        if not (query.data or "").startswith(PREFIX):
            return False
        deed, _, rest = (query.data or "").removeprefix(PREFIX).partition(":")
        code, _, about = rest.partition(":")
        reply = Reply("Nút này không còn dùng được.", done=False)
        if query.message is not None and self._is_group(query.message.chat.id) and deed in _TAPS:
            person = query.from_user
            act = TeamAct(Deed(deed), code, str(person.id), person.full_name, f"q:{query.id}", about=about)
            reply = await self._room.act(act)
        await quietly(query.answer(reply.text[:LONGEST_TOAST], show_alert=not reply.done))
        return True

    async def _written(self, message: Message) -> bool:
        person = message.from_user
        if person is None or person.is_bot:
            if message.sender_chat is not None and message.sender_chat.id == message.chat.id:
                await self._warn(message, Deed.HIDDEN)
            return True
        command = _COMMAND.match(message.text or message.caption or "")
        if command is not None and command["name"] in _PRESENCE:
            await self._do(message, _PRESENCE[command["name"]], "", "")
            return True
        if (command is not None and command["name"] != "ghichu") or self._asks_the_assistant(message):
            return False
        code = await self._code_of(message)
        if command is not None:
            await self._do(message, Deed.NOTE if code else Deed.NO_CASE, code, command["rest"] or "")
        elif code and not _answers_a_person(message):
            await self._do(message, Deed.ANSWER, code, message.text or message.caption or "")
        return bool(code) or command is not None

    def _asks_the_assistant(self, message: Message) -> bool:
        """Whether the bot's own name is called: what the assistant would say, members may ask even under a case."""
        name = f"@{self._citizens.username}".lower()
        return len(name) > 1 and name in (message.text or message.caption or "").lower().split()

    async def _edited(self, message: Message) -> None:
        """Say once that the citizen still has the words as they were; notes and talk among members are nobody's."""
        is_note = (message.text or message.caption or "").startswith("/")
        if is_note or _answers_a_person(message) or self._told.get(message.message_id):
            return
        self._told.put(message.message_id, True)
        await self._warn(message, Deed.EDITED)

    async def _warn(self, message: Message, deed: Deed) -> None:
        code = await self._code_of(message)
        if code:
            await self._do(message, deed, code, "")

    async def _code_of(self, message: Message) -> str:
        """The case a message is about: its topic's, or the one named in what it replies to."""
        if message.is_topic_message and message.message_thread_id is not None:
            post = await self._room.post_at(str(self._group()), str(message.message_thread_id))
            if post is not None:
                return post.case_code
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or replied.from_user.id != self._citizens.number:
            return ""
        named = _CODE.search(replied.text or replied.caption or "")
        return named[1] if named else ""

    async def _do(self, message: Message, deed: Deed, code: str, text: str) -> None:
        person = message.from_user
        if person is None:
            return
        act = TeamAct(
            deed, code, str(person.id), person.full_name, f"{message.chat.id}:{message.message_id}", text.strip()
        )
        sent = [one for one in attachments_of(message) if one.kind in _PASSED_ON]
        if deed in (Deed.ANSWER, Deed.NOTE) and sent:
            act = await self._with_files(act, sent)
        if not act.text and not act.attachments and act.deed is Deed.ANSWER:
            return  # somebody changed the topic, sent a sticker, …
        reply = await self._room.act(act)
        await quietly(message.set_reaction(ReactionEmoji.THUMBS_UP if reply.done else ReactionEmoji.THUMBS_DOWN))

    async def _with_files(self, act: TeamAct, sent: list[Attachment]) -> TeamAct:
        """The act with what was sent beside words kept by the service, so that any channel can pass it on."""
        kept: list[Attachment] = []
        for one in sent:
            if one.kind is AttachmentKind.LOCATION:
                kept.append(one)
                continue
            try:
                content = await self._citizens.fetch(one.ref)
            except DeliveryError as error:
                if not error.permanent:
                    raise
                return TeamAct(Deed.TOO_BIG, act.code, act.person_id, act.person_name, act.message_id)
            ref = await self._room.save_file(content, _suffix(one))
            kept.append(Attachment(one.kind, ref, one.name, len(content)))
        return TeamAct(act.deed, act.code, act.person_id, act.person_name, act.message_id, act.text, tuple(kept))


def _answers_a_person(message: Message) -> bool:
    """Whether a member speaks to another member rather than to the citizen."""
    replied: telegram.Message | None = message.reply_to_message
    if replied is None or replied.from_user is None or replied.forum_topic_created is not None:
        return False
    return not replied.from_user.is_bot


def _suffix(attachment: Attachment) -> str:
    own = PurePosixPath(attachment.name).suffix.lower()
    return own if _SUFFIX.match(own) else _SUFFIXES.get(attachment.kind, ".bin")
