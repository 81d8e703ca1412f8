"""Calls to Zalo's Official Account API."""

import hashlib
import hmac
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.channels.base import DeliveryError
from bot.channels.webhook_body import parsed
from bot.channels.zalo_oa_errors import Action, ZaloError
from bot.channels.zalo_token import ZaloTokens

API = "https://openapi.zalo.me"
SEND = "/v3.0/oa/message/cs"
SEND_OLD = "/v2.0/oa/message"  # reactions, and people who are not signed in
SEND_GROUP = "/v3.0/oa/group/message"
UPLOAD = "/v2.0/oa/upload/"
ACCOUNT = "/v2.0/oa/getoa"
QUOTA = "/v3.0/oa/quota/message"


class ZaloApi:
    """Makes calls with the token of the moment; a refused token is renewed once and the call made again."""

    def __init__(self, http: aiohttp.ClientSession, tokens: ZaloTokens, app_secret: str, base_url: str = API) -> None:
        self._http = http
        self._tokens = tokens
        self._app_secret = app_secret
        self._base_url = base_url
        self._proves = False

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The `data` of the answer; raises ZaloError for a code and DeliveryError where Zalo cannot be reached."""
        return await self._again("POST", path, lambda: {"json": body})

    async def get(self, path: str, about: dict[str, Any] | None = None) -> dict[str, Any]:
        """The `data` of the answer to a question; Zalo wants its parameters as one JSON value."""
        return await self._again("GET", path, lambda: {"params": {"data": json.dumps(about)} if about else {}})

    async def upload(self, kind: str, content: bytes, name: str, mime: str) -> dict[str, Any]:
        """What names the uploaded image, gif or file afterwards."""

        def body() -> dict[str, Any]:
            form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
            form.add_field("file", content, filename=name, content_type=mime)
            return {"data": form}

        return await self._again("POST", UPLOAD + kind, body)

    async def _again(self, method: str, path: str, what: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The answer to a call that is made a second time where that helps; a form can be sent only once."""
        token = await self._tokens.current()
        try:
            return await self._call(token, method, path, **what())
        except ZaloError as error:
            if error.meaning.action is Action.PROVE and not self._proves:
                self._proves = True
            elif error.meaning.action is Action.REFRESH:
                token = await self._tokens.after_refusal(token)
            else:
                raise
        return await self._call(token, method, path, **what())

    async def _call(self, token: str, method: str, path: str, **what: Any) -> dict[str, Any]:
        headers = {"access_token": token}
        if self._proves:
            headers["appsecret_proof"] = hmac.new(self._app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        try:
            async with self._http.request(method, self._base_url + path, headers=headers, **what) as answer:
                pause = _seconds(answer.headers.get("Retry-After", ""))
                if answer.status >= 500 or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                    raise DeliveryError(f"Zalo answered {answer.status}", retry_after=pause, unreachable=pause is None)
                said = parsed(await answer.read())
                code = int(said.get("error") or 0) if isinstance(said, dict) else 0
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise DeliveryError(f"Zalo cannot be reached: {type(error).__name__}", unreachable=True) from error
        if not isinstance(said, dict):
            raise DeliveryError("Zalo answered something that is no object")
        if code:
            raise ZaloError(code, str(said.get("message", "")), pause)
        data = said.get("data")
        return data if isinstance(data, dict) else {}


def _seconds(header: str) -> float | None:
    return float(header) if header.isdecimal() else None
