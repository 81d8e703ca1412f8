"""A process of the service that kills itself with SIGKILL at a named point: run by test_sigkill.py, never imported.

Usage: python -m tests.service.killed_child FOLDER MESSAGE_ID TEXT POINT
POINT: stored | deciding | committed | sent | never
"""

import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app import Service
from bot.channels.base import ChannelFacts
from bot.settings import Settings
from flows.hours import VIETNAM
from flows.messages import ChatRef, Inbound, Outbound
from storage.store import Store

CHAT = ChatRef("paper", "bà Năm")


def now() -> datetime:
    """A working morning that stands still."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)


def die(*_: Any, **__: Any) -> Any:
    """End this process as the machine's power would."""
    os.kill(os.getpid(), signal.SIGKILL)


class Paper:
    """A platform that writes what it is given on paper, where the parent can count it."""

    name = "paper"
    facts = ChannelFacts(max_text=4000, max_choices=8)
    alarm = ""

    def __init__(self, sheet: Path, *, dies: bool) -> None:
        self._sheet, self._dies = sheet, dies

    def routes(self) -> list[web.RouteDef]:
        """Nobody calls paper."""
        return []

    async def start(self) -> None:
        """Paper is always there."""

    async def stop(self) -> None:
        """Paper stays."""

    async def send(self, chat: ChatRef, message: Outbound, *, previous_id: str | None = None) -> str:
        """Write one line; the process may die before it hears that it was written."""
        with self._sheet.open("a", encoding="utf-8") as sheet:
            sheet.write(message.text.replace("\n", " ") + "\n")
            sheet.flush()
            os.fsync(sheet.fileno())
        if self._dies:
            die()
        return "written"

    async def delete(self, chat: ChatRef, message_id: str) -> None:
        """Ink cannot be taken back."""


async def live(folder: Path, message_id: str, text: str, point: str) -> None:
    """Start, take one message unless it is empty, give everything time to be sent, stop."""
    settings = Settings(data_dir=folder, content_dir=folder / "content", burst_seconds=0.3)
    store = Store.open(settings.database_address)
    service = Service(settings, store, now)
    service.channels["paper"] = Paper(folder / "paper.txt", dies=point == "sent")
    if point == "deciding":
        service.assistant._respond = die
    if point == "committed":
        service.assistant._offer = die
    async with service.running():
        if text:
            await service.bursts.receive(Inbound(CHAT, message_id, text, sent_at=now()))
        if point == "stored":
            die()
        await asyncio.sleep(1.2)
    store.close()


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]))
