"""How often somebody may write."""

from collections.abc import Callable
from dataclasses import dataclass, field

CROWD = 20_000


@dataclass(slots=True)
class RateLimit:
    """A bucket for each key: `burst` at once, refilled at `per_minute`; `clock` counts seconds."""

    burst: int
    per_minute: float
    clock: Callable[[], float]
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def allows(self, key: str) -> bool:
        """Whether one more is allowed now; counts it when it is."""
        now = self.clock()
        tokens, since = self._buckets.get(key, (float(self.burst), now))
        tokens = min(self.burst, tokens + (now - since) * self.per_minute / 60)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > CROWD:
            self._forget_the_rested(now)
        return allowed

    def _forget_the_rested(self, now: float) -> None:
        full_after = self.burst * 60 / self.per_minute
        self._buckets = {key: kept for key, kept in self._buckets.items() if now - kept[1] < full_after}
