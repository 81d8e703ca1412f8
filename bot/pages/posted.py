"""What a browser posts, read without trusting it: what cannot be read is answered with 400."""

from collections.abc import Mapping

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.channels.webhook_body import body_of, parsed


async def read_json(request: web.Request) -> Mapping[str, object]:
    """The body as a JSON object."""
    try:
        data = parsed(await body_of(request))
    except ValueError as error:
        raise web.HTTPBadRequest(text="Not JSON.") from error
    if not isinstance(data, dict):
        raise web.HTTPBadRequest(text="Not a JSON object.")
    return data


async def read_form(request: web.Request) -> Mapping[str, object]:
    """The fields of a form, files among them."""
    try:
        return await request.post()
    except (ValueError, LookupError, HttpProcessingError) as error:  # LookupError: an encoding nobody knows
        raise web.HTTPBadRequest(text="Not a form.") from error
