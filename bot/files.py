"""Pictures and files the service keeps itself, in the data directory; a channel and the desk open them by name."""

import asyncio
import re
import secrets
from pathlib import Path

_NAME = re.compile(r"^[0-9a-f]{32}\.[a-z0-9]{1,5}$")


class Files:
    """The files by the names they were given here; nobody else's name opens anything."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def save(self, content: bytes, suffix: str) -> str:
        """The name under which `content` is kept from now on."""
        name = f"{secrets.token_hex(16)}{suffix}"
        await asyncio.to_thread(self._write, self._folder / name, content)
        return name

    async def load(self, name: str) -> bytes | None:
        """What was kept under `name`, or None where that is no name of ours."""
        path = await asyncio.to_thread(self.path_of, name)
        return await asyncio.to_thread(path.read_bytes) if path else None

    def path_of(self, name: str) -> Path | None:
        """Where the file of this name lies, or None where that is no name of ours."""
        path = self._folder / name
        return path if _NAME.match(name) and path.is_file() else None

    def delete_before(self, moment: float) -> int:
        """The number of files deleted that were kept before `moment` (seconds since 1970)."""
        old = (
            [path for path in self._folder.glob("*") if path.stat().st_mtime < moment] if self._folder.is_dir() else []
        )
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _write(self, path: Path, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)
