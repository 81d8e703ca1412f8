"""The catalog the running service answers from: swapped as a whole when a file was saved, never by half."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

from watchfiles import awatch

from flows.catalog import Catalog
from flows.guides import ContentProblem
from storage.content.files import content_version
from storage.content.ready import Loaded, kept_catalog, kept_findings
from storage.content.shelf import Shelf

log = logging.getLogger(__name__)

_QUIET = 50  # milliseconds without another saved file before the files are read
_LONGEST_WAIT = 300
_QUIET_MOMENT = 1000  # milliseconds in which nothing was saved


class LiveContent:
    """Holds the catalog of now and what is wrong with the files on disk.

    With a folder `cache` the catalog is made by a process of its own and kept there, so that learning neither slows
    the service down nor leaves it larger.
    """

    def __init__(self, root: Path, today: Callable[[], date], cache: Path | None = None) -> None:
        self._root, self._today = root, today
        self._shelf = Shelf(cache) if cache is not None else None
        self.catalog, self.problems = self._load()
        self._left_out = {problem for problem in self.problems if problem.fatal}  # of the catalog of the start
        self._watching: asyncio.Task[None] | None = None
        self._checking: asyncio.Task[None] | None = None
        self._one_check = asyncio.Lock()  # files saved one after the other need not all be checked, only the last
        self._checked_on: date | None = None  # None until the rules were looked for in this catalog
        self._reloading = asyncio.Lock()  # a slower reload of an older state must not end after a newer one

    @property
    def kept_in(self) -> Path | None:
        """The folder of what was learnt; None where nothing is kept."""
        return self._shelf.folder if self._shelf is not None else None

    def current(self) -> Catalog:
        """The catalog to answer from."""
        return self.catalog

    async def reload(self) -> bool:
        """Whether new content was taken over; broken files leave the old content serving and show their problems."""
        taken = await self._take_over()
        if taken:
            await self.check()
        return taken

    async def _take_over(self) -> bool:
        async with self._reloading:
            return await self._load_anew()

    async def _load_anew(self) -> bool:
        if await asyncio.to_thread(content_version, self._root) == self.catalog.version:
            self.problems = [problem for problem in self.problems if not problem.fatal or problem in self._left_out]
            return False
        catalog, problems = await asyncio.to_thread(self._load)
        self.problems = problems
        broken = [problem for problem in problems if problem.fatal]
        for problem in broken:
            log.error("content not taken over: %s", problem)
        if broken:
            return False
        self.catalog, self._checked_on = catalog, None
        log.info("content %s taken over: %d guides", catalog.version, len(catalog.guides))
        return True

    async def check(self) -> None:
        """Run the editors' rules over the files, for the console and the log; they never stop the service."""
        async with self._one_check:
            catalog, day = self.catalog, self._today()
            if self._checked_on == day:
                return
            found = await asyncio.to_thread(self._findings, catalog, day)
            if catalog is self.catalog:
                self.problems = list(dict.fromkeys([*self.problems, *found]))
                self._checked_on = day

    def _findings(self, catalog: Catalog, as_of: date) -> list[ContentProblem]:
        if self._shelf is not None:
            return kept_findings(self._root, self._shelf, catalog, as_of)
        from storage.content.check import check_catalog  # noqa: PLC0415 (only after a change; a start needs it not)

        return check_catalog(self._root, catalog, as_of)

    async def start(self) -> None:
        """Begin to watch the files."""
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop watching."""
        tasks = [task for task in (self._watching, self._checking) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _load(self) -> Loaded:
        if self._shelf is not None:
            return kept_catalog(self._root, self._shelf)
        from storage.content.catalog import load_catalog  # noqa: PLC0415 (likewise)

        return load_catalog(self._root)

    async def _watch(self) -> None:
        missed = True  # perhaps: a file saved after loading and before watching; looked for at the first quiet moment
        async for saved in awatch(
            self._root, step=_QUIET, debounce=_LONGEST_WAIT, rust_timeout=_QUIET_MOMENT, yield_on_timeout=True
        ):
            if (saved or missed) and await self._take_over():
                self._checking = asyncio.create_task(self.check())  # may come later than the next saved file
            missed = False
