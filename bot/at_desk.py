"""The desk within one transaction: changes a case, writes it into the log, tells citizen and team."""

from collections.abc import Sequence
from datetime import datetime

from flows import case_words
from flows.case_rules import Change, close, raise_to
from flows.cases import Case, CaseEntry, CaseError, CaseEvent, EntryKind, event_entry
from flows.catalog import Catalog
from flows.due_times import answer_due
from flows.ladder import levels_near, rung_named, rungs_of
from flows.members import Member, Role
from flows.messages import Attachment, ChatRef, Outbound
from flows.organisation import Rung
from flows.records import Origin, WaitingMessage
from flows.routing import Roster, above, candidates, next_to_ask, topics_of
from storage.unit_of_work import UnitOfWork


class AtDesk:
    """What use cases do with cases; `waiting` collects what was put into the outbox.

    `board` is the channel of the team's group, or "" where there is none; `is_seen` when the team sees there already
    what is being done.
    """

    def __init__(
        self, uow: UnitOfWork, catalog: Catalog, now: datetime, board: str = "", *, is_seen: bool = False
    ) -> None:
        self.uow, self.catalog, self.now, self.board, self._is_seen = uow, catalog, now, board, is_seen
        self.waiting: list[WaitingMessage] = []
        self._roster: Roster | None = None

    @property
    def roster(self) -> Roster:
        """The members and their loads, read once."""
        if self._roster is None:
            cases = self.uow.cases
            self._roster = Roster(tuple(self.uow.members.all()), cases.loads(), cases.shares())
        return self._roster

    def existing(self, code: str) -> Case:
        """The case `code`, kept from everybody else until the end; CaseError where there is none."""
        seen = existing(self.uow, code)
        self.uow.conversations.lock(seen.chat)  # before the case, as the assistant does, or the two wait for each other
        return self.uow.cases.locked(code) or seen

    def member(self, member_id: str) -> Member:
        """The member; somebody nobody entered yet acts as one of the team."""
        known = next((member for member in self.roster.members if member.id == member_id), None)
        return known or Member(member_id, member_id, Role.TEAM)

    def name_of(self, member_id: str) -> str:
        """How the member is called."""
        return self.member(member_id).name if member_id else ""

    def apply(self, case: Case, change: Change, author: str = "") -> Case:
        """The case after `change`, which stands in its log."""
        self.log(case, event_entry(self.now, change.event, author, change.detail))
        return self.uow.cases.change(case, **change.fields)

    def log(self, case: Case, entry: CaseEntry) -> None:
        """Write one line into the case's log."""
        self.uow.cases.add_entry(case.number, entry)

    def tell(self, case: Case, message: Outbound, origin: Origin = Origin.CASE) -> None:
        """Say something to everybody who waits for this case."""
        for chat in self.listeners(case):
            self.waiting.append(self.uow.outbox.add(chat, message, self.now, origin=origin, case_code=case.code))

    def listeners(self, case: Case) -> list[ChatRef]:
        """The citizen's chat, and the chats whose own case was merged into this one."""
        chats = [case.chat, *self.uow.conversations.with_case(case.code)]
        return [chat for chat in dict.fromkeys(chats) if chat.chat_id]

    def post(self, case: Case, text: str = "", attachments: Sequence[Attachment] = ()) -> None:
        """Say something about the case in the team's group; without words only its card is brought up to date."""
        if self.board:
            message = Outbound("") if self._is_seen else Outbound(text, attachments=tuple(attachments))
            place = ChatRef(self.board, case.code)
            self.waiting.append(self.uow.outbox.add(place, message, self.now, origin=Origin.BOARD))

    def offer(self, case: Case) -> Case:
        """The case, put before the member who should be asked now; unchanged where there is nobody to ask.

        Where nobody stands on its rung (an office outside, a hamlet whose members left) the nearest rung is asked.
        """
        topics, organisation = topics_of(case, self.catalog), self.catalog.organisation
        levels = levels_near(case.level, rungs_of(organisation, topics, case.hamlet))
        by_level = (candidates(case, level, topics, self.roster, organisation, self.now) for level in levels)
        asked = next_to_ask(self._asked_last(case), next(filter(None, by_level), []))
        if asked is None:
            return case
        fields = {"offered_to": asked.id, "offered_at": self.now}
        return self.apply(case, Change(CaseEvent.OFFERED, fields, (("to", asked.id),)))

    def invitation(self, case: Case) -> str:
        """Who is asked to take the case, as the team reads it after another sentence."""
        return f" Mời {self.name_of(case.offered_to)} nhận." if case.offered_to else ""

    def above(self, case: Case) -> Rung | None:
        """The next rung for the case, or None at the top."""
        return above(case, topics_of(case, self.catalog), self.roster, self.catalog.organisation)

    def raise_up(self, case: Case, why: str, author: str = "") -> Case:
        """The case one rung higher, offered there; the citizen is told."""
        rung = self.above(case)
        due = answer_due(self.catalog.organisation, self.now)
        raised = self.apply(case, raise_to(case, rung, self.now, due, why), author)
        rung = rung_named(self.catalog.organisation, raised.level)
        self.tell(raised, case_words.moved_up(raised, rung, self.catalog, self.now), Origin.NOTICE)
        raised = self.offer(raised)
        asked = self.name_of(raised.offered_to)
        self.post(
            raised, f"⬆️ Đã chuyển lên {rung.name}. Mời {asked} nhận." if asked else f"⬆️ Đã chuyển lên {rung.name}."
        )
        return raised

    def finish(self, case: Case, author: str = "") -> Case:
        """The case, closed; whoever waits for it is told once, and the assistant has the word again."""
        closed = self.apply(case, close(case, self.now), author)
        for chat in self.listeners(case):
            conversation = self.uow.conversations.get(chat)
            if conversation.open_case != case.code:
                continue
            rests, message = case_words.closed(closed, conversation, self.catalog)
            self.uow.conversations.save(rests, self.now)
            self.waiting.append(self.uow.outbox.add(chat, message, self.now, origin=Origin.NOTICE, case_code=case.code))
        self.post(closed)
        return closed

    def _asked_last(self, case: Case) -> str:
        """Who was asked or held the case last, so that the next to be asked is somebody else."""
        entries = reversed(self.uow.cases.entries(case.number))
        for entry in entries:
            detail = dict(entry.detail)
            if entry.kind is EntryKind.EVENT and entry.text in _ASKED:
                return detail.get(_ASKED[entry.text], "") or entry.author
        return ""


_ASKED = {
    CaseEvent.OFFERED.value: "to",
    CaseEvent.TAKEN_BACK.value: "from",
    CaseEvent.RELEASED.value: "",
    CaseEvent.HANDED_ON.value: "to",
}


def existing(uow: UnitOfWork, code: str) -> Case:
    """The case `code`; CaseError where there is none."""
    case = uow.cases.by_code(code)
    if case is None:
        raise CaseError(f"Không có ca nào mang mã {code}.")
    return case
