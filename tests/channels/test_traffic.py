"""Ten minutes of random traffic: the platforms do everything wrong, every message is answered once and in order."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.channels.service_world import World, echoing, quick_retries, serving
from tests.channels.waiting import until
from tests.fakes.server import FakePlatform

SECONDS = 600  # of the day that is played
CHATS = 20  # on each platform
EVERY = 1.0  # seconds played between two events of a platform, on average


@dataclass
class Talk:
    """One citizen: what they wrote, and how to see what they were answered."""

    write: Callable[[str], Awaitable[Any]]
    repeat: Callable[[Any], Awaitable[Any]]
    answers: Callable[[], list[str]]
    written: list[str] = field(default_factory=list)
    repeated: int = 0
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


def talks_on(here: World) -> dict[str, list[Talk]]:
    """The citizens of every platform."""

    def on_telegram(number: int) -> Talk:
        person = here.telegram.person(number)
        return Talk(person.write, here.telegram.deliver, lambda: person.chat.texts)

    def on_oa(number: int) -> Talk:
        citizen = here.oa.citizen(str(number))
        return Talk(lambda text: here.oa.writes(citizen, text), here.oa.deliver, lambda: citizen.texts)

    def on_zalo_bot(number: int) -> Talk:
        citizen = here.zalo_bot.citizen(str(number))
        return Talk(lambda text: here.zalo_bot.writes(citizen, text), here.zalo_bot.deliver, lambda: citizen.texts)

    makers = {"telegram": on_telegram, "oa": on_oa, "zalo-bot": on_zalo_bot}
    return {name: [make(number) for number in range(1, CHATS + 1)] for name, make in makers.items()}


async def play(talks: list[Talk], platform: FakePlatform, dice: random.Random, speed: float) -> None:
    """One platform's ten minutes: citizens write, updates come twice, and the platform has its moods."""
    platform.faults.delay = lambda chat: dice.choice((0.0, 0.0, 0.01, 0.05))
    under_way: set[asyncio.Task[None]] = set()
    played = 0.0
    while played < SECONDS:
        pause = dice.expovariate(1 / EVERY)
        played += pause
        await asyncio.sleep(pause / speed)
        mood = dice.random()
        if mood < 0.02:
            platform.faults.down = True
        elif mood < 0.06:
            platform.faults.down = False
        elif mood < 0.07:
            platform.faults.limit(1, chat=str(dice.randint(1, CHATS)))
        task = asyncio.create_task(write(dice.choice(talks), twice=dice.random() < 0.1))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    platform.faults.down = False
    await asyncio.gather(*under_way)


async def write(talk: Talk, *, twice: bool) -> None:
    """Write the next message, and let the platform hand it over a second time."""
    async with talk.busy:  # a platform hands over one message of a chat after the other
        text = f"tin số {len(talk.written) + 1}"
        talk.written.append(text)
        update = await talk.write(text)
    if twice:
        talk.repeated += 1
        await talk.repeat(update)


@pytest.mark.parametrize(
    ("seed", "speed"),
    [(7, 200), pytest.param(8, 100, marks=pytest.mark.slow), pytest.param(9, 1, marks=pytest.mark.slow)],
)
async def test_every_message_is_answered_exactly_once_and_in_order(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch, seed: int, speed: float
) -> None:
    echoing(monkeypatch)
    quick_retries(monkeypatch, longest=max(0.1, 3 / speed))
    async with serving(tmp_path, content) as here:
        here.oa.echoes = False
        talks = talks_on(here)
        platforms = {"telegram": here.telegram, "oa": here.oa, "zalo-bot": here.zalo_bot}
        await asyncio.gather(
            *(
                play(talks[name], platform, random.Random(f"{seed} {name}"), speed)
                for name, platform in platforms.items()
            )
        )
        everybody = [talk for mine in talks.values() for talk in mine]
        assert sum(len(talk.written) for talk in everybody) > SECONDS / EVERY * 3 * 0.8
        await until(lambda: all(len(talk.answers()) >= len(talk.written) for talk in everybody), 30)
        assert [talk.answers() for talk in everybody] == [talk.written for talk in everybody]
        assert not here.oa.unsubscribed
        assert all(platform.faults.refused > 5 for platform in platforms.values())
        assert sum(talk.repeated for talk in everybody) > 50
