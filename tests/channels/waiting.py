"""Waiting for what happens in the background."""

import asyncio
from collections.abc import Callable


async def until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    """Return as soon as `holds()` is true; fail when it does not become so."""
    end = asyncio.get_running_loop().time() + seconds
    while not holds():
        if asyncio.get_running_loop().time() > end:
            raise AssertionError("it did not happen in time")
        await asyncio.sleep(0.005)
