"""Templates and static files: one Jinja2 environment, addresses that change with the content of a file."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

STATIC = Path(__file__).parent / "static"
CONTENT_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}


@cache
def environment(package: str = "bot.pages") -> Environment:
    """The template environment of a package with a templates/ folder; everything is escaped."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static_address
    return made


@cache
def static_address(name: str) -> str:
    """The address of a static file, with a hash so that browsers may keep it for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{digest}/{name}"


async def serve_static(request: web.Request) -> web.StreamResponse:
    """A file of static/, kept by the browser for a year."""
    path = STATIC / Path(request.match_info["name"]).name
    content_type = CONTENT_TYPES.get(path.suffix)
    if content_type is None or not path.is_file():
        raise web.HTTPNotFound
    headers = {"Content-Type": content_type, "Cache-Control": "public, max-age=31536000, immutable"}
    return web.FileResponse(path, headers=headers)


def static_routes() -> list[web.RouteDef]:
    """The routes under which static files are found."""
    return [web.get("/static/{digest}/{name}", serve_static)]


def page(template: str, *, package: str = "bot.pages", status: int = 200, **values: Any) -> web.Response:
    """A rendered page."""
    text = environment(package).get_template(template).render(**values)
    return web.Response(text=text, content_type="text/html", status=status)


def content_security_policy(frame_ancestors: tuple[str, ...] = ()) -> str:
    """The policy of every page: nothing from elsewhere, no inline script; framed only by the listed origins."""
    ancestors = " ".join(("'self'", *frame_ancestors))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; "
        f"frame-ancestors {ancestors}"
    )


def secure(response: web.StreamResponse, frame_ancestors: tuple[str, ...] = ()) -> None:
    """Set the headers every page carries."""
    response.headers["Content-Security-Policy"] = content_security_policy(frame_ancestors)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
