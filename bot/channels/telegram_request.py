"""python-telegram-bot's requests, sent over the shared aiohttp session (seven times the rate of its default)."""

import os
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

import aiohttp
import orjson
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

os.environ.setdefault("PTB_TIMEDELTA", "1")  # RetryAfter.retry_after as a timedelta, which 23 makes the only way

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class ReadyBody:
    """The parameters of a call as bytes, for `BaseRequest.post` to pass through to `AiohttpRequest.do_request`."""

    content: bytes


async def call(bot: Bot, method: str, **values: Any) -> Any:
    """The bare result of a method, its refusals as the library's exceptions.

    No objects are built for the call or from its answer: for a text with buttons that costs more than sending it.
    """
    body = ReadyBody(orjson.dumps(values))
    return await bot.request.post(f"{bot.base_url}/{method}", cast(RequestData, body))


class AiohttpRequest(BaseRequest):
    """Sends what a `telegram.Bot` asks for; the session belongs to the service and stays open on shutdown."""

    def __init__(self, http: aiohttp.ClientSession, *, proxy: str | None = None, seconds: float = 15.0) -> None:
        self._http = http
        self._proxy = proxy
        self._seconds = seconds
        self._timeout = _timeout(seconds)

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer as Python values."""
        try:
            return orjson.loads(payload)
        except orjson.JSONDecodeError:
            return BaseRequest.parse_json_payload(payload)

    @property
    def read_timeout(self) -> float | None:
        """The seconds an answer may take unless a call says otherwise."""
        return self._seconds

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing of our own to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body Telegram answers with."""
        timeout = _timeout(read_timeout) if isinstance(read_timeout, int | float) else self._timeout
        try:
            body = _body(request_data)
            how: dict[str, Any] = {"headers": JSON} if isinstance(body, bytes) else {}
            async with self._http.request(method, url, data=body, proxy=self._proxy, timeout=timeout, **how) as answer:
                content = await answer.read()
                if answer.status >= 500 or (answer.status >= 400 and not content.startswith(b"{")):
                    raise _of_a_machine_in_between(answer.status, answer.headers.get("Retry-After", ""))
                return answer.status, content
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error


def _of_a_machine_in_between(status: int, pause: str) -> TelegramError:
    """What an answer means that Telegram itself does not give; the library would log its page whole."""
    if status == HTTPStatus.TOO_MANY_REQUESTS and pause.isdecimal():
        return RetryAfter(int(pause))
    return NetworkError(f"Telegram answered {status}")


def _timeout(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=8, sock_read=seconds)


def _body(request_data: RequestData | ReadyBody | None) -> aiohttp.FormData | bytes | None:
    if isinstance(request_data, ReadyBody):
        return request_data.content
    if request_data is None or not request_data.parameters:
        return None
    if not request_data.contains_files:
        return orjson.dumps(request_data.parameters)
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)  # file names with their marks
    for field, (name, content, mime) in request_data.multipart_data.items():
        form.add_field(field, content, filename=name, content_type=mime)
    return form
