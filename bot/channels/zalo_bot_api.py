"""Calls to the Zalo Bot platform."""

from http import HTTPStatus
from typing import Any

import aiohttp

from bot.channels.base import DeliveryError, RefusedCallError
from bot.channels.webhook_body import parsed

API = "https://bot-api.zaloplatforms.com"
NOTHING_NEW = 408  # the error code of a poll during which nobody wrote
WRONG_TOKEN_SECONDS = 60.0
REFUSED = "Zalo Bot không nhận token. Hãy lấy lại token ở Zalo Bot Manager, đặt vào CAMTAY_ZALO_BOT_TOKEN rồi chạy lại."
_WRONG_TOKEN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)


class BotError(RefusedCallError):
    """The platform refused a call."""

    def __init__(self, code: int, description: str, retry_after: float | None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after

    @property
    def wrong_token(self) -> bool:
        """Whether the token is not one of the platform's."""
        return self.code in _WRONG_TOKEN

    @property
    def is_for_good(self) -> bool:
        """Whether the same call can never work: it was wrong, or the citizen wants no more of us."""
        wrong_call = HTTPStatus.BAD_REQUEST <= self.code < HTTPStatus.INTERNAL_SERVER_ERROR
        return wrong_call and not self.wrong_token and self.code != HTTPStatus.TOO_MANY_REQUESTS

    @property
    def delivery(self) -> DeliveryError:
        """What delivery should do about it."""
        if self.code == HTTPStatus.TOO_MANY_REQUESTS:
            return DeliveryError(str(self), retry_after=self.retry_after)
        if self.wrong_token:
            return DeliveryError(str(self), retry_after=WRONG_TOKEN_SECONDS)
        return DeliveryError(str(self), permanent=self.is_for_good)

    @property
    def alarm(self) -> str:
        """What an admin must do where the token is not taken; else empty."""
        return REFUSED if self.wrong_token else ""


class ZaloBotApi:
    """Makes calls; the token is part of the address, so addresses are never logged."""

    def __init__(self, http: aiohttp.ClientSession, token: str, base_url: str = API) -> None:
        self._http = http
        self._address = f"{base_url}/bot{token}/"

    async def call(self, method: str, seconds: float = 15.0, **values: Any) -> Any:
        """The `result`; raises BotError for a refusal and DeliveryError where the platform cannot be reached."""
        timeout = aiohttp.ClientTimeout(total=seconds, connect=8)
        try:
            async with self._http.post(self._address + method, json=values, timeout=timeout) as answer:
                content, status = await answer.read(), answer.status
                pause = answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = f"the Zalo Bot platform cannot be reached: {type(error).__name__}"
            raise DeliveryError(reason, unreachable=True) from error
        try:
            said = parsed(content)
        except ValueError as error:  # a page of some machine in between
            wait = float(pause) if pause.isdecimal() else None
            reason = f"the Zalo Bot platform answered {status}"
            raise DeliveryError(reason, retry_after=wait, unreachable=wait is None) from error
        if isinstance(said, dict) and said.get("ok"):
            return said.get("result")
        raise _refusal(said if isinstance(said, dict) else {}, status, pause)


def _refusal(said: dict[str, Any], status: int, pause: str) -> BotError:
    """The refusal in an answer, whose every part may be missing or be something else."""
    about = said.get("parameters")
    waits = (str(about.get("retry_after")) if isinstance(about, dict) else "", pause)
    wait = next((float(one) for one in waits if one.isdecimal()), None)
    code = said.get("error_code")
    return BotError(code if isinstance(code, int) else status, str(said.get("description", "")), wait)
