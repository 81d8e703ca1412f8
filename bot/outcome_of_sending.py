"""What to do about a message a channel did not take."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.channels.base import DeliveryError
from flows.cases import CaseEvent, event_entry
from flows.messages import ChatRef, Outbound
from flows.records import Origin, WaitingMessage
from storage.unit_of_work import UnitOfWork

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
MOST_SURPRISES = 8  # an error nobody foresaw may be the message's own fault: it must not block its chat for ever
MOST_ATTEMPTS = 600  # about two days at the longest pause


class Failure(StrEnum):
    """The three ways a message can fail."""

    LATER = "later"
    PARKED = "parked"
    HOPELESS = "hopeless"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a message was not sent, and how long to wait before it is tried again."""

    failure: Failure
    reason: str
    pause: float = 0.0
    unreachable: bool = False  # what is wrong is wrong for every message of the channel

    def keep(self, uow: UnitOfWork, message: WaitingMessage, now: datetime, board: str = "") -> list[WaitingMessage]:
        """Set the message aside in the outbox; where it was about a case, its log and the team's `board` are told."""
        if self.failure is Failure.PARKED:
            uow.outbox.park(message.id, self.reason)
        else:
            uow.outbox.give_up(message.id, self.reason)
        case = uow.cases.by_code(message.case_code) if message.case_code else None
        if case is None:
            return []
        detail = (("failure", self.failure.value), ("reason", self.reason))
        uow.cases.add_entry(case.number, event_entry(now, CaseEvent.NOT_DELIVERED, detail=detail))
        warning = Outbound(self.in_words(message.message))
        return [uow.outbox.add(ChatRef(board, case.code), warning, now, origin=Origin.BOARD)] if board else []

    def in_words(self, message: Outbound) -> str:
        """What the team reads in its group."""
        if self.failure is Failure.PARKED:
            return (
                "⚠️ Tin chưa tới người dân: kênh này không cho nhắn trước khi họ nhắn lại. Họ nhắn là tin tự đi ngay; "
                "việc gấp thì xin gọi điện."
            )
        if message.attachments:
            return "⚠️ Tệp chưa tới người dân: kênh của họ không nhận tệp này. Xin tả bằng chữ hoặc gửi ảnh nhỏ hơn."
        return "⚠️ Tin không tới được người dân: có thể họ đã chặn trợ lý hoặc bỏ kênh này. Xin gọi điện hoặc tới nhà."


def judge(error: Exception, attempts: int) -> Problem:
    """What `error`, met after `attempts` earlier tries, means for the message."""
    pause = min(FIRST_PAUSE * 2.0 ** min(attempts, 20), LONGEST_PAUSE)
    if not isinstance(error, DeliveryError):
        is_over = not isinstance(error, TimeoutError | OSError) and attempts + 1 >= MOST_SURPRISES
        return Problem(Failure.HOPELESS if is_over else Failure.LATER, type(error).__name__, pause)
    if error.parked:
        return Problem(Failure.PARKED, error.reason)
    if error.permanent or attempts + 1 >= MOST_ATTEMPTS:
        return Problem(Failure.HOPELESS, error.reason)
    pause = error.retry_after if error.retry_after is not None else pause
    return Problem(Failure.LATER, error.reason, pause, error.unreachable)
