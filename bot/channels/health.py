"""Whether a platform can be reached, as told by the calls that are made anyway."""

from collections.abc import Callable
from time import monotonic

TROUBLE_AFTER = 120.0  # seconds of failing calls before an admin is told


class Health:
    """Remembers since when a platform fails, and what only an admin can mend."""

    def __init__(self, unreachable: str, clock: Callable[[], float] = monotonic) -> None:
        self._unreachable, self._clock = unreachable, clock
        self._why = unreachable
        self._failing_since: float | None = None
        self._wrong_setting = ""

    @property
    def alarm(self) -> str:
        """What an admin must do, in Vietnamese; empty while all is well or the trouble may pass by itself."""
        if self._wrong_setting:
            return self._wrong_setting
        failing = self._failing_since is not None and self._clock() - self._failing_since > TROUBLE_AFTER
        return self._why if failing else ""

    def well(self) -> None:
        """A call has worked."""
        self._failing_since, self._wrong_setting = None, ""

    def failed(self, why: str = "") -> None:
        """A call has failed for a reason that may pass: the platform was not reached, or what `why` says."""
        self._why = why or self._unreachable
        if self._failing_since is None:
            self._failing_since = self._clock()

    def misconfigured(self, what_to_do: str) -> None:
        """The platform refuses us until an admin does something."""
        self._wrong_setting = what_to_do
