"""Use case: answer one message: load, decide, save, hand to delivery. Everything of one message is one transaction."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakValueDictionary

from bot.at_desk import AtDesk
from bot.effects import apply_effects
from bot.hashing import hashed
from bot.look_up import LookUps
from bot.offering import Line, Offer, lines_of, offer_lines
from flows.catalog import Catalog
from flows.conversation import Conversation, DeleteMyData, Known, OpenCase, Turn
from flows.messages import ChatRef, Inbound, Outbound
from flows.outcomes import Outcome
from flows.records import WaitingMessage
from storage.store import Store
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

CasesChanged = Callable[[], None]
Respond = Callable[[Conversation, Inbound, Catalog, datetime, Known], Turn]  # flows.dialogue.respond, or a fake of it


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn that was kept, and what now waits to be sent to its chat and to the team."""

    turn: Turn
    waiting: Sequence[Line]


class Assistant:
    """Answers citizens. `offer` takes what was committed to the outbox; `cases_changed` wakes the desk.

    `board` is the channel of the team's group, or "" where there is none.
    """

    def __init__(
        self,
        store: Store,
        catalog: Callable[[], Catalog],
        clock: Callable[[], datetime],
        respond: Respond,
        look_ups: LookUps,
        *,
        offer: Offer = lambda waiting, earlier: None,
        cases_changed: CasesChanged = lambda: None,
        board: str = "",
    ) -> None:
        self._store, self._catalog, self._clock = store, catalog, clock
        self._respond, self._look_ups = respond, look_ups
        self._offer, self._cases_changed, self._board = offer, cases_changed, board
        self._locks: WeakValueDictionary[ChatRef, asyncio.Lock] = WeakValueDictionary()

    async def handle(self, inbound: Inbound, *, kept: Sequence[str] = ()) -> Turn | None:
        """The turn `inbound` led to, or None when it was answered before.

        `kept` names the stored fragments it was put together from; without them the message is stored now.
        """
        lock = self._locks.setdefault(inbound.chat, asyncio.Lock())
        async with lock:
            answered = await self._store.run(lambda uow: self._answer(uow, inbound, kept))
        if answered is None:
            return None
        offer_lines(self._offer, answered.waiting)
        if answered.turn.conversation.open_case or answered.turn.effects:
            self._cases_changed()
        if forgets(answered.turn):
            await self._store.scrub()
        return answered.turn

    def _answer(self, uow: UnitOfWork, inbound: Inbound, kept: Sequence[str]) -> Answered | None:
        chat, now = inbound.chat, self._clock()
        uow.conversations.lock(chat)
        is_ours = uow.inbound.take(chat, kept) if kept else uow.inbound.is_new(chat, inbound.message_id, now)
        if not is_ours:
            return None
        loaded = uow.conversations.load(chat)
        known = self._look_ups.before(uow, inbound, loaded)
        turn = self._decide(loaded.conversation, inbound, now, known)
        if turn.outcome is Outcome.DATA_SHOWN:  # asked for by few: looked up only then, and said again with it
            known = self._look_ups.with_own_data(uow, chat, known)
            turn = self._decide(loaded.conversation, inbound, now, known)
        desk = AtDesk(uow, self._catalog(), now, self._board)
        waiting = [*apply_effects(desk, turn, inbound, known), *self._keep(uow, turn, inbound, now)]
        if loaded.has_parked:
            uow.outbox.unpark(chat)
            waiting = uow.outbox.waiting(chat)
        return Answered(turn, lines_of(uow, [*waiting, *desk.waiting], shared=self._store.is_shared))

    def _decide(self, conversation: Conversation, inbound: Inbound, now: datetime, known: Known) -> Turn:
        catalog = self._catalog()
        try:
            return self._respond(conversation, inbound, catalog, now, known)
        except Exception as error:  # the citizen gets one apology, the log the place; never the words
            where = "".join(traceback.format_tb(error.__traceback__))
            chat = hashed(inbound.chat)
            log.error("%s while answering %s of %s:\n%s", type(error).__name__, inbound.message_id, chat, where)
            say = catalog.phrases.speaker(conversation.language).say
            apology = say(
                "Xin lỗi, tôi vừa gặp trục trặc nên chưa trả lời được tin này. Bác/anh/chị nhắn lại giúp, "
                'hoặc nhắn "gặp người" để có người hỗ trợ.'
            )
            return Turn(conversation, (Outbound(apology),), Outcome.NO_MATCH)

    def _keep(self, uow: UnitOfWork, turn: Turn, inbound: Inbound, now: datetime) -> list[WaitingMessage]:
        if forgets(turn):
            return [uow.outbox.add(inbound.chat, reply, now) for reply in turn.replies]
        uow.conversations.save(turn.conversation, now)
        if turn.outcome is Outcome.IGNORED and not turn.replies:
            return []
        uow.turns.add(turn, now)
        opened = next((effect for effect in turn.effects if isinstance(effect, OpenCase)), None)
        code = turn.conversation.open_case if opened else ""
        replies = turn.replies if inbound.choice_id else [under_a_text(reply) for reply in turn.replies]
        return [uow.outbox.add(inbound.chat, reply, now, case_code=code) for reply in replies]


def forgets(turn: Turn) -> bool:
    """Whether the turn deletes what is known of somebody."""
    return any(isinstance(effect, DeleteMyData) for effect in turn.effects)


def under_a_text(reply: Outbound) -> Outbound:
    """The reply to a typed text: it must not change the message above that text, where nobody looks any more."""
    return replace(reply, replaces_previous=False) if reply.replaces_previous else reply
