"""A desk with its store, its clock and its citizens, without channels: what is said stands in the outbox."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from bot.assistant import Assistant
from bot.desk import Desk
from bot.desk_clock import DeskClock
from bot.look_up import LookUps
from bot.offering import Offer
from flows.cases import Case, CaseEntry, EntryKind
from flows.catalog import Catalog
from flows.conversation import Conversation, Turn
from flows.dialogue import respond
from flows.hours import VIETNAM
from flows.members import Member, Role
from flows.messages import ChatRef, Inbound, Outbound
from flows.organisation import Hamlet
from storage.store import Store
from tests.fakes.organisation import ORGANISATION

BOARD = "board"
HAMLETS = (Hamlet("thon-1", "Thôn 1", ("thôn Một",)), Hamlet("thon-2", "Thôn 2"), Hamlet("thon-3", "Thôn 3"))
WORKING = replace(ORGANISATION, hamlets=HAMLETS)


def at(text: str) -> datetime:
    """A moment on Vietnam's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


class Office:
    """The desk of a commune; `now` is the clock, moved by hand or by `wait`."""

    def __init__(self, store: Store, catalog: Catalog, now: datetime, board: str = BOARD) -> None:
        self.store, self.catalog, self.now = store, catalog, now
        self.board = board
        self.connect(lambda waiting, earlier: None)
        self._messages = itertools.count(1)

    def connect(self, offer: Offer) -> None:
        """Let what is committed go to a delivery."""
        catalog, clock, board = (lambda: self.catalog), (lambda: self.now), self.board
        self.desk = Desk(self.store, catalog, clock, offer=offer, board=board)
        self.assistant = Assistant(self.store, catalog, clock, respond, LookUps(), offer=offer, board=board)
        self.clock = DeskClock(self.store, catalog, offer=offer, board=board)

    def hire(
        self, member_id: str, role: Role = Role.TEAM, *areas: str, topics: tuple[str, ...] = (), telegram: str = ""
    ) -> str:
        """The id of a new member."""
        member = Member(member_id, member_id.capitalize(), role, areas, topics, telegram)
        self.store.run_here(lambda uow: uow.members.save(member, self.now))
        return member_id

    async def says(self, citizen: str, text: str = "", *, choice: str | None = None) -> Turn:
        """The turn after a citizen wrote."""
        number = next(self._messages)
        inbound = Inbound(ChatRef("web", citizen), f"m{number}", text, choice, sent_at=self.now)
        turn = await self.assistant.handle(inbound)
        assert turn is not None
        return turn

    async def opens(self, citizen: str, *words: str) -> Case:
        """The case a citizen opened by asking for a person."""
        await self.says(citizen, "gặp người hỗ trợ")
        for text in words:
            await self.says(citizen, text)
        return self.case_of(citizen)

    async def wait(self, minutes: int, step: int = 5) -> None:
        """Let time pass, the clock ticking."""
        until = self.now + timedelta(minutes=minutes)
        while self.now < until:
            self.now = min(self.now + timedelta(minutes=step), until)
            await self.clock.run_due(self.now)

    def case(self, code: str) -> Case:
        """The case as it stands."""
        found = self.store.read_here(lambda uow: uow.cases.by_code(code))
        assert found is not None
        return found

    def case_of(self, citizen: str) -> Case:
        """The newest case of a citizen."""
        return self.store.read_here(lambda uow: uow.cases.of_chat(ChatRef("web", citizen)))[-1]

    def conversation(self, citizen: str) -> Conversation:
        """Where the chat of a citizen stands."""
        return self.store.read_here(lambda uow: uow.conversations.get(ChatRef("web", citizen)))

    def log(self, code: str) -> list[CaseEntry]:
        """The log of a case."""
        number = self.case(code).number
        return self.store.read_here(lambda uow: uow.cases.entries(number))

    def events(self, code: str) -> list[str]:
        """The names of the changes in a case's log."""
        return [entry.text for entry in self.log(code) if entry.kind is EntryKind.EVENT]

    def heard(self, citizen: str) -> list[str]:
        """What was said to a citizen, oldest first."""
        return [message.text for message in self._said(ChatRef("web", citizen))]

    def posted(self, code: str) -> list[str]:
        """What was said in the team's group about a case."""
        return [message.text for message in self._said(ChatRef(self.board, code)) if message.text]

    def _said(self, chat: ChatRef) -> list[Outbound]:
        return [said.message for said in self.store.read_here(lambda uow: uow.outbox.said(chat))]


@contextmanager
def opened(url: str, catalog: Catalog, now: datetime) -> Iterator[Office]:
    """An office on the database at `url`."""
    store = Store.open(url)
    try:
        yield Office(store, catalog, now)
    finally:
        store.close()
