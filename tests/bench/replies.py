"""Replies per second through each webhook: Cầm Tay with durable storage against bots that only echo.

All contenders are one Python process each, driven by the same stand-in (platform.py) in this process, turn and turn
about, the others idle meanwhile. Nobody is tied to a core: with two of them the system gives one to the stand-in and
one to whoever is measured, and Cầm Tay's thread that waits for the disk runs where there is room.
"""

import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.bench.children import Child, running
from tests.bench.doors import Door, Telegram, ZaloBot, ZaloOa, settings_of
from tests.bench.platform import OUTSTANDING, Load, Measured, Platform, Unheard
from tests.fakes.ports import free_port
from tests.matching.asked import all_asked

ROUNDS = 5
# What citizens write: a question, a follow-up, steps; each chat goes through all of it.
QUESTIONS = (
    "đăng ký tạm trú cần giấy tờ gì",
    "bao nhieu tien",
    "các bước",
    "tiếp",
    "tiếp",
    "quen mat khau vneid",
    "các bước",
    "tiep",
)
TAILS = ("", " ạ", " vậy", " giúp tôi")
PTB, FAST, BARE = (
    "(a) python-telegram-bot echo, default transport",
    "(b) the same, aiohttp transport",
    "(c) aiohttp echo",
)
ECHOES = {PTB: ("ptb-httpx", 300), FAST: ("ptb-aiohttp", 2_000), BARE: ("aiohttp", 3_000)}
DOORS: dict[str, Door] = {"Cầm Tay, Telegram": Telegram(), "Cầm Tay, Zalo OA": ZaloOa(), "Cầm Tay, Zalo Bot": ZaloBot()}
NEW_WORDS = "Cầm Tay, Telegram, words never read before"
COUNT = 2_000
TIMES_DEFAULT, SHARE_OF_FAST = 3.0, 0.7


@asynccontextmanager
async def cam_tay(api_port: int, burst: float = 0.0, database: str = "") -> AsyncIterator[Child]:
    """The service as an operator starts it, with all webhooks."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(f"http://127.0.0.1:{api_port}") | {
            "CAMTAY_DATA_DIR": folder,
            "CAMTAY_PORT": str(port),
            "CAMTAY_BURST_SECONDS": str(burst),
            "CAMTAY_LOG_LEVEL": "WARNING",
            "CAMTAY_DATABASE_URL": database or f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        }
        async with running(["-m", "bot", "run"], settings, port, "/healthz") as child:
            yield child


@asynccontextmanager
async def echo(kind: str, api_port: int) -> AsyncIterator[Child]:
    """One of the bots that only echo."""
    port = free_port()
    arguments = ["-m", "tests.bench.echo", kind, str(port), f"http://127.0.0.1:{api_port}"]
    async with running(arguments, {}, port, "/") as child:
        yield child


@dataclass(slots=True)
class Contender:
    """A bot under test, with its runs."""

    name: str
    child: Child
    load: Load
    count: int
    runs: list[Measured] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    async def run(self, platform: Platform) -> None:
        """Measure once more."""
        before = self.child.cpu_seconds()
        self.runs.append(await platform.drive(self.load, self.count))
        self.cpu_ms.append((self.child.cpu_seconds() - before) * 1e3 / self.count)


def contenders_of(ours: Child, echoes: dict[str, Child]) -> list[Contender]:
    """Everybody who is measured."""
    door = Telegram()
    found = [
        Contender(name, child, Load(child.port, door, QUESTIONS), ECHOES[name][1]) for name, child in echoes.items()
    ]
    found += [Contender(name, ours, Load(ours.port, door, QUESTIONS), COUNT) for name, door in DOORS.items()]
    new_words = tuple(f"{asked.text}{tail}" for tail in TAILS for asked in all_asked())
    return [*found, Contender(NEW_WORDS, ours, Unheard(ours.port, Telegram(first_chat=600_000), new_words), COUNT)]


async def measure_replies(console: Console) -> bool:
    """Print the table; True when both aims are met through every webhook."""
    platform = Platform()
    await platform.start()
    async with AsyncExitStack() as stack:
        echoes = {
            name: await stack.enter_async_context(echo(kind, platform.port)) for name, (kind, _) in ECHOES.items()
        }
        contenders = contenders_of(await stack.enter_async_context(cam_tay(platform.port)), echoes)
        for contender in contenders:
            await platform.drive(contender.load, 300)
        # Turn and turn about: whatever else the machine does meanwhile hits all of them alike.
        for _ in range(ROUNDS):
            for contender in contenders:
                await contender.run(platform)
    await platform.stop()
    return report(console, contenders)


def report(console: Console, contenders: list[Contender]) -> bool:
    """Print what was measured beside what was aimed at."""
    title = f"Replies through the webhooks, {OUTSTANDING} citizens waiting at a time, median of {ROUNDS} runs"
    table = Table("bot", "replies/s", "× (a)", "of (b)", "cpu ms each", "median ms", "slowest ms", title=title)
    runs = {bot.name: bot.runs for bot in contenders}
    good = True
    for bot in contenders:
        to_default, to_fast = against(bot.runs, runs[PTB]), against(bot.runs, runs[FAST])
        good = good and (bot.name not in DOORS or (to_default >= TIMES_DEFAULT and to_fast >= SHARE_OF_FAST))
        rate, cpu = median(run.per_second for run in bot.runs), median(bot.cpu_ms)
        middle, worst = median(run.median_ms for run in bot.runs), max(run.worst_ms for run in bot.runs)
        shares = f"{to_default:.1f}", f"{to_fast:.0%}"
        table.add_row(bot.name, f"{rate:,.0f}", *shares, f"{cpu:.2f}", f"{middle:.1f}", f"{worst:.0f}")
    console.print(table)
    verdict = "reached" if good else "MISSED"
    console.print(f"aim through each webhook: ≥ {TIMES_DEFAULT:.0f} × (a) and ≥ {SHARE_OF_FAST:.0%} of (b): {verdict}")
    return good


def against(ours: list[Measured], theirs: list[Measured]) -> float:
    """Our rate as a multiple of theirs: the median over neighbouring runs."""
    return median(mine.per_second / other.per_second for mine, other in zip(ours, theirs, strict=True))
