"""All pages of the team and the editors, put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.assistant import Respond
from bot.channels.base import Channel
from bot.console.beside_pages import BesidePages
from bot.console.case_pages import CasePages
from bot.console.case_world import CaseWorld
from bot.console.draft_pages import DraftPages
from bot.console.editor_world import EditorWorld
from bot.console.file_pages import FilePages
from bot.console.form_pages import FormPages
from bot.console.frame import Frame
from bot.console.guard import Guard
from bot.console.guide_pages import EditorGuidePages
from bot.console.history_pages import HistoryPages
from bot.console.inbox import InboxPages
from bot.console.live import LivePages
from bot.console.notice_pages import NoticePages
from bot.console.number_pages import NumberPages
from bot.console.organisation_pages import OrganisationPages
from bot.console.people_pages import PeoplePages
from bot.console.sign_in import SignInPages
from bot.console.try_pages import TryPages
from bot.console.unanswered_pages import UnansweredPages
from bot.desk import Desk
from bot.drafting import Drafting
from bot.editing import Editing
from bot.files import Files
from bot.live_content import LiveContent
from bot.offering import Offer
from bot.rehearsal import Rehearsal
from storage.store import Store

EDITOR_PAGES = (
    FilePages,
    HistoryPages,
    EditorGuidePages,
    FormPages,
    TryPages,
    NoticePages,
    UnansweredPages,
    OrganisationPages,
    NumberPages,
    BesidePages,
    PeoplePages,
)


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
    root: Path  # the content folder
    home: str = ""  # the address the world sees, "" where none is set


def console_routes(world: ConsoleWorld) -> list[web.RouteDef]:
    """The pages under /console and what their forms do."""
    frame = Frame(
        world.content.current,
        world.clock,
        lambda: world.content.problems,
        lambda: {name: channel.alarm for name, channel in world.channels.items() if channel.alarm},
    )
    guard = Guard(world.store, frame, world.secret, world.home)
    case_world = CaseWorld(world.desk, world.store, world.files, world.channels, world.respond)

    def names() -> Sequence[str]:
        return tuple(world.channels)

    editing = Editing(world.store, world.content, world.root, world.clock)
    rehearsal = Rehearsal(world.store, world.content, world.root, world.clock)
    editor = EditorWorld(editing, rehearsal, Drafting(editing), world.store, world.respond)
    pages = (
        SignInPages(world.store, world.desk, frame, guard, names, world.offer),
        InboxPages(world.store, frame, guard, world.live),
        CasePages(case_world, frame, guard),
        DraftPages(editor, world.desk, frame, guard),
        *(made(editor, frame, guard) for made in EDITOR_PAGES),
    )
    return [route for page in pages for route in page.routes()]
