"""Replies per second through the Telegram webhook: Cầm Tay with durable storage against bots that only echo."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.children import Child, free_port, running
from tests.bench.platform import Load, Measured, Platform

ROUNDS = 3
QUESTIONS = ("/help", "/start")
_LATER = (
    "đăng ký tạm trú cần giấy tờ gì",
    "bao nhieu tien",
    "các bước",
    "tiếp",
    "tiếp",
    "quen mat khau vneid",
    "tiep",
    "cách nấu phở bò",
)
ECHOES = {
    "ptb-httpx": ("(a) python-telegram-bot echo, default transport", 400),
    "ptb-aiohttp": ("(b) python-telegram-bot echo, aiohttp transport", 2_000),
    "aiohttp": ("(c) aiohttp echo", 3_000),
}
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


@dataclass(frozen=True, slots=True)
class Result:
    """The median run of a bot, and the processor time a reply costs it."""

    run: Measured
    cpu_ms: float


async def measure(child: Child, platform: Platform, count: int) -> Result:
    """What a bot reaches once it has warmed up."""
    load = Load(child.port, "/webhooks/telegram", QUESTIONS)
    await platform.drive(load, min(300, count))
    before = child.cpu_seconds()
    runs = [await platform.drive(load, count) for _ in range(ROUNDS)]
    cpu_ms = (child.cpu_seconds() - before) * 1e3 / (count * ROUNDS)
    return Result(sorted(runs, key=lambda run: run.per_second)[len(runs) // 2], cpu_ms)


async def measure_replies(console: Console) -> bool:
    """Print the table; True when both aims are met."""
    platform = Platform()
    await platform.start()
    results: dict[str, Result] = {}
    for kind, (name, count) in ECHOES.items():
        async with echo(kind, platform.port) as child:
            results[name] = await measure(child, platform, count)
    async with cam_tay(platform.port) as child:
        results[OURS] = await measure(child, platform, 2_000)
    await platform.stop()
    return report(console, results)


def report(console: Console, results: dict[str, Result]) -> bool:
    """Print what was measured beside what was aimed at."""
    table = Table(
        "bot", "replies/s", "cpu ms each", "median ms", "slowest ms", title="Replies through the Telegram webhook"
    )
    for name, result in results.items():
        run = result.run
        table.add_row(
            name, f"{run.per_second:,.0f}", f"{result.cpu_ms:.2f}", f"{run.median_ms:.1f}", f"{run.worst_ms:.0f}"
        )
    console.print(table)
    default, fast, _ = (results[name].run.per_second for name, _ in ECHOES.values())
    ours = results[OURS].run.per_second
    good = ours >= 3 * default and ours >= 0.7 * fast
    console.print(
        f"{ours / default:.1f} × (a), aim ≥ 3; {ours / fast:.0%} of (b), aim ≥ 70 %: {'reached' if good else 'MISSED'}"
    )
    return good
