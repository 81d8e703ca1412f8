"""The bot's side towards Telegram: who we are there, how updates come in, and whether it can be reached."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass

import telegram
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest

from bot.channels.health import Health
from bot.channels.telegram_commands import register_commands
from bot.channels.telegram_errors import BAD_ADDRESS, REFUSED, TWO_POLLERS, UNREACHABLE
from bot.channels.telegram_inbound import Identity
from bot.channels.telegram_polling import ALLOWED_UPDATES, MAX_PAUSE, Poller

log = logging.getLogger(__name__)


API = "https://api.telegram.org"
DEFAULT_RATE = 30.0  # messages per second; Telegram's own limit for a bot that does not pay


@dataclass(frozen=True, slots=True)
class BotAccount:
    """The bot at Telegram and the way there.

    With `webhook` Telegram calls us under `public_url` (https://…); without it we poll.
    An empty `public_url` leaves it to the operator to tell Telegram the address, an empty `secret` to the token.
    `rate` is messages per second over all chats, 0 for no limit. `proxy` is an http(s) address.
    """

    token: str
    webhook: bool = False
    public_url: str = ""
    secret: str = ""
    base_url: str = API
    proxy: str | None = None
    rate: float = DEFAULT_RATE

    def bot(self, request: BaseRequest) -> telegram.Bot:
        """The library's bot, which makes its calls through `request`."""
        return telegram.Bot(
            self.token,
            base_url=f"{self.base_url}/bot",
            base_file_url=f"{self.base_url}/file/bot",
            request=request,
            get_updates_request=request,
        )


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram sends updates, and the secret it repeats; without an address it has been told by somebody else."""

    address: str
    secret: str


async def quietly(call: Awaitable[object]) -> None:
    """Make a call that nobody misses when it fails."""
    try:
        await call
    except TelegramError as error:
        log.info("Telegram refused a courtesy: %s", error.message)


class Connection:
    """Introduces the bot, again and again while Telegram is away, then lets updates in."""

    def __init__(self, bot: telegram.Bot, incoming: Webhook | Poller) -> None:
        self._bot = bot
        self._incoming = incoming
        number = bot.token.partition(":")[0]
        self.identity = Identity(int(number) if number.isdecimal() else 0)
        self.health = Health(UNREACHABLE)

    async def run(self) -> None:
        """Introduce ourselves until Telegram answers, then poll where there is no webhook."""
        pause = 1.0
        while not await self._introduced():
            await asyncio.sleep(pause)
            pause = min(pause * 2, MAX_PAUSE)
        if isinstance(self._incoming, Poller):
            await self._incoming.run(on_success=self.health.well, on_failure=self.note)

    def note(self, error: TelegramError) -> None:
        """Remember that a call failed, where that says something about Telegram and not about the call."""
        if isinstance(error, InvalidToken):
            self.health.misconfigured(REFUSED)
        elif isinstance(error, Conflict):
            self.health.failed(TWO_POLLERS)
        elif isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            self.health.failed()

    async def _introduced(self) -> bool:
        try:
            me = await self._bot.get_me()
            self.identity = Identity(me.id, me.username or "")
            await self._open_the_way_in()
            await quietly(register_commands(self._bot))
        except TelegramError as error:
            log.warning("Telegram cannot be reached: %s", error.message)
            self.note(error)
            return False
        self.health.well()
        return True

    async def _open_the_way_in(self) -> None:
        if isinstance(self._incoming, Poller):
            await self._bot.delete_webhook()
        elif self._incoming.address:
            address, secret = self._incoming.address, self._incoming.secret
            try:
                await self._bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
            except BadRequest as error:
                self.health.misconfigured(BAD_ADDRESS.format(address=address, reason=error.message))
                raise
