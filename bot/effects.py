"""Does what a turn asks for, within the turn's transaction."""

from bot.at_desk import AtDesk
from bot.desk_intake import append_to_case, open_case, rate_case
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
        case RateCase():
            rate_case(desk, effect, chat)
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


def delete_everything(uow: UnitOfWork, chat: ChatRef) -> None:
    """Forget a chat: its turns, messages, reminders and state; closed cases stay, masked and tied to nobody."""
    uow.turns.delete(chat)
    uow.outbox.delete(chat)
    uow.reminders.delete(chat)
    uow.conversations.delete(chat)
    uow.inbound.delete(chat)
    uow.cases.forget_chat(chat)
