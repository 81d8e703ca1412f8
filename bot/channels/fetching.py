"""Getting what a citizen sent from the address a platform gave for it."""

import aiohttp

from bot.channels.base import DeliveryError

MAX_BYTES = 20 * 1024 * 1024


async def fetched(http: aiohttp.ClientSession, address: str) -> bytes:
    """The bytes at `address`; DeliveryError where there are none, or more than anybody's phone sends."""
    try:
        async with http.get(address) as answer:
            answer.raise_for_status()
            content = await answer.content.read(MAX_BYTES + 1)
            while len(content) <= MAX_BYTES and (more := await answer.content.read(MAX_BYTES)):
                content += more
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise DeliveryError(f"the file cannot be had: {type(error).__name__}") from error
    if len(content) > MAX_BYTES:
        raise DeliveryError("the file is too large", permanent=True)
    return content
