"""How often somebody may write."""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address

from aiohttp import web

CROWD = 20_000


def address_of(request: web.Request) -> str:
    """Where a request comes from: told by the proxy before us where there is one, else seen by ourselves."""
    seen = request.remote or ""
    try:
        is_near = ip_address(seen).is_private
    except ValueError:
        return seen
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if is_near and told else seen


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
