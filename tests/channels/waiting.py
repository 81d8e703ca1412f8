"""Waiting for what happens in the background, and letting time pass without waiting."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Result = TypeVar("Result")

PATIENCE = 60.0  # seconds; only a test that fails waits so long, however slow the machine is
LOOK_EVERY = 0.005


async def until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Return as soon as `holds()` is true; fail when it does not become so."""
    loop, end = asyncio.get_running_loop(), time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        await loop.run_in_executor(None, time.sleep, LOOK_EVERY)  # asyncio's own sleep stands with a stopped clock


async def at_once(work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of work that waits for no pause and nobody's patience; with a stopped clock it ends all the same."""
    task = asyncio.create_task(work)
    await until(task.done)
    return task.result()


class StoppedClock:
    """The event loop's clock, standing: no pause ends and no patience runs out until a test lets time pass."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.due: list[float] = []  # the ends of all pauses and timers asked for

    async def passes(self, seconds: float) -> None:
        """Let time pass after what is under way has settled; what was due has begun when this returns."""
        await self._settled()
        self.now += seconds
        await self._settled()

    async def ends(self, seconds: float, times: int = 1) -> None:
        """Let so many pauses of that length go by, once they have been asked for."""
        await until(lambda: self.due.count(self.now + seconds) >= times)
        await self.passes(seconds)

    async def _settled(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)


@contextmanager
def stopped_clock() -> Iterator[StoppedClock]:
    """The running loop's clock, standing while the block lasts; it goes on from there afterwards."""
    loop = asyncio.get_running_loop()
    runs, call_at, clock = loop.time, loop.call_at, StoppedClock(loop.time())

    def noted(when: float, *what: Any, **how: Any) -> asyncio.TimerHandle:
        clock.due.append(when)
        return call_at(when, *what, **how)

    loop.time = lambda: clock.now  # type: ignore[method-assign]  # this loop's alone, which ends with the test
    loop.call_at = noted  # type: ignore[method-assign, assignment]  # likewise, and its own generics
    try:
        yield clock
    finally:
        loop.call_at = call_at  # type: ignore[method-assign]
        apart = clock.now - runs()
        loop.time = lambda: runs() + apart  # type: ignore[method-assign]  # likewise; it neither jumps nor goes back
