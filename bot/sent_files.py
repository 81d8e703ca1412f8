"""Files members sent to citizens, under addresses nobody can guess: for the web page, and for platforms that fetch."""

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer

from bot.channels.base import Media, own_address
from bot.console.uploads import content_type_of
from flows.messages import Attachment

PATH = "/sent/{token}"
SHOWN = ("image/", "audio/", "video/")  # what a browser shows by itself; everything else is saved


class SentFiles:
    """The files of ours that were sent; `home` is the address the world sees this service under, or ""."""

    def __init__(self, load: Media, secret: str, home: str) -> None:
        self._load, self._home = load, home.rstrip("/")
        self._signer = URLSafeSerializer(secret, salt="sent-file")

    def path(self, attachment: Attachment) -> str:
        """Where this service shows the file; what lies elsewhere keeps its own address."""
        return own_address(attachment) or PATH.format(token=self._signer.dumps(attachment.ref))

    def address(self, attachment: Attachment) -> str:
        """Where the world finds the file, "" where the world does not find us."""
        path = self.path(attachment)
        if not path.startswith("/"):
            return path
        return f"{self._home}{path}" if self._home else ""

    def routes(self) -> list[web.RouteDef]:
        """The address of every file."""
        return [web.get(PATH, self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """The file; 404 for an address that was never given out, or whose file is forgotten."""
        try:
            ref = str(self._signer.loads(request.match_info["token"]))
        except BadSignature as error:
            raise web.HTTPNotFound from error
        content = await self._load(ref)
        if content is None:
            raise web.HTTPNotFound
        kind = content_type_of(content)
        headers = {
            "Cache-Control": "private, max-age=86400",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        if not kind.startswith(SHOWN):
            headers["Content-Disposition"] = f'attachment; filename="{ref}"'  # the name it is kept under: plain letters
        return web.Response(body=content, content_type=kind, headers=headers)
