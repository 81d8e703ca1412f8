"""Hands committed messages to delivery, each chat's in the order they stand in the outbox."""

from collections.abc import Callable, Sequence
from itertools import groupby

from flows.records import WaitingMessage
from storage.unit_of_work import UnitOfWork

Offer = Callable[[Sequence[WaitingMessage], Sequence[int]], None]
Line = tuple[Sequence[WaitingMessage], Sequence[int]]  # messages of one chat, and ids of those that stand before them


def lines_of(uow: UnitOfWork, waiting: Sequence[WaitingMessage], *, shared: bool) -> list[Line]:
    """The messages by chat; where other processes send too, with what must go out before them."""
    if not shared and len(waiting) == 1:  # nearly always
        return [(waiting, ())]
    lines: list[Line] = []
    ordered = sorted(waiting, key=lambda message: (str(message.chat), message.id))
    for chat, messages in groupby(ordered, key=lambda message: message.chat):
        line = list(messages)
        lines.append((line, uow.outbox.earlier(chat, line[0].id) if shared else ()))
    return lines


def offer_lines(offer: Offer, lines: Sequence[Line]) -> None:
    """Hand every line to delivery."""
    for messages, earlier in lines:
        offer(messages, earlier)
