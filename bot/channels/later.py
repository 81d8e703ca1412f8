"""Things that happen a while after they were asked for, unless they are called off first, as nearly all of them are."""

import asyncio
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Later(Generic[Key, Value]):
    """Calls `act` with a key and its value after `seconds`.

    As the delay is the same for all, what was asked for first is due first, and one timer of the loop serves for all;
    a timer for each would cost more than many a webhook takes.
    """

    def __init__(self, seconds: float, act: Callable[[Key, Value], None]) -> None:
        self._seconds, self._act = seconds, act
        self._asked: dict[Key, tuple[float, Value]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, key: Key, value: Value) -> None:
        """Ask for it; what was asked for under the same key before is called off."""
        loop = asyncio.get_running_loop()
        due = loop.time() + self._seconds
        self._asked.pop(key, None)
        self._asked[key] = due, value
        if self._timer is None:
            self._timer = loop.call_at(due, self._ring, loop)

    def call_off(self, key: Key) -> None:
        """Let it not happen."""
        self._asked.pop(key, None)

    def stop(self) -> None:
        """Call everything off."""
        self._asked.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ring(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        now = loop.time() + 0.001  # the loop rings up to its clock's resolution too early
        for key, (due, value) in list(self._asked.items()):
            if due > now:
                self._timer = loop.call_at(due, self._ring, loop)
                return
            del self._asked[key]
            self._act(key, value)
