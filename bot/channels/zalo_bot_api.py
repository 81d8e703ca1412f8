"""Calls to the Zalo Bot platform."""

from http import HTTPStatus
from typing import Any

import aiohttp

from bot.channels.base import DeliveryError

API = "https://bot-api.zaloplatforms.com"
NOTHING_NEW = 408  # the error code of a poll during which nobody wrote
WAIT_SECONDS = 10.0
WRONG_TOKEN_SECONDS = 60.0
_WRONG_TOKEN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)


class BotError(Exception):
    """The platform refused a call."""

    def __init__(self, code: int, description: str, retry_after: float | None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.retry_after = retry_after

    @property
    def wrong_token(self) -> bool:
        """Whether the token is not one of the platform's."""
        return self.code in _WRONG_TOKEN


def delivery_error(error: BotError) -> DeliveryError:
    """What delivery should do about a refusal."""
    if error.code == HTTPStatus.TOO_MANY_REQUESTS:
        return DeliveryError(str(error), retry_after=error.retry_after or WAIT_SECONDS)
    if error.wrong_token:
        return DeliveryError(str(error), retry_after=WRONG_TOKEN_SECONDS)
    return DeliveryError(str(error), permanent=HTTPStatus.BAD_REQUEST <= error.code < HTTPStatus.INTERNAL_SERVER_ERROR)


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
                said = await answer.json(content_type=None)
                pause, status = answer.headers.get("Retry-After", ""), answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise DeliveryError(f"the Zalo Bot platform cannot be reached: {type(error).__name__}") from error
        if isinstance(said, dict) and said.get("ok"):
            return said.get("result")
        said = said if isinstance(said, dict) else {}
        wait = (said.get("parameters") or {}).get("retry_after") or (pause if pause.isdecimal() else None)
        code = int(said.get("error_code") or status)
        raise BotError(code, str(said.get("description", "")), float(wait) if wait else None)
