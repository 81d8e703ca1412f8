"""Files of ours that somebody outside may open for some days: an answer's picture, a member's voice, a document.

A platform that fetches what it shows, and a page of the web chat, get a signed address; no other address opens a file.
"""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer

from bot.channels.base import own_address
from flows.messages import Attachment

OPEN_FOR = timedelta(days=8)  # a day longer than Zalo lets anybody answer
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
}
_PICTURE = re.compile(r"^[a-z0-9-]+\.(png|jpg|jpeg|gif|webp)$")


class SharedFiles:
    """Makes addresses of files and answers them.

    `kept` finds a file the service keeps, by its name; pictures of guides lie in `pictures`. `home` is the address
    the world knows us by, "" where there is none.
    """

    def __init__(
        self,
        kept: Callable[[str], Path | None],
        pictures: Path,
        secret: str,
        now: Callable[[], datetime],
        home: str = "",
    ) -> None:
        self._kept, self._pictures, self._now, self._home = kept, pictures, now, home
        self._signer = URLSafeSerializer(secret, salt="shared-files")

    def routes(self) -> list[web.RouteDef]:
        """The address of every shared file; its last part is only what a browser calls it."""
        return [web.get("/files/{token}/{name}", self._file)]

    def path(self, attachment: Attachment) -> str:
        """Where a page of ours finds it; what lies elsewhere keeps its address, "" where nothing is found."""
        ref = attachment.ref
        if own_address(attachment) or self._find(ref) is None:
            return own_address(attachment)
        until = self._now() + OPEN_FOR
        day = until.replace(hour=0, minute=0, second=0, microsecond=0)  # one address a day, that browsers can keep
        return f"/files/{self._signer.dumps([ref, int(day.timestamp())])}/{quote(attachment.name or ref, safe='')}"

    def address(self, attachment: Attachment) -> str:
        """Where a platform finds it, "" where it cannot."""
        path = self.path(attachment)
        return path if not path.startswith("/") else f"{self._home}{path}" if self._home else ""

    async def load(self, ref: str) -> bytes | None:
        """The bytes of a file of ours, or None where `ref` is an address or a platform's own handle."""
        found = self._find(ref)
        return await asyncio.to_thread(found.read_bytes) if found else None

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            ref, until = self._signer.loads(request.match_info["token"])
        except BadSignature:
            raise web.HTTPNotFound from None
        found = self._find(ref) if self._now().timestamp() < until else None
        if found is None:
            raise web.HTTPNotFound
        shown = TYPES.get(found.suffix)
        headers = {
            "Content-Type": shown or "application/octet-stream",
            "Content-Disposition": "inline" if shown else "attachment",
            "Content-Security-Policy": "sandbox; default-src 'none'; media-src 'self'; img-src 'self'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=86400",
        }
        return web.FileResponse(found, headers=headers)

    def _find(self, ref: str) -> Path | None:
        if not _PICTURE.match(ref):
            return self._kept(ref)
        picture = self._pictures / ref
        return picture if picture.is_file() else self._kept(ref)
