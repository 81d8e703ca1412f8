"""Who guesses is locked out in every process at once and after a restart, for a quarter of an hour."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.console.lock_out import LOCKED, MOST_KEPT, WRONG_LINKS, LockOut
from storage.store import Store
from tests.fakes.database import ready
from tests.fakes.office import at


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(ready(tmp_path))
    yield made
    made.close()


async def test_attempts_at_two_processes_count_together_and_are_forgotten(store: Store) -> None:
    moment = [at("2026-11-24 09:00")]
    one, other = (LockOut(store, lambda: moment[0]) for _ in range(2))
    for number in range(WRONG_LINKS):
        assert not await one.is_locked("10.0.0.9")
        await (one, other)[number % 2].count("10.0.0.9")
    assert await one.is_locked("10.0.0.9")
    assert await other.is_locked("10.0.0.9")
    assert not await other.is_locked("10.0.0.8")
    moment[0] += LOCKED + timedelta(seconds=1)
    assert not await one.is_locked("10.0.0.9")


async def test_a_crowd_of_addresses_fills_nothing_and_no_address_is_kept(store: Store) -> None:
    lock_out = LockOut(store, lambda: at("2026-11-24 09:00"))
    crowd = {f"{number:024x}": [at("2026-11-24 09:00").isoformat()] for number in range(MOST_KEPT)}
    await store.run(lambda uow: uow.channel_states.save("console", crowd, "wrong-attempts"))
    await lock_out.count("10.0.0.9")
    kept = await store.read(lambda uow: uow.channel_states.load("console", "wrong-attempts"))
    assert len(kept) == MOST_KEPT
    assert not any("10.0.0" in who for who in kept)
