"""Counts wrong attempts to sign in; too many close the door for a while, whichever process they reach and restart."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from storage.kept.members import digest_of
from storage.store import Store
from storage.unit_of_work import UnitOfWork

WRONG_LINKS = 5  # within LOCKED; then whoever made them waits
LOCKED = timedelta(minutes=15)
MOST_KEPT = 2_000  # who made wrong attempts lately; a crowd of addresses must not fill the database
_PLACE, _KEY = "console", "wrong-attempts"

Attempts = Mapping[str, Sequence[str]]


class LockOut:
    """Wrong attempts of the last minutes, by whatever tells their maker; kept as digests."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    async def is_locked(self, who: str) -> bool:
        """Whether `who` has to wait."""
        now = self._clock()
        kept = await self._store.read(lambda uow: uow.channel_states.load(_PLACE, _KEY))
        return len(_recent(kept, now).get(_named(who), ())) >= WRONG_LINKS

    async def count(self, who: str) -> None:
        """Remember a wrong attempt."""
        now = self._clock()

        def add(uow: UnitOfWork) -> None:
            recent = _recent(uow.channel_states.load(_PLACE, _KEY), now)
            own = [*recent.pop(_named(who), ()), now.isoformat()][-WRONG_LINKS:]
            newest = list(recent.items())[-(MOST_KEPT - 1) :]
            uow.channel_states.save(_PLACE, {**dict(newest), _named(who): own}, _KEY)

        await self._store.run(add)


def _recent(kept: Attempts, now: datetime) -> dict[str, list[str]]:
    found = {who: [at for at in moments if now - datetime.fromisoformat(at) < LOCKED] for who, moments in kept.items()}
    return {who: moments for who, moments in found.items() if moments}


def _named(who: str) -> str:
    return digest_of(who)[:24]
