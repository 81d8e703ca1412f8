"""The service in a process of its own that dies, as by a power cut, at one point of its work.

python -m tests.bot.victim <point> <folder>: dies the first time it gets there; the second process lives.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bot.assistant
import bot.settings
from bot.assistant import Assistant
from bot.bursts import Bursts
from bot.channels.telegram import TelegramChannel
from bot.commands.run import run_service
from bot.desk import Desk
from bot.sent_marks import SentMarks
from bot.settings import read_settings
from flows.catalog import Catalog
from flows.hours import VIETNAM
from storage.group_commit import GroupCommit
from storage.store import Store
from tests.bot.moment import NOW


def die() -> None:
    """End at once, without any farewell."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying(owner: Any, name: str, *, before: bool) -> None:
    """Let `owner.name` end the process, before or after its work."""
    original: Callable[..., Any] = getattr(owner, name)

    def then_die(*args: Any, **kwargs: Any) -> Any:
        if not before:
            original(*args, **kwargs)
        die()

    async def then_die_later(*args: Any, **kwargs: Any) -> Any:
        if not before:
            await original(*args, **kwargs)
        die()

    setattr(owner, name, then_die_later if asyncio.iscoroutinefunction(original) else then_die)


POINTS: dict[str, Callable[[], None]] = {
    "decided, not committed": lambda: dying(Assistant, "_keep", before=False),
    "committing": lambda: dying(GroupCommit, "_in_thread", before=True),
    "committed, not offered": lambda: dying(bot.assistant, "offer_lines", before=True),
    "about to send": lambda: dying(TelegramChannel, "send", before=True),
    "sent, not marked": lambda: dying(SentMarks, "add", before=True),
    "fragment stored": lambda: dying(Bursts, "_keep", before=False),
    "fragments about to be answered": lambda: dying(Bursts, "_answer", before=True),
    "never": lambda: None,
}


def answer_and_die(code: str) -> None:
    """The desk answers a case and the process is gone before anything is sent."""
    store = Store.open(read_settings().database_address)
    desk = Desk(store, Catalog, lambda: NOW.astimezone(VIETNAM), offer=lambda waiting, earlier: die())
    asyncio.run(desk.write(code, "lan", "Mời bác ra nhà văn hóa thôn sáng mai."))


def main() -> None:
    """Run until death or SIGTERM."""
    point, folder = sys.argv[1], Path(sys.argv[2])
    bot.settings.CHECKOUT = read_settings().content_dir.parent  # the test's small catalog is kept beside it
    if point == "answer":
        answer_and_die(sys.argv[3])
    mark = folder / "has-died"
    if not mark.exists() and point != "never":
        mark.touch()
        POINTS[point]()
    run_service()


if __name__ == "__main__":
    main()
