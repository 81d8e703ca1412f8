"""The whole service on a temporary data directory, with citizens and members to people it."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestServer
from aiohttp.web import UrlDispatcher

from bot.app import Camtay, make_app
from bot.invitations import new_link
from bot.settings import Settings
from flows.cases import Case
from flows.hours import VIETNAM
from flows.members import Member, Role
from flows.messages import ChannelName, ChatRef, Inbound
from storage.store import Store
from tests.fakes.closing import let_go
from tests.fakes.database import ready

CONTENT = Path(__file__).resolve().parents[2] / "content"
FEW = (
    "dang-ky-khai-sinh",
    "lien-thong-khai-sinh",
    "ly-hon",
    "sang-ten-xe",
    "cham-dut-ho-kinh-doanh",
    "dang-ky-tam-tru",
)
TUESDAY_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)
RELATED = re.compile(r"^related: \[.*?\]", re.MULTILINE | re.DOTALL)
MEMBERS = (
    Member("hoa", "Cô Hoa", Role.TEAM, areas=("thon-1",)),
    Member("binh", "Anh Bình", Role.TEAM, areas=("thon-2",)),
    Member("lan", "Chị Lan", Role.LEAD),
    Member("minh", "Anh Minh", Role.EDITOR),
    Member("quang", "Chú Quang", Role.ADMIN),
)


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    now: datetime = TUESDAY_MORNING

    def __call__(self) -> datetime:
        """The moment that counts as now; a little later each time, so that nothing happens at once."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        """Let time go by."""
        self.now += timedelta(minutes=minutes)


@dataclass
class House:
    """The service at work: its address, its clock, its content folder."""

    camtay: Camtay
    store: Store
    clock: SetClock
    address: str
    content: Path
    router: UrlDispatcher
    asked: int = field(default=0)

    async def ask(self, citizen: str, text: str) -> None:
        """Let a citizen write a message and be answered."""
        self.asked += 1
        chat = ChatRef(ChannelName.WEB, citizen)
        await self.camtay.assistant.handle(Inbound(chat, f"m{self.asked}", text, sent_at=self.clock()))

    async def new_case(self, citizen: str, question: str) -> Case:
        """The case of a citizen who asked and then wanted a person."""
        await self.ask(citizen, question)
        await self.ask(citizen, "gặp người")
        cases = await self.store.read(lambda uow: uow.cases.of_chat(ChatRef(ChannelName.WEB, citizen)))
        return cases[-1]

    async def link_for(self, member_id: str) -> str:
        """The address that signs a member in once."""
        now = self.clock()
        secret = await self.store.run(lambda uow: new_link(uow, member_id, now))
        return f"{self.address}/console/sign-in/{secret}"


def few_guides(folder: Path) -> Path:
    """The real content with six guides only, which is learnt in a second."""
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("guides", "schema", "errors", "places"))
    for source in CONTENT.glob("guides/*/*.yaml"):
        if source.stem in FEW:
            target = folder / "guides" / source.parent.name
            target.mkdir(parents=True, exist_ok=True)
            text = source.read_text(encoding="utf-8")
            (target / source.name).write_text(RELATED.sub("related: []", text), encoding="utf-8")
    return folder


@asynccontextmanager
async def open_house(
    folder: Path, content: Path = CONTENT, *, members: tuple[Member, ...] = MEMBERS, **settings: Any
) -> AsyncIterator[House]:
    """The service over a copy of the content, on a free port, with `members`; gone when the block ends."""
    own = folder / "content"
    shutil.copytree(content, own, ignore=shutil.ignore_patterns("schema"))
    (folder / "data").mkdir()
    clock = SetClock()
    store = Store.open(ready(folder / "data"))
    for member in members:
        store.run_here(lambda uow, member=member: uow.members.save(member, clock()))  # type: ignore[misc]  # bound now
    values: dict[str, Any] = {"data_dir": folder / "data", "content_dir": own, "burst_seconds": 0}
    app, camtay = await make_app(Settings(**(values | settings)), store, clock)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=0.5)
    try:
        yield House(camtay, store, clock, f"http://127.0.0.1:{server.port}", own, app.router)
    finally:
        camtay.live.close_pages()
        await server.close()
        store.close()
        let_go(camtay)
