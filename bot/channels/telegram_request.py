"""python-telegram-bot's requests, sent over the shared aiohttp session (seven times the rate of its default)."""

import os
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

os.environ.setdefault("PTB_TIMEDELTA", "1")  # RetryAfter.retry_after as a timedelta, which 23 makes the only way


class AiohttpRequest(BaseRequest):
    """Sends what a `telegram.Bot` asks for; the session belongs to the service and stays open on shutdown."""

    def __init__(self, http: aiohttp.ClientSession, *, proxy: str | None = None, seconds: float = 15.0) -> None:
        self._http = http
        self._proxy = proxy
        self._seconds = seconds

    @property
    def read_timeout(self) -> float | None:
        """The seconds an answer may take unless a call says otherwise."""
        return self._seconds

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing of our own to close."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer; of a sent message only what says which one it is, for nobody reads the rest of it."""
        answer = BaseRequest.parse_json_payload(payload)
        sent = answer.get("result")
        if isinstance(sent, dict) and "message_id" in sent:
            chat = {key: sent["chat"][key] for key in ("id", "type")}
            answer["result"] = {"message_id": sent["message_id"], "date": sent["date"], "chat": chat}
        return answer

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
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._seconds
        timeout = aiohttp.ClientTimeout(total=None, connect=8, sock_read=seconds)
        try:
            async with self._http.request(
                method, url, data=_body(request_data), proxy=self._proxy, timeout=timeout
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None or not request_data.json_parameters:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)  # file names with their marks
    for field, (name, content, mime) in request_data.multipart_data.items():
        form.add_field(field, content, filename=name, content_type=mime)
    return form
