"""What an answer says and leaves out."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from flows.answers import Voice, answer_text, fact_line, notices_for, old_terms_in
from flows.case_words import closed
from flows.cases import Case, CaseReason, CaseStatus
from flows.conversation import Conversation, Reminder
from flows.dialogue import respond
from flows.dialogue.reminding import announce
from flows.dialogue.scene import MAX_TEXT
from flows.guides import Aspect, Confidence, Fact, Guide, Localized, Notice, OldTerm, Paper, Step
from flows.hours import VIETNAM
from flows.messages import ChatRef, Inbound
from flows.phrases import Speaker
from tests.fakes.content import simple_content

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)
CHAT = ChatRef("cli", "1")
VOICE = Voice(Speaker("vi"), TODAY)
FEE = Fact("", "Thông tư 1", date(2026, 11, 1), amount=15000, note="nộp trực tiếp")
GUIDE = Guide(
    id="viec-thu",
    field="ho-so",
    title=Localized("Việc thử", "Trial matter"),
    summary=Localized("Đây là việc thử.", "This is a trial."),
    who="ai cũng được",
    questions=("việc thử",),
    steps=(Step("mot", "Làm một. Rồi nghỉ."), Step("hai", "Làm hai.")),
    fee=(FEE,),
    procedure_name="Việc thử",
    depends_on=("vneid",),
)


def test_an_amount_is_shown_in_the_readers_language() -> None:
    assert fact_line(VOICE, FEE) == "15.000 đồng – nộp trực tiếp"
    assert fact_line(Voice(Speaker("en"), TODAY), FEE).startswith("15,000 VND")


def test_who_asks_how_much_is_told_what_is_paid_and_what_is_received() -> None:
    pension = Fact("540.000 đồng mỗi tháng", "Nghị định 1", date(2026, 11, 1))
    benefit = replace(GUIDE, result=(pension, Fact("Có tên trong danh sách", "Nghị định 1", date(2026, 11, 1))))
    told = answer_text(VOICE, benefit, (Aspect.FEE,))
    assert "Lệ phí: 15.000 đồng" in told
    assert "Số tiền:\n• 540.000 đồng mỗi tháng" in told
    assert "danh sách" not in told
    assert "Số tiền" not in answer_text(VOICE, benefit, (Aspect.TIME,))


def test_behind_a_fee_that_ends_stands_what_the_others_pay() -> None:
    waived = Fact("Miễn lệ phí", "Nghị quyết 1", date(2026, 11, 1), valid_to=date(2027, 2, 28))
    told = answer_text(VOICE, replace(GUIDE, fee=(waived, FEE)), ())
    assert "• Nếu không thuộc diện trên: 15.000 đồng – nộp trực tiếp\n" in told + "\n"
    assert "Nếu không" not in answer_text(VOICE, replace(GUIDE, fee=(FEE, waived)), ())


def test_every_case_of_a_fee_is_told() -> None:
    cases = tuple(Fact(f"Diện thứ {number}", "Thông tư 1", date(2026, 11, 1)) for number in range(7))
    assert answer_text(VOICE, replace(GUIDE, fee=cases), (Aspect.FEE,)).count("• Diện thứ") == 7


def test_what_is_not_confirmed_says_so() -> None:
    doubtful = replace(FEE, confidence=Confidence.UNCONFIRMED)
    assert "cần kiểm tra lại với nơi tiếp nhận" in fact_line(VOICE, doubtful)
    assert "cần kiểm tra lại" not in fact_line(VOICE, FEE)


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        (None, None, True),
        (date(2026, 11, 24), date(2026, 11, 24), True),
        (date(2026, 11, 25), None, False),
        (None, date(2026, 11, 23), False),
    ],
)
def test_a_fact_is_shown_on_its_days_only(starts: date | None, ends: date | None, shown: bool) -> None:
    guide = replace(GUIDE, fee=(replace(FEE, valid_from=starts, valid_to=ends),))
    text = answer_text(VOICE, guide, (Aspect.FEE,))
    assert ("15.000 đồng" in text) is shown
    assert ("chưa có con số đã kiểm tra" in text) is not shown


def test_source_and_day_stand_under_every_figure() -> None:
    assert "Nguồn: Thông tư 1. Kiểm tra ngày 01/11/2026." in answer_text(VOICE, GUIDE, (Aspect.FEE,))


def test_many_sources_are_counted_not_recited() -> None:
    fees = tuple(replace(FEE, source=f"Văn bản {number}") for number in range(4))
    assert "và 1 nguồn khác" in answer_text(VOICE, replace(GUIDE, fee=fees), (Aspect.FEE,))


def test_late_review_is_said() -> None:
    late = replace(GUIDE, review_by=date(2026, 11, 23))
    assert "lẽ ra được rà soát trước ngày 23/11/2026" in answer_text(VOICE, late, ())
    assert "rà soát" not in answer_text(VOICE, replace(GUIDE, review_by=TODAY), ())


def test_papers_already_in_the_data_stand_apart() -> None:
    guide = replace(GUIDE, papers=(Paper("Tờ khai"), Paper("Căn cước", in_data=True)))
    text = answer_text(VOICE, guide, (Aspect.PAPERS,))
    assert text.index("Tờ khai") < text.index("Đã có trong dữ liệu dân cư") < text.index("Căn cước")
    assert "không cần chuẩn bị giấy tờ" in answer_text(VOICE, GUIDE, (Aspect.PAPERS,))


def test_the_way_is_told_by_its_first_sentences() -> None:
    text = answer_text(VOICE, GUIDE, (Aspect.STEPS,))
    assert "1. Làm một.\n2. Làm hai." in text
    assert "Rồi nghỉ" not in text


def test_yesterdays_terms_are_found_as_whole_words() -> None:
    guide = replace(GUIDE, old_terms=(OldTerm(("sổ hộ khẩu",), "Nay không còn."),))
    assert old_terms_in(guide, "cần so ho khau không")
    assert not old_terms_in(guide, "số hộ khẩn")


@pytest.mark.parametrize(
    ("topics", "offset", "shown"),
    [
        (("vneid",), 0, True),
        (("tat-ca",), 0, True),
        (("dien",), 0, False),
        (("vneid",), -2, False),
        (("vneid",), 2, False),
    ],
)
def test_a_notice_stands_before_its_topics_while_it_lasts(topics: tuple[str, ...], offset: int, shown: bool) -> None:
    begins = NOW + timedelta(hours=offset) - timedelta(hours=1)
    notice = Notice("n", topics, Localized("VNeID bảo trì."), begins, begins + timedelta(hours=2))
    assert bool(notices_for([notice], GUIDE, NOW, "vi")) is shown


def test_a_notice_comes_first_in_the_reply() -> None:
    notice = Notice("n", ("vneid",), Localized("VNeID đang bảo trì đến trưa."))
    catalog = replace(simple_content(), notices=(notice,))
    turn = respond(Conversation(CHAT), Inbound(CHAT, "m", "đăng ký tạm trú"), catalog, NOW)
    assert turn.replies[0].text.startswith("VNeID đang bảo trì đến trưa.")


def test_a_long_answer_is_cut_at_sentences_and_keeps_its_buttons_last() -> None:
    long = replace(simple_content().guides["dang-ky-tam-tru"], summary=Localized("Một câu dài vừa phải. " * 200))
    catalog = replace(simple_content(), guides={**simple_content().guides, long.id: long})
    turn = respond(Conversation(CHAT), Inbound(CHAT, "m", choice_id=f"g:{long.id}"), catalog, NOW)
    assert len(turn.replies) > 1
    assert all(len(reply.text) <= MAX_TEXT for reply in turn.replies)
    assert all(not reply.choices for reply in turn.replies[:-1])
    assert turn.replies[-1].choices
    assert turn.replies[0].text.endswith(".")


def test_every_guide_answers_every_aspect_within_bounds() -> None:
    for guide in simple_content().guides.values():
        for aspect in Aspect:
            assert answer_text(VOICE, guide, (aspect,)).strip()


def test_a_result_day_asks_whether_the_result_came() -> None:
    reminder = Reminder("r1", NOW, "ngày trả kết quả", is_result_day=True)
    told = announce(reminder, Conversation(CHAT), simple_content(), NOW)
    assert "đã nhận được chưa" in told.text
    assert [choice.id for choice in told.choices] == ["r:got", "r:late"]


def test_a_reminder_leads_back_to_its_guide() -> None:
    reminder = Reminder("r1", NOW, "gia hạn", guide_id="dang-ky-tam-tru")
    told = announce(reminder, Conversation(CHAT, language="en"), simple_content(), NOW)
    assert told.text == "You asked to be reminded: gia hạn."
    assert told.choices[0].id == "g:dang-ky-tam-tru"


def test_a_closed_case_is_rated_by_a_typed_number() -> None:
    case = Case(7, "HT4N9B", CHAT, CaseStatus.CLOSED, CaseReason.REQUESTED, NOW)
    conversation, message = closed(case, Conversation(CHAT, open_case="HT4N9B"), simple_content())
    assert "HT4N9B" in message.text
    assert conversation.open_case == ""
    turn = respond(conversation, Inbound(CHAT, "m", "5"), simple_content(), NOW)
    assert [getattr(effect, "stars", None) for effect in turn.effects] == [5]


def test_the_same_guide_is_told_to_each_in_their_own_manner_and_as_of_their_own_day() -> None:
    """Answers are put together once for all who are told the same; nobody may get what was made for another."""
    catalog = simple_content()
    guide = replace(
        next(iter(catalog.guides.values())), review_by=TODAY, old_terms=(OldTerm(("thôn cũ",), "Nay khác."),)
    )
    catalog = replace(catalog, guides={guide.id: guide})
    picked = Inbound(CHAT, "1", choice_id=f"g:{guide.id}")

    def told(conversation: Conversation, now: datetime = NOW, said: str = "") -> str:
        return respond(conversation, replace(picked, text=said), catalog, now).replies[0].text

    usual, plain = Conversation(CHAT), Conversation(CHAT, plain=True)
    first = told(usual)
    assert told(usual, NOW + timedelta(days=2)) != first
    assert told(plain) != first
    assert told(Conversation(CHAT, language="en")) != first
    assert told(usual, said="ở thôn cũ") == f"Nay khác.\n\n{first}"
    assert told(usual) == first
