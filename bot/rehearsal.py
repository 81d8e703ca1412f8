"""Asks last month's questions of content that is not published yet, in a process of its own.

Learning takes seconds and memory that the running service must not lend.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.live_content import LiveContent
from flows.editing import Flip
from flows.matching.reading import Reader
from storage.content.shelf import Shelf
from storage.store import Store

CODE = Path(__file__).resolve().parent.parent
LAST_MONTH = timedelta(days=30)
PATIENCE = 90.0


class RehearsalError(Exception):
    """The rehearsal could not be held; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a rehearsal showed."""

    flips: list[Flip]
    answer: str  # the guide or outcome the extra question would lead to


class Rehearsal:
    """Compares the assistant of now with the one a changed file would make."""

    def __init__(self, store: Store, content: LiveContent, root: Path, clock: Callable[[], datetime]) -> None:
        self._store, self._content, self._root, self._clock = store, content, root, clock
        self._one_at_a_time = asyncio.Lock()

    async def flips(self, name: str, text: str) -> list[Flip]:
        """The questions of last month whose answer would change if the file `name` held `text`."""
        return (await self.hold(name, text)).flips

    async def hold(self, name: str, text: str, question: str = "") -> Held:
        """Last month's questions whose answer would change, and what `question` would be answered with."""
        since = self._clock() - LAST_MONTH
        asked = await self._store.read(lambda uow: uow.statistics.asked_since(since))
        if not asked and not question:
            return Held([], "")
        catalog = self._content.current()
        before = await asyncio.to_thread(answers_to, [one.question for one in asked], catalog.reader)
        own, *after = await self.ask(name, text, [question, *(one.question for one in asked)])
        flips = [
            Flip(one.question, one.count, old, new)
            for one, old, new in zip(asked, before, after, strict=True)
            if old != new
        ]
        return Held(flips, own if question else "")

    async def ask(self, name: str, text: str, questions: Sequence[str]) -> list[str]:
        """What each question would be answered with, a guide or an outcome, if the file `name` held `text`."""
        async with self._one_at_a_time, AsyncExitStack() as stack:
            from storage.content.trial import overlaid  # noqa: PLC0415 (only who edits needs what reads content)

            trial = overlaid(self._root, name, text)
            folder = await asyncio.to_thread(trial.__enter__)
            stack.push(trial)
            return await answers_aside(folder, questions, self._content.kept_in)


async def answers_aside(folder: Path, questions: Sequence[str], kept_in: Path | None) -> list[str]:
    """What a process of its own answers to `questions` from the content under `folder`.

    What it learns is kept in the folder `kept_in`: publishing what was rehearsed then learns nothing again.
    """
    command = (sys.executable, "-m", "bot.rehearsal", str(folder), *([str(kept_in)] if kept_in else []))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=CODE, stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        said, complaint = await asyncio.wait_for(process.communicate(json.dumps(questions).encode()), PATIENCE)
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise RehearsalError("the rehearsal took too long") from error
    if process.returncode != 0:
        raise RehearsalError(complaint.decode(errors="replace")[-500:])
    answers: list[str] = json.loads(said)
    return answers


def answers_to(questions: Iterable[str], reader: Reader) -> list[str]:
    """What each question is answered with: a guide, or an outcome where there is none."""
    readings = (reader.read(question) for question in questions)
    return [reading.guide_id or reading.outcome.value for reading in readings]


def aside(folder: Path, kept_in: Path | None = None) -> None:
    """Answer the questions on standard input from the content under `folder`."""
    from storage.content.catalog import load_catalog  # noqa: PLC0415 (the service itself needs none of it)

    catalog, _ = load_catalog(folder, Shelf(kept_in) if kept_in else None)
    json.dump(answers_to(json.load(sys.stdin), catalog.reader), sys.stdout)


if __name__ == "__main__":
    aside(*(Path(argument) for argument in sys.argv[1:]))
