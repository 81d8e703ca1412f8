"""Values worked out once from something large and unchanging, such as a guide or the whole shield."""

from collections.abc import Callable
from typing import Generic, TypeVar

Source = TypeVar("Source")
Made = TypeVar("Made")


class Once(Generic[Source, Made]):
    """Remembers what was made of the last `most` sources; they are told apart by identity, not by what they hold.

    Taking the hash of a guide would cost more than most of what is made of it. A remembered source stays alive, so
    that no other can come to bear its identity.
    """

    def __init__(self, make: Callable[[Source], Made], most: int) -> None:
        self._make, self._most = make, most
        self._known: dict[int, tuple[Source, Made]] = {}

    def of(self, source: Source) -> Made:
        """What was made of this source."""
        known = self._known.get(id(source))
        if known is None:
            if len(self._known) >= self._most:
                self._known.pop(next(iter(self._known)), None)
            known = self._known[id(source)] = source, self._make(source)
        return known[1]
