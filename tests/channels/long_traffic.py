"""Random traffic through every door at its own speed: `python -m tests.channels.long_traffic --minutes 10`.

Two services run side by side, one called by the platforms and one that polls, each with all its doors open and with
platforms that go down, refuse and repeat. At the end every message must have been answered exactly once, in order.
"""

import argparse
import asyncio
import contextlib
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.channels.service_world import World, echoing, serving, small_content
from tests.channels.traffic import Talk, pages_of, play, talks_on
from tests.channels.waiting import until

SETTLE_SECONDS = 120.0
LOOK_EVERY = 0.02


class Watch:
    """Looks at what citizens see, and notes how long each answer took."""

    def __init__(self, talks: dict[str, list[Talk]]) -> None:
        self.talks = talks
        self.took: dict[str, list[float]] = {name: [] for name in talks}
        self._seen: dict[int, int] = {}

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_EVERY)

    def look(self) -> None:
        """Note the answers that have come since the last look."""
        now = time.monotonic()
        for name, mine in self.talks.items():
            for talk in mine:
                seen, there = self._seen.get(id(talk), 0), len(talk.answers())
                self.took[name] += [now - at for at in talk.times[seen:there]]
                self._seen[id(talk)] = there

    @property
    def is_settled(self) -> bool:
        """Whether everybody has been answered."""
        return all(talk.is_settled for mine in self.talks.values() for talk in mine)

    def report(self, title: str) -> None:
        """Print the numbers of each door."""
        for name, mine in self.talks.items():
            took = sorted(self.took[name]) or [0.0]
            slow = took[int(len(took) * 0.99)]
            print(
                f"{title:8} {name:9} written {sum(len(talk.written) for talk in mine):5}"
                f"  handed over twice {sum(talk.repeated for talk in mine):4}"
                f"  answered {sum(len(talk.answers()) for talk in mine):5}"
                f"  wrong chats {sum(not talk.is_settled for talk in mine)}"
                f"  median {statistics.median(took) * 1000:5.0f} ms  99 % {slow:5.1f} s"
            )


async def one_service(mode: str, folder: Path, content: Path, seconds: float, seed: int) -> bool:
    """Whether the service answered every message exactly once, and in order."""
    async with serving(folder, content, mode=mode) as here:
        here.oa.echoes = False
        platforms = {"telegram": here.telegram, "oa": here.oa, "zalo-bot": here.zalo_bot}
        dice = random.Random(f"{seed} {mode}")
        async with pages_of(here, dice) as pages:
            talks = {**talks_on(here), "web": pages}
            watch = Watch(talks)
            watching = asyncio.create_task(watch.run())
            await asyncio.gather(*(play(mine, platforms.get(name), dice, 1.0, seconds) for name, mine in talks.items()))
            with contextlib.suppress(AssertionError):  # the numbers below tell what is missing
                await until(lambda: watch.is_settled, SETTLE_SECONDS)
            watching.cancel()
            watch.look()
            watch.report(mode)
            print(f"{mode:8} calls refused {refused(here)}, Zalo unsubscribed us: {here.oa.unsubscribed}")
            return watch.is_settled and not here.oa.unsubscribed


def refused(here: World) -> dict[str, int]:
    """How many calls met a platform that was down or too busy."""
    platforms = {"telegram": here.telegram, "oa": here.oa, "zalo-bot": here.zalo_bot}
    return {name: platform.faults.refused for name, platform in platforms.items()}


async def main(minutes: float, seed: int) -> int:
    """0 when nothing was lost, doubled or out of order."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        content = small_content(folder / "content")
        patch.setattr("bot.settings.CHECKOUT", folder)
        echoing(patch)
        runs = [(mode, folder / mode) for mode in ("webhook", "polling")]
        for _, data in runs:
            data.mkdir()
        done = await asyncio.gather(*(one_service(mode, data, content, minutes * 60, seed) for mode, data in runs))
    print("every message was answered exactly once, in order" if all(done) else "something went wrong")
    return 0 if all(done) else 1


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--minutes", type=float, default=10.0)
    given.add_argument("--seed", type=int, default=1)
    chosen = given.parse_args()
    sys.exit(asyncio.run(main(chosen.minutes, chosen.seed)))
