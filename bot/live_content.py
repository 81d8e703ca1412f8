"""The catalog the running service answers from: swapped as a whole when a file was saved, never by half."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

from watchfiles import awatch

from flows.catalog import Catalog
from storage.content_catalog import content_version, load_catalog
from storage.content_check import check_catalog

log = logging.getLogger(__name__)


class LiveContent:
    """Holds the catalog of now and what is wrong with the files on disk."""

    def __init__(self, root: Path, today: Callable[[], date]) -> None:
        self._root, self._today = root, today
        self.catalog, self.problems = load_catalog(root)
        self._watching: asyncio.Task[None] | None = None

    def current(self) -> Catalog:
        """The catalog to answer from."""
        return self.catalog

    async def reload(self) -> bool:
        """Whether new content was taken over; broken files leave the old content serving and show their problems."""
        if content_version(self._root) == self.catalog.version:
            self.problems = [problem for problem in self.problems if not problem.fatal]
            return False
        catalog, problems = await asyncio.to_thread(load_catalog, self._root)
        self.problems = problems
        broken = [problem for problem in problems if problem.fatal]
        for problem in broken:
            log.error("content not taken over: %s", problem)
        if broken:
            return False
        self.catalog = catalog
        await self.check()
        log.info("content %s taken over: %d guides", catalog.version, len(catalog.guides))
        return True

    async def check(self) -> None:
        """Run the editors' rules over the files, for the console and the log; they never stop the service."""
        found = await asyncio.to_thread(check_catalog, self._root, self.catalog, self._today())
        self.problems = [*self.problems, *found]

    async def start(self) -> None:
        """Begin to watch the files."""
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop watching."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def _watch(self) -> None:
        async for _ in awatch(self._root, step=200, debounce=600, recursive=True):
            await self.reload()
