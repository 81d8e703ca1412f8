"""A small memory that forgets its oldest entries."""

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Remembers the last `size` things that were put in; what is lost by a restart must not matter."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def put(self, key: Key, value: Value) -> None:
        """Remember `value` as the newest."""
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._size:
            self._values.popitem(last=False)

    def get(self, key: Key) -> Value | None:
        """What is remembered under `key`, or None."""
        return self._values.get(key)

    def pop(self, key: Key) -> Value | None:
        """What is remembered under `key`, and forget it."""
        return self._values.pop(key, None)
