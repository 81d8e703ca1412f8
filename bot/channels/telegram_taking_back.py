"""Taking back what the bot wrote into a group: deleted, or emptied where Telegram deletes it no more (48 hours)."""

import logging
from collections.abc import Callable
from functools import partial

import telegram
from telegram.error import BadRequest

from bot.channels.telegram_errors import ALREADY_GONE, says

log = logging.getLogger(__name__)

EMPTIED = "(đã xóa theo yêu cầu của người dân)"


async def take_back(bot: telegram.Bot, group: int, message_id: int, take_slot: Callable[[], None]) -> None:
    """Delete a message, else its words; `take_slot` raises where the group's pace allows no call now."""
    ways = (
        bot.delete_message,
        partial(bot.edit_message_text, EMPTIED),
        partial(bot.edit_message_caption, caption=EMPTIED),
    )
    for way in ways:
        take_slot()
        try:
            await way(chat_id=group, message_id=message_id)
        except BadRequest as error:
            log.info("Telegram did not take back a message: %s", error.message)
            if says(error, ALREADY_GONE):
                return
        else:
            return
