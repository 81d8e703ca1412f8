"""Replies per second through the Telegram webhook: Cầm Tay with durable storage against bots that only echo."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.bench.children import Child, free_port, running
from tests.bench.platform import OUTSTANDING, Load, Measured, Platform

PATH = "/webhooks/telegram"
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
PTB, FAST, BARE = (
    "(a) python-telegram-bot echo, default transport",
    "(b) the same, aiohttp transport",
    "(c) aiohttp echo",
)
ECHOES = {PTB: ("ptb-httpx", 300), FAST: ("ptb-aiohttp", 2_000), BARE: ("aiohttp", 3_000)}
OURS = "Cầm Tay: read, decided, stored, sent"


@asynccontextmanager
async def cam_tay(api_port: int, burst: float = 0.0, database: str = "") -> AsyncIterator[Child]:
    """The service as an operator starts it, with Telegram as a webhook."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "CAMTAY_DATA_DIR": folder,
            "CAMTAY_PORT": str(port),
            "CAMTAY_TELEGRAM_TOKEN": "123456:bench",
            "CAMTAY_TELEGRAM_API": f"http://127.0.0.1:{api_port}",
            "CAMTAY_TELEGRAM_MODE": "webhook",
            "CAMTAY_TELEGRAM_SECRET": "s",
            "CAMTAY_TELEGRAM_RATE": "0",
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


async def measure_replies(console: Console) -> bool:
    """Print the table; True when both aims are met."""
    platform = Platform()
    await platform.start()
    async with AsyncExitStack() as stack:
        contenders = []
        for name, (kind, count) in ECHOES.items():
            child = await stack.enter_async_context(echo(kind, platform.port))
            contenders.append(Contender(name, child, Load(child.port, PATH, QUESTIONS), count))
        child = await stack.enter_async_context(cam_tay(platform.port))
        contenders.append(Contender(OURS, child, Load(child.port, PATH, QUESTIONS), 2_000))
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
    title = f"Replies through the Telegram webhook, {OUTSTANDING} citizens waiting at a time, median of {ROUNDS} runs"
    table = Table("bot", "replies/s", "cpu ms each", "median ms", "slowest ms", title=title)
    for bot in contenders:
        rate, cpu = median(run.per_second for run in bot.runs), median(bot.cpu_ms)
        middle, worst = median(run.median_ms for run in bot.runs), max(run.worst_ms for run in bot.runs)
        table.add_row(bot.name, f"{rate:,.0f}", f"{cpu:.2f}", f"{middle:.1f}", f"{worst:.0f}")
    console.print(table)
    by_name = {bot.name: bot.runs for bot in contenders}
    to_default = against(by_name[OURS], by_name[PTB])
    to_fast = against(by_name[OURS], by_name[FAST])
    good = to_default >= 3 and to_fast >= 0.7
    verdict = "reached" if good else "MISSED"
    console.print(f"{to_default:.1f} × (a), aim ≥ 3; {to_fast:.0%} of (b), aim ≥ 70 %: {verdict}")
    return good


def against(ours: list[Measured], theirs: list[Measured]) -> float:
    """Our rate as a multiple of theirs: the median over neighbouring runs."""
    return median(mine.per_second / other.per_second for mine, other in zip(ours, theirs, strict=True))
