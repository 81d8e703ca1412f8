"""The team's group on Telegram as a desk: a topic for each case where the group has topics, replies where not."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import telegram
from aiohttp import web
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.base import ChannelFacts, DeliveryError, Media
from bot.channels.pace import GROUP_MESSAGES, Slots
from bot.channels.parts import PartsSent
from bot.channels.team import TeamRoom
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_commands import register_team_commands
from bot.channels.telegram_errors import CANNOT_EDIT, NO_TOPIC, NO_TOPICS_HERE, NOBODY, UNCHANGED, delivery_error, says
from bot.channels.telegram_files import attachment_parts
from bot.channels.telegram_inbound import Place
from bot.channels.telegram_outbound import MAX_TEXT, Sender, keyboard
from bot.channels.telegram_taking_back import take_back
from bot.channels.telegram_team_inbound import TeamUpdates
from flows.messages import ChannelName, ChatRef, Outbound
from flows.person_names import for_others
from flows.privacy import mask
from flows.records import TeamPost
from flows.team_card import CITIZEN_SAID, TeamCard

log = logging.getLogger(__name__)

PAUSE = 60.0  # before the group is tried again that lets nobody write
_HALF = 12  # letters of a digest; one half tells the title, the other the card
_CLOSED = "closed:"  # before the digest of a card whose topic was closed
_GONE = (
    "Bot không viết được vào nhóm Telegram của Tổ. Hãy thêm bot vào nhóm, cho làm quản trị viên, "
    "và xem lại CAMTAY_TELEGRAM_TEAM_CHAT."
)


class TelegramTeam:
    """A channel whose chats are cases: `ChatRef("telegram-team", code)`; the chat "" is the group itself.

    An Outbound without words only brings the case's card up to date. With `masked`, what citizens send beside words
    is named and not shown, and their words stand there without numbers and names.
    """

    name: str = ChannelName.TELEGRAM_TEAM
    facts = ChannelFacts(max_text=MAX_TEXT)

    def __init__(
        self,
        citizens: TelegramChannel,
        group: int,
        room: TeamRoom,
        *,
        media: Media | None = None,
        masked: bool = True,
        rate: float = GROUP_MESSAGES,
    ) -> None:
        self._citizens, self._configured, self._room = citizens, group, room
        self._media, self._masked = media, masked
        self._bot = citizens.bot
        self._sender = Sender(citizens.bot, media)
        self._slots = Slots(rate, 60.0)
        self._parts = PartsSent()
        self._has_topics = True  # until Telegram says otherwise
        self._trouble = ""
        self._introducing: asyncio.Task[None] | None = None
        citizens.add_handler(TeamUpdates(citizens, room, lambda: self._group, self._look_for_topics).handle)

    @property
    def _group(self) -> int:
        return self._citizens.now_at(self._configured)

    @property
    def alarm(self) -> str:
        """What an admin must do before the group works again; empty while all is well."""
        return self._trouble

    def routes(self) -> list[web.RouteDef]:
        """None: updates come in through the citizens' channel."""
        return []

    async def start(self) -> None:
        """Tell Telegram the members' commands, as soon as it can be reached."""
        self._introducing = asyncio.create_task(self._introduce())

    async def stop(self) -> None:
        """Stop trying to."""
        if self._introducing is not None:
            self._introducing.cancel()
            await asyncio.gather(self._introducing, return_exceptions=True)

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        """Take back a post about a case, all its parts; the card stays, for it is brought up to date."""
        post = await self._room.post_of(chat.chat_id)
        card_id = post.card_id if post else ""
        try:
            for number in message_id.split():
                if number != card_id:
                    await take_back(self._bot, self._group, int(number), self._slots.take)
        except TelegramError as error:
            raise self._refused(error) from error

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        """The ids of what was shown, spaces between; the card is brought up to date first."""
        try:
            sent = await self._send(chat, message)
        except ChatMigrated as error:
            await self._citizens.move(self._group, error.new_chat_id)
            sent = await self._send(chat, message)
        except TelegramError as error:
            raise self._refused(error) from error
        self._trouble = ""
        return sent

    async def _introduce(self) -> None:
        while True:
            try:
                await register_team_commands(self._bot, self._group)
            except TelegramError as error:
                log.info("the group's commands could not be registered yet: %s", error.message)
                await asyncio.sleep(PAUSE)
            else:
                return

    def _look_for_topics(self) -> None:
        self._has_topics = True

    async def _send(self, chat: ChatRef, message: Outbound) -> str:
        code, post = chat.chat_id, None
        card = await self._room.card(code, self._masked) if code else None
        if code and card is None:
            return ""  # the case is forgotten
        if card is not None:
            post = await self._shown(code, card)
        sent = await self._say(chat, message, post) if message.text or message.attachments else ""
        if card is not None and post is not None:
            await self._open_or_shut(post, card)
        return sent or (post.card_id if post else "")

    async def _shown(self, code: str, card: TeamCard) -> TeamPost:
        """Where the case stands, its card and title as they should be."""
        post = await self._room.post_of(code)
        if post is None or post.group_id != str(self._group):  # a new supergroup knows none of the old messages
            post = await self._in_new_topic(TeamPost(code, str(self._group)), card)
        if post.shown.removeprefix(_CLOSED) == _digest(card):
            return post
        was_shut = post.shown.startswith(_CLOSED)
        if was_shut and not card.is_closed:
            await self._courtesy(lambda where: self._bot.reopen_forum_topic(**where), post)
        post = await self._drawn(post, card)
        shown = f"{_CLOSED if was_shut and card.is_closed else ''}{_digest(card)}"
        post = replace(post, shown=shown)
        await self._room.keep_post(post)
        return post

    async def _drawn(self, post: TeamPost, card: TeamCard) -> TeamPost:
        if post.card_id and await self._edited(post, card):
            if not post.shown.removeprefix(_CLOSED).startswith(_short(card.title)):
                await self._courtesy(lambda where: self._bot.edit_forum_topic(**where, name=card.title), post)
            return post
        if post.card_id:  # somebody removed the card, and perhaps its topic
            post = await self._in_new_topic(post, card)
        try:
            return await self._with_card(post, card)
        except BadRequest as error:
            if not post.topic_id or not says(error, NO_TOPIC):
                raise
        return await self._with_card(await self._in_new_topic(post, card), card)

    async def _with_card(self, post: TeamPost, card: TeamCard) -> TeamPost:
        """The post with a card of its own where it stands."""
        self._slots.take()
        sent = await self._bot.send_message(text=card.text, reply_markup=_buttons(card), **_where(post))
        return replace(post, card_id=str(sent.message_id))

    async def _edited(self, post: TeamPost, card: TeamCard) -> bool:
        """Whether the card could be changed, or says the same already."""
        self._slots.take()
        try:
            await self._bot.edit_message_text(
                card.text, chat_id=post.group_id, message_id=int(post.card_id), reply_markup=_buttons(card)
            )
        except BadRequest as error:
            if says(error, (UNCHANGED,)):
                return True
            if says(error, CANNOT_EDIT):
                return False
            raise
        return True

    async def _in_new_topic(self, post: TeamPost, card: TeamCard) -> TeamPost:
        """The post in a topic of its own, remembered at once: what follows may have to wait for the group's pace."""
        post = replace(post, topic_id=await self._new_topic(card))
        await self._room.keep_post(post)
        return post

    async def _new_topic(self, card: TeamCard) -> str:
        """The id of a new topic, or "" where the group has none or we may not make any."""
        if not self._has_topics:
            return ""
        self._slots.take()
        try:
            topic = await self._bot.create_forum_topic(self._group, card.title)
        except BadRequest as error:
            if not says(error, NO_TOPICS_HERE):
                raise
            log.info("the team's group has no topics for us: %s", error.message)
            self._has_topics = False
            return ""
        return str(topic.message_thread_id)

    async def _open_or_shut(self, post: TeamPost, card: TeamCard) -> None:
        if card.is_closed and not post.shown.startswith(_CLOSED):
            await self._courtesy(lambda where: self._bot.close_forum_topic(**where), post)
            await self._room.keep_post(replace(post, shown=f"{_CLOSED}{post.shown}"))

    async def _courtesy(self, call: Callable[[dict[str, Any]], Awaitable[object]], post: TeamPost) -> None:
        """Do something to the topic, where there is one, that nobody misses when Telegram refuses it."""
        if not post.topic_id:
            return
        self._slots.take()
        try:
            await call(_where(post))
        except BadRequest as error:
            log.info("Telegram did not change a topic: %s", error.message)

    async def _say(self, chat: ChatRef, message: Outbound, post: TeamPost | None) -> str:
        text = self._for_group(message.text)
        text = f"#{post.case_code} {text}" if post and not post.topic_id else text
        place = Place(self._group, int(post.topic_id) if post and post.topic_id else None)
        reply_to = int(post.card_id) if post and post.card_id and not post.topic_id else None
        code = post.case_code if post else ""
        more, parts = attachment_parts(self._bot, place, reply_to, message.attachments, code, self._media, self._masked)
        words = "\n".join(part for part in (text, *more) if part)
        said = replace(message, text=words, attachments=())
        parts = [*self._sender.parts(place, said, reply_to), *parts] if words else parts
        return " ".join(await self._parts.send_all(chat, message, [self._paced(part) for part in parts]))

    def _for_group(self, text: str) -> str:
        """The words without personal data where they are masked, those of citizens without names too."""
        if not self._masked:
            return text
        if text.startswith(CITIZEN_SAID):
            return CITIZEN_SAID + for_others(text.removeprefix(CITIZEN_SAID))
        return mask(text).text

    def _paced(self, part: Callable[[], Awaitable[str]]) -> Callable[[], Awaitable[str]]:
        async def paced() -> str:
            self._slots.take()
            return await part()

        return paced

    def _refused(self, error: TelegramError) -> DeliveryError:
        """What delivery should do: a group that lets nobody write is waited for, until an admin has mended it."""
        if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and says(error, NOBODY)):
            self._trouble = _GONE
            return DeliveryError(error.message, retry_after=PAUSE)
        return delivery_error(error)


def _where(post: TeamPost) -> dict[str, Any]:
    topic = int(post.topic_id) if post.topic_id else None
    return {"chat_id": int(post.group_id), "message_thread_id": topic}


def _buttons(card: TeamCard) -> telegram.InlineKeyboardMarkup | None:
    return keyboard(card.choices, None)


def _digest(card: TeamCard) -> str:
    return f"{_short(card.title)}{_short(repr((card.text, card.choices)))}"


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_HALF]
