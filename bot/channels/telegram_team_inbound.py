"""What members do in the team's group, read from Telegram's updates."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

import telegram
from telegram import CallbackQuery, Chat, Message, Update
from telegram.constants import ReactionEmoji

from bot.channels.base import DeliveryError
from bot.channels.team import Deed, Reply, TeamAct, TeamRoom
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_connection import quietly
from bot.channels.telegram_inbound import attachments_of
from flows.case_codes import ALPHABET, LENGTH
from flows.messages import Attachment, AttachmentKind
from flows.team_card import PREFIX

START = "nv_"  # how the payload of a member's link begins
LONGEST_TOAST = 200  # Telegram's limit on the answer to a tap
_CODE = re.compile(rf"#([{ALPHABET}]{{{LENGTH}}})\b")
_COMMAND = re.compile(r"^/(?P<name>\w+)(?:@\w+)?(?:\s+(?P<rest>.*))?$", re.DOTALL)
_PRESENCE = {"truc": Deed.PRESENT, "nghi": Deed.AWAY}
_TAPS = {Deed.CLAIM, Deed.RELEASE, Deed.UP, Deed.LIST, Deed.GIVE, Deed.CLOSE, Deed.REOPEN, Deed.JOIN}
_SUFFIXES = {AttachmentKind.PHOTO: ".jpg", AttachmentKind.VOICE: ".ogg", AttachmentKind.VIDEO: ".mp4"}
_SUFFIX = re.compile(r"^\.[a-z0-9]{1,5}$")
_PASSED_ON = (*_SUFFIXES, AttachmentKind.FILE)


class TeamUpdates:
    """Sees updates before the citizens' conversations do."""

    def __init__(self, citizens: TelegramChannel, room: TeamRoom, group: Callable[[], int]) -> None:
        self._citizens, self._room, self._group = citizens, room, group

    async def handle(self, update: Update) -> bool:
        """Whether the update was the team's; it is done once this returns, and raises to be handed over again."""
        if update.callback_query is not None:
            return await self._tapped(update.callback_query)
        message = update.message
        if message is None or message.from_user is None:
            return update.edited_message is not None and update.edited_message.chat.id == self._group()
        if message.chat.type == Chat.PRIVATE:
            return await self._joined(message)
        return message.chat.id == self._group() and await self._written(message)

    async def _tapped(self, query: CallbackQuery) -> bool:
        if not (query.data or "").startswith(PREFIX):
            return False
        deed, _, rest = (query.data or "").removeprefix(PREFIX).partition(":")
        code, _, about = rest.partition(":")
        reply = Reply("Nút này không còn dùng được.", done=False)
        if query.message is not None and query.message.chat.id == self._group() and deed in _TAPS:
            person = query.from_user
            act = TeamAct(Deed(deed), code, str(person.id), person.full_name, f"q:{query.id}", about=about)
            reply = await self._room.act(act)
        await quietly(query.answer(reply.text[:LONGEST_TOAST], show_alert=not reply.done))
        return True

    async def _joined(self, message: Message) -> bool:
        """Whether a member opened the link that ties their account to their name in the team."""
        command = _COMMAND.match(message.text or "")
        payload = (command["rest"] or "").strip() if command and command["name"] == "start" else ""
        if not payload.startswith(START) or message.from_user is None:
            return False
        person = message.from_user
        words = await self._room.let_in(payload.removeprefix(START), str(person.id), person.full_name)
        await quietly(self._citizens.bot.send_message(message.chat.id, words))
        return True

    async def _written(self, message: Message) -> bool:
        if message.from_user is None or message.from_user.is_bot:
            return True
        command = _COMMAND.match(message.text or message.caption or "")
        if command is not None and command["name"] in _PRESENCE:
            await self._do(message, _PRESENCE[command["name"]], "", "")
            return True
        if command is not None and command["name"] != "ghichu":
            return False
        code = await self._code_of(message)
        if not code:
            return False
        if command is not None:
            await self._do(message, Deed.NOTE, code, command["rest"] or "")
        elif not _answers_a_person(message):
            await self._do(message, Deed.ANSWER, code, message.text or message.caption or "")
        return True

    async def _code_of(self, message: Message) -> str:
        """The case a message is about: its topic's, or the one named in what it replies to."""
        if message.is_topic_message and message.message_thread_id is not None:
            post = await self._room.post_at(str(message.chat.id), str(message.message_thread_id))
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
        if reply.done:
            await quietly(message.set_reaction(ReactionEmoji.THUMBS_UP))

    async def _with_files(self, act: TeamAct, sent: list[Attachment]) -> TeamAct:
        """The act with what was sent beside words kept by the service, so that any channel can pass it on."""
        kept: list[Attachment] = []
        for one in sent:
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
