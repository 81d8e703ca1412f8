"""Composition root: settings become objects, objects become one aiohttp application. The only place with a clock."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, datetime
from typing import Any

from aiohttp import ClientSession, web

from bot.admission import Admission
from bot.assistant import Assistant
from bot.bursts import Bursts
from bot.channels.base import Channel, open_http
from bot.clocks import Clocks
from bot.console.live import LivePages
from bot.console.routes import ConsoleWorld, console_routes
from bot.delivery import Delivery
from bot.desk import Desk
from bot.desk_clock import DeskClock
from bot.doors import Surroundings, open_doors
from bot.files import Files
from bot.invitations import LINK_HOURS, new_link
from bot.live_content import LiveContent
from bot.look_up import LookUps, private_link
from bot.pages.guide_pages import GuidePages
from bot.pages.rendering import static_routes
from bot.remembering import secret_of
from bot.settings import Settings
from bot.shared_files import SharedFiles
from bot.team_room import GroupDesk
from flows.dialogue import respond
from flows.dialogue.reminding import announce
from flows.hours import VIETNAM
from flows.members import Member, Role
from flows.messages import ChannelName
from flows.privacy import mask
from storage.store import Store
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

FIRST_ADMIN = "quan-tri"
FEWER_COLLECTIONS = (10_000, 20, 20)
Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, on Vietnam's clock."""
    return datetime.now(VIETNAM)


def today() -> date:
    """Today, in Vietnam."""
    return now().date()


class Camtay:
    """All that runs: everything built once, started in order and stopped in the opposite one."""

    def __init__(self, settings: Settings, store: Store, clock: Clock = now) -> None:
        self.settings, self.store, self.clock = settings, store, clock
        self.content = LiveContent(settings.content_dir, lambda: clock().date(), settings.cache_dir)
        self.files = Files(settings.data_dir / "files")
        self.channels: dict[str, Channel] = {}
        self.delivery = Delivery(store, self.channels, clock, settings.board)
        self.live = LivePages()
        offer, changed, board = self.delivery.offer, self.live.changed, settings.board
        self.desk = Desk(store, self.content.current, clock, offer=offer, cases_changed=changed, board=board)
        self.assistant = Assistant(
            store,
            self.content.current,
            clock,
            respond,
            LookUps(settings.retention, self.channels.get),
            offer=offer,
            cases_changed=changed,
            board=board,
        )
        self.bursts = Bursts(store, self.assistant.handle, clock, lambda text: mask(text).text, settings.burst_seconds)
        self.admission = Admission(store, self.bursts.receive, offer, clock)
        self.clocks = self.clockwork()
        self.ready = False

    def clockwork(self) -> Clocks:
        """What happens by the clock: reminders, forgotten cases, old data."""
        offer, changed, board = self.delivery.offer, self.live.changed, self.settings.board
        cases = DeskClock(self.store, self.content.current, offer=offer, cases_changed=changed, board=board)
        keep = self.settings.retention
        return Clocks(self.store, self.clock, self.content.current, announce, offer, self.files, keep, cases.run_due)

    async def routes(self, http: ClientSession) -> list[web.RouteDef]:
        """Open the doors; the addresses they and the pages are reached under."""
        secret = await secret_of(self.store)
        shared = self.shared_files(secret)
        surroundings = Surroundings(
            settings=self.settings,
            store=self.store,
            http=http,
            receive=self.admission.receive,
            catalog=self.content.current,
            clock=self.clock,
            files=self.files,
            shared=shared,
            secret=secret,
            room=self.group().room(self.files.save),
        )
        self.channels |= {channel.name: channel for channel in open_doors(surroundings)}
        own = [*static_routes(), *self.guide_pages().routes(), *shared.routes(), *self.console(secret)]
        routes = [web.get("/healthz", self.health), *own]
        return routes + [route for channel in self.channels.values() for route in channel.routes()]

    def guide_pages(self) -> GuidePages:
        """The guides as plain pages."""
        return GuidePages(
            self.content.current,
            lambda: self.clock().date(),
            home=self.settings.public_url,
            telegram=lambda: private_link(self.channels.get(ChannelName.TELEGRAM)),
        )

    def shared_files(self, secret: str) -> SharedFiles:
        """The files that platforms and pages may open by a signed address."""
        home, pictures = self.settings.public_url, self.settings.content_dir / "pictures"
        return SharedFiles(self.files.path_of, pictures, secret, self.clock, home)

    def group(self) -> GroupDesk:
        """The team's group as the desk sees it."""
        return GroupDesk(
            self.desk, self.store, self.content.current, self.clock, self.delivery.offer, self.settings.board
        )

    def console(self, secret: str) -> list[web.RouteDef]:
        """The pages of the team and the editors."""
        return console_routes(
            ConsoleWorld(
                desk=self.desk,
                store=self.store,
                content=self.content,
                files=self.files,
                channels=self.channels,
                clock=self.clock,
                respond=respond,
                offer=self.delivery.offer,
                live=self.live,
                secret=secret,
                root=self.settings.content_dir,
                home=self.settings.public_url,
            )
        )

    async def health(self, request: web.Request) -> web.Response:
        """200 when messages can be answered, 503 when not."""
        try:
            await asyncio.wait_for(self.store.read(lambda uow: None), 5)
        except Exception:  # whatever it is, the answer is the same
            log.exception("the database does not answer")
            return web.json_response({"ready": False}, status=503)
        alarms = {name: channel.alarm for name, channel in self.channels.items() if channel.alarm}
        return web.json_response({"ready": self.ready, "alarms": alarms}, status=200 if self.ready else 503)

    async def let_pages_go(self, _: web.Application) -> None:
        """End the streams of open pages, or stopping would wait for them in vain; they come back by themselves."""
        await self.live.stop()
        await self.channels[ChannelName.WEB].stop()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything at work while the block lasts; what was received but not answered is taken up first."""
        parts: list[Any] = [self.delivery, self.bursts, self.clocks, self.content, self.live, *self.channels.values()]
        async with contextlib.AsyncExitStack() as stack:
            for part in parts:
                await part.start()
                stack.push_async_callback(part.stop)
            stack.enter_context(_collecting_seldom())
            self.ready = True
            yield
            self.ready = False


@contextlib.contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Cyclic garbage is looked for rarely, and not in what is loaded now, while the block lasts."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()  # what was loaded stays for good
    # What a message leaves behind is freed as it goes; at every 700 objects all that is under way would be looked at.
    gc.set_threshold(*FEWER_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


async def make_app(settings: Settings, store: Store, clock: Clock = now) -> tuple[web.Application, Camtay]:
    """The application with all routes, and Cầm Tay behind them."""
    camtay = Camtay(settings, store, clock)
    app = web.Application(client_max_size=12 * 1024 * 1024)
    http = open_http()
    app.add_routes(await camtay.routes(http))

    async def life(_: web.Application) -> AsyncIterator[None]:
        async with http, camtay.running():
            yield

    app.cleanup_ctx.append(life)
    app.on_shutdown.append(camtay.let_pages_go)
    return app, camtay


async def sign_in_link(settings: Settings, store: Store, clock: Clock = now) -> str:
    """A link that opens the console once within a day, for the first admin."""
    moment = clock()

    def make(uow: UnitOfWork) -> str:
        if uow.members.get(FIRST_ADMIN) is None:
            uow.members.save(Member(FIRST_ADMIN, "Quản trị", Role.ADMIN), moment)
        return new_link(uow, FIRST_ADMIN, moment)

    return f"{settings.address}/console/sign-in/{await store.run(make)}"


async def serve(settings: Settings, store: Store, say: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; `say` prints where the chat and the console are found.

    The port is taken first: nothing is started, and no platform asked, by a process that cannot serve.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.create_server((settings.host, settings.port), family=family, backlog=512)
    app, _ = await make_app(settings, store)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    try:
        await runner.setup()
        await web.SockSite(runner, listening).start()
        found = settings.model_copy(update={"port": listening.getsockname()[1]})
        say(f"Cầm Tay đang chạy tại {found.address}/")
        say(f"Trang của Tổ công nghệ số (mở một lần, trong {LINK_HOURS} giờ): {await sign_in_link(found, store)}")
        await told_to_stop()
    finally:
        await runner.cleanup()


async def told_to_stop() -> None:
    """Return when the process gets SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
