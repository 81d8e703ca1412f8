"""Minutes of random traffic: the platforms do everything wrong, every message is answered once and in order.

Played fast here; `python -m tests.channels.long_traffic --minutes 10` plays it at its own speed through every door.
"""

import asyncio
import random
from pathlib import Path

import pytest

from tests.channels.service_world import echoing, quick_retries, serving
from tests.channels.traffic import EVERY, play, talks_on
from tests.channels.waiting import until


@pytest.mark.parametrize(
    ("seed", "seconds", "speed"), [(7, 240, 150), pytest.param(8, 600, 100, marks=pytest.mark.slow)]
)
async def test_every_message_is_answered_exactly_once_and_in_order(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch, seed: int, seconds: float, speed: float
) -> None:
    echoing(monkeypatch)
    quick_retries(monkeypatch, longest=max(0.1, 3 / speed))
    async with serving(tmp_path, content) as here:
        here.oa.echoes = False
        talks = talks_on(here)
        platforms = {"telegram": here.telegram, "oa": here.oa, "zalo-bot": here.zalo_bot}
        await asyncio.gather(
            *(
                play(talks[name], platform, random.Random(f"{seed} {name}"), speed, seconds)
                for name, platform in platforms.items()
            )
        )
        everybody = [talk for mine in talks.values() for talk in mine]
        assert sum(len(talk.written) for talk in everybody) > seconds / EVERY * 3 * 0.8
        await until(lambda: all(len(talk.answers()) >= len(talk.written) for talk in everybody))
        assert [talk.answers() for talk in everybody] == [talk.written for talk in everybody]
        assert not here.oa.unsubscribed
        assert all(platform.faults.refused > 3 for platform in platforms.values())
        assert sum(talk.repeated for talk in everybody) > seconds / 10
