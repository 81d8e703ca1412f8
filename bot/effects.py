"""Does what a turn asks for, within the turn's transaction."""

from datetime import datetime

from flows.cases import Case, CaseEntry, CaseStatus, EntryKind, after_citizen_wrote
from flows.conversation import (
    AppendToCase,
    CancelReminder,
    Conversation,
    DeleteMessage,
    DeleteMyData,
    Effect,
    KeepFeedback,
    Known,
    LogMissed,
    OpenCase,
    RateCase,
    SetReminder,
    Turn,
)
from flows.messages import ChatRef, Inbound
from flows.records import WaitingMessage
from storage.unit_of_work import UnitOfWork


def apply_effects(uow: UnitOfWork, turn: Turn, inbound: Inbound, known: Known, now: datetime) -> list[WaitingMessage]:
    """What now waits to be sent because of the turn's effects: wishes to delete a message from the chat."""
    waiting: list[WaitingMessage] = []
    for effect in turn.effects:
        if isinstance(effect, DeleteMessage):
            waiting.append(uow.outbox.add_deletion(inbound.chat, effect.message_id, now))
        elif isinstance(effect, OpenCase):
            open_case(uow, effect, turn.conversation, known, now)
        else:
            _apply(uow, effect, turn.conversation, inbound.chat, now)
    return waiting


def open_case(uow: UnitOfWork, effect: OpenCase, conversation: Conversation, known: Known, now: datetime) -> None:
    """Keep the case whose number and code were announced."""
    case = Case(
        number=known.new_case.number,
        code=known.new_case.code,
        chat=conversation.chat,
        status=CaseStatus.OPEN,
        reason=effect.reason,
        opened_at=now,
        question=effect.question,
        guide_id=effect.guide_id,
        step_id=effect.step_id,
        place=conversation.place,
        language=conversation.language,
        citizen_wrote_at=now,
    )
    uow.cases.open(case)
    entry = CaseEntry(now, EntryKind.CITIZEN, text=effect.question, attachments=effect.attachments)
    uow.cases.add_entry(case.number, entry)


def _apply(uow: UnitOfWork, effect: Effect, conversation: Conversation, chat: ChatRef, now: datetime) -> None:
    match effect:
        case AppendToCase():
            append_to_case(uow, effect, conversation.place, now)
        case RateCase():
            rate_case(uow, effect, now)
        case KeepFeedback():
            uow.feedback.add(effect, chat.channel, now)
        case LogMissed():
            uow.missed.add(effect, conversation.place, now)
        case SetReminder():
            uow.reminders.add(chat, effect.reminder)
        case CancelReminder():
            uow.reminders.remove(chat, effect.reminder_id)
        case DeleteMyData():
            delete_everything(uow, chat)
        case _:
            raise AssertionError(f"an effect nobody knows: {effect!r}")


def append_to_case(uow: UnitOfWork, effect: AppendToCase, place: str, now: datetime) -> None:
    """Add what the citizen wrote, the commune too once it is known; an answered case waits for a person again."""
    case = uow.cases.by_code(effect.code)
    if case is None:
        return
    uow.cases.add_entry(
        case.number, CaseEntry(now, EntryKind.CITIZEN, text=effect.text, attachments=effect.attachments)
    )
    status = after_citizen_wrote(case.status, case.assignee)
    uow.cases.change(case, status=status, citizen_wrote_at=now, closed_at=None, place=case.place or place)


def rate_case(uow: UnitOfWork, effect: RateCase, now: datetime) -> None:
    """Keep stars or a word about a case; what was given before and is not given now stays."""
    case = uow.cases.by_code(effect.code)
    if case is not None:
        stars = case.stars if effect.stars is None else effect.stars
        uow.cases.change(case, stars=stars, comment=effect.comment or case.comment)


def delete_everything(uow: UnitOfWork, chat: ChatRef) -> None:
    """Forget a chat: its turns, messages, reminders and state; closed cases stay, masked and tied to nobody."""
    uow.turns.delete(chat)
    uow.outbox.delete(chat)
    uow.reminders.delete(chat)
    uow.conversations.delete(chat)
    uow.inbound.delete(chat)
    uow.cases.forget_chat(chat)
