"""What a platform posts to a webhook, read without trusting it."""

import json
from typing import Any

import orjson
from aiohttp import web

MAX_BYTES = 1024 * 1024  # no platform's update comes near it


async def body_of(request: web.Request) -> bytes:
    """The bytes as they were sent; ValueError when they are more than any update has."""
    if request.content_length is not None and request.content_length <= MAX_BYTES:
        return await request.read()
    if request.content_length is not None:
        raise ValueError("too large")
    body = bytearray()
    while part := await request.content.read(MAX_BYTES):
        body += part
        if len(body) > MAX_BYTES:
            raise ValueError("too large")
    return bytes(body)


def parsed(body: bytes) -> Any:
    """The JSON in `body`; ValueError when it is none, also where it is nested deeper than anybody reads."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:  # half an emoji, which people's phones do send, is no JSON to it
        pass
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
