"""What the team reads when a message of theirs could not be brought to the citizen."""

import pytest

from bot.outcome_of_sending import Failure, Problem
from flows.messages import Attachment, AttachmentKind, ChatRef
from flows.records import WaitingMessage
from tests.fakes.office import BOARD, Office

PHOTO = (Attachment(AttachmentKind.PHOTO, "a.png"),)


async def answered(office: Office, *attachments: Attachment) -> WaitingMessage:
    """The answer that waits for the citizen."""
    office.hire("lan")
    case = await office.opens("bac-tam")
    await office.desk.write(case.code, "lan", "Bác thử lại nhé.", attachments)
    return office.store.read_here(lambda uow: uow.outbox.waiting(ChatRef("web", "bac-tam")))[-1]


@pytest.mark.parametrize(
    ("failure", "sent", "said"),
    [
        (Failure.PARKED, (), "Họ nhắn là tin tự đi ngay"),
        (Failure.HOPELESS, (), "có thể họ đã chặn trợ lý"),
        (Failure.HOPELESS, PHOTO, "kênh của họ không nhận tệp này"),
    ],
)
async def test_the_board_and_the_log_say_what_happened(
    office: Office, failure: Failure, sent: tuple[Attachment, ...], said: str
) -> None:
    message = await answered(office, *sent)
    problem = Problem(failure, "refused")
    await office.store.run(lambda uow: problem.keep(uow, message, office.now, BOARD))
    assert said in office.posted(message.case_code)[-1]
    assert office.events(message.case_code)[-1] == "not-delivered"


async def test_without_a_board_the_log_says_it_alone(office: Office) -> None:
    message = await answered(office)
    before = office.posted(message.case_code)
    told = await office.store.run(lambda uow: Problem(Failure.HOPELESS, "refused").keep(uow, message, office.now))
    assert told == []
    assert office.posted(message.case_code) == before
    assert office.events(message.case_code)[-1] == "not-delivered"
