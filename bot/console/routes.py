"""All pages of the team and the editors, put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.channels.base import Channel
from bot.console.case_pages import CasePages
from bot.console.case_world import CaseWorld
from bot.console.frame import Frame
from bot.console.guard import Guard
from bot.console.inbox import InboxPages
from bot.console.live import LivePages
from bot.console.sign_in import SignInPages
from bot.desk import Desk
from bot.files import Files
from bot.live_content import LiveContent
from bot.offering import Offer
from bot.try_it import Respond
from storage.store import Store


@dataclass(frozen=True, slots=True)
class ConsoleWorld:
    """What the console is built from."""

    desk: Desk
    store: Store
    content: LiveContent
    files: Files
    channels: Mapping[str, Channel]
    clock: Callable[[], datetime]
    respond: Respond
    offer: Offer
    live: LivePages
    secret: str
    home: str = ""  # the address the world sees, "" where none is set


def console_routes(world: ConsoleWorld) -> list[web.RouteDef]:
    """The pages under /console and what their forms do."""
    frame = Frame(
        world.content.current,
        world.clock,
        lambda: world.content.problems,
        lambda: {name: channel.alarm for name, channel in world.channels.items() if channel.alarm},
    )
    guard = Guard(world.store, frame, world.secret, https_only=world.home.startswith("https"))
    case_world = CaseWorld(world.desk, world.store, world.files, world.channels, world.respond)

    def names() -> Sequence[str]:
        return tuple(world.channels)

    pages = (
        SignInPages(world.store, frame, guard, names, world.home, world.offer),
        InboxPages(world.store, frame, guard, world.live),
        CasePages(case_world, frame, guard),
    )
    return [route for page in pages for route in page.routes()]
