"""Long polling that asks for the next updates only after the last ones are stored."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram_errors import WRONG_TOKEN_PAUSE, delivery_error
from bot.channels.telegram_request import AiohttpRequest

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
LONG_POLL = 25  # seconds Telegram may wait for something to happen
MAX_PAUSE = 30.0
MAX_TRIES = 20  # of storing one update; then it is given up, so that it does not hold up all others

Take = Callable[[Any], Awaitable[None]]


class Poller:
    """Asks Telegram for updates for ever; the library's own Updater confirms a batch before it is stored."""

    def __init__(self, request: AiohttpRequest, address: str, take: Take) -> None:
        self._request = request
        self._address = address
        self._take = take
        self._offset = 0
        self._tries: defaultdict[int, int] = defaultdict(int)

    async def run(self, on_success: Callable[[], None], on_failure: Callable[[TelegramError], None]) -> None:
        """Poll until cancelled."""
        pause = 0.0
        while True:
            try:
                updates = await self._ask()
            except TelegramError as error:
                on_failure(error)
                pause = _pause_after(error, pause)
                log.warning("asking Telegram for updates failed, again in %.0f s: %s", pause, error.message)
            else:
                on_success()
                pause = 0.0 if await self._store(updates) else min(max(pause * 2, 0.5), MAX_PAUSE)
            await asyncio.sleep(pause)

    async def _ask(self) -> list[dict[str, Any]]:
        """The next updates, unparsed, so that one that cannot be read spoils only itself."""
        allowed = str(list(ALLOWED_UPDATES)).replace("'", '"')
        query = urlencode({"offset": self._offset, "timeout": LONG_POLL, "allowed_updates": allowed})
        answer = await self._request.post(f"{self._address}/getUpdates?{query}", read_timeout=LONG_POLL + 10)
        return answer if isinstance(answer, list) else []

    async def _store(self, updates: list[dict[str, Any]]) -> bool:
        """Whether all updates are stored or given up; only then they are confirmed. Order holds within a chat."""
        by_chat: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
        for update in updates:
            by_chat[_chat_of(update)].append(update)
        done = await asyncio.gather(*(self._store_chat(mine) for mine in by_chat.values()))
        if all(done) and updates:
            self._offset = max(update["update_id"] for update in updates) + 1
            self._tries.clear()
        return all(done)

    async def _store_chat(self, updates: list[dict[str, Any]]) -> bool:
        for update in updates:
            try:
                await self._take(update)
            except Exception:  # tried again, but an update that never can be stored must not hold up those behind it
                self._tries[update["update_id"]] += 1
                gave_up = self._tries[update["update_id"]] >= MAX_TRIES
                log.exception("update %s could not be stored%s", update["update_id"], "; given up" if gave_up else "")
                if not gave_up:
                    return False
        return True


def _chat_of(update: dict[str, Any]) -> Any:
    """The id of the chat an update belongs to, read without trusting its form."""
    for part in update.values():
        if isinstance(part, dict):
            inner = part.get("message", part)
            if isinstance(inner, dict) and isinstance(inner.get("chat"), dict):
                return inner["chat"].get("id")
    return None


def _pause_after(error: TelegramError, pause: float) -> float:
    if isinstance(error, InvalidToken):
        return WRONG_TOKEN_PAUSE
    if isinstance(error, RetryAfter):
        return delivery_error(error).retry_after or 1.0
    return min(max(pause * 2, 1.0), MAX_PAUSE)
