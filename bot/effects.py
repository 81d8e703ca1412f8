"""Does what a turn asks for, within the turn's transaction."""

from dataclasses import replace

from bot.at_desk import AtDesk
from bot.desk_intake import append_to_case, open_case, rate_case, withdraw_case
from flows.case_rules import close
from flows.cases import CaseStatus
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
    WithdrawCase,
)
from flows.messages import ChatRef, Inbound
from flows.person_names import for_others
from flows.records import WaitingMessage
from storage.unit_of_work import UnitOfWork

WITHDRAWN = "(người dân đã yêu cầu xóa dữ liệu)"


def apply_effects(desk: AtDesk, turn: Turn, inbound: Inbound, known: Known) -> list[WaitingMessage]:
    """What now waits to be sent because of the turn's effects: wishes to delete a message from the chat."""
    waiting: list[WaitingMessage] = []
    for effect in turn.effects:
        if isinstance(effect, DeleteMessage):
            waiting.append(desk.uow.outbox.add_deletion(inbound.chat, effect.message_id, desk.now))
        elif isinstance(effect, OpenCase):
            open_case(desk, effect, turn.conversation, known.new_case)
        else:
            _apply(desk, effect, turn.conversation, inbound.chat)
    return waiting


def _apply(desk: AtDesk, effect: Effect, conversation: Conversation, chat: ChatRef) -> None:
    uow, now = desk.uow, desk.now
    match effect:
        case AppendToCase():
            append_to_case(desk, effect, conversation.place)
        case WithdrawCase():
            withdraw_case(desk, effect, chat)
        case RateCase():
            rate_case(desk, effect, chat)
        case KeepFeedback():
            uow.feedback.add(effect, chat.channel, now)
        case LogMissed():
            anonymous = replace(effect, question=for_others(effect.question))  # read by editors, tied to nobody
            uow.missed.add(anonymous, conversation.place, now)
        case SetReminder():
            uow.reminders.add(chat, effect.reminder)
        case CancelReminder():
            uow.reminders.remove(chat, effect.reminder_id)
        case DeleteMyData():
            if effect.also_cases:
                empty_cases(desk, chat)
            delete_everything(uow, chat)
        case _:
            raise AssertionError(f"an effect nobody knows: {effect!r}")


def empty_cases(desk: AtDesk, chat: ChatRef) -> None:
    """Close the cases of a chat and forget what was said and sent in them: the platform demands it of us."""
    for case in desk.uow.cases.of_chat(chat):
        closed = case if case.status is CaseStatus.CLOSED else desk.apply(case, close(case, desk.now))
        desk.uow.cases.empty(case.number, WITHDRAWN)
        take_back_posts(desk, ChatRef(desk.board, case.code))
        desk.post(closed, f"🗑️ {WITHDRAWN}")


def take_back_posts(desk: AtDesk, place: ChatRef) -> None:
    """Forget what the team's group was told of a case, and have it deleted there."""
    outbox = desk.uow.outbox
    desk.waiting += [outbox.add_deletion(place, posts, desk.now) for posts in outbox.platform_ids(place)]
    outbox.delete(place)


def delete_everything(uow: UnitOfWork, chat: ChatRef) -> None:
    """Forget a chat: its turns, messages, reminders and state; closed cases stay, masked and tied to nobody."""
    uow.turns.delete(chat)
    uow.outbox.delete(chat)
    uow.reminders.delete(chat)
    uow.conversations.delete(chat)
    uow.inbound.delete(chat)
    uow.cases.forget_chat(chat)
