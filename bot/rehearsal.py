"""Asks last month's questions of content that is not published yet, in a process of its own.

Learning takes seconds and memory that the running service must not lend.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.live_content import LiveContent
from flows.catalog import Catalog
from flows.editing import AskedBefore, Flip
from storage.content_trial import overlaid
from storage.store import Store

CODE = Path(__file__).resolve().parent.parent
LAST_MONTH = timedelta(days=30)
PATIENCE = 90.0


class RehearsalError(Exception):
    """The rehearsal could not be held; the message is for the log."""


class Rehearsal:
    """Compares the assistant of now with the one a changed file would make."""

    def __init__(self, store: Store, content: LiveContent, root: Path, clock: Callable[[], datetime]) -> None:
        self._store, self._content, self._root, self._clock = store, content, root, clock
        self._one_at_a_time = asyncio.Lock()

    async def flips(self, name: str, text: str) -> list[Flip]:
        """The questions of last month whose answer would change if the file `name` held `text`."""
        since = self._clock() - LAST_MONTH
        asked = await self._store.read(lambda uow: uow.statistics.asked_since(since))
        if not asked:
            return []
        before = await asyncio.to_thread(read_all, self._content.current(), asked)
        after = [answer_of(record) for record in await self.ask(name, text, [one.question for one in asked])]
        return [
            Flip(one.question, one.count, old, new)
            for one, old, new in zip(asked, before, after, strict=True)
            if old != new
        ]

    async def ask(self, name: str, text: str, questions: Sequence[str]) -> list[dict[str, Any]]:
        """How each question would be read (as `camtay match` prints it) if the file `name` held `text`."""
        async with self._one_at_a_time, AsyncExitStack() as stack:
            trial = overlaid(self._root, name, text)
            folder = await asyncio.to_thread(trial.__enter__)
            stack.push(trial)
            lines = "".join(json.dumps({"q": question}) + "\n" for question in questions)
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "match", "--content", str(folder),
                cwd=CODE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            try:
                said, complaint = await asyncio.wait_for(process.communicate(lines.encode()), PATIENCE)
            except TimeoutError as error:
                process.kill()
                await process.wait()
                raise RehearsalError("the rehearsal took too long") from error
        if process.returncode != 0:
            raise RehearsalError(complaint.decode(errors="replace")[-500:])
        return [json.loads(line) for line in said.decode().splitlines()]


def read_all(catalog: Catalog, asked: Sequence[AskedBefore]) -> list[str]:
    """What each question is answered with now."""
    readings = (catalog.reader.read(one.question) for one in asked)
    return [reading.guide_id or reading.outcome.value for reading in readings]


def answer_of(record: dict[str, Any]) -> str:
    """The guide a record names, else its outcome."""
    return str(record["guide"] or record["outcome"])
