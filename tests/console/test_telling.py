"""What the console says in few words, and the order it puts cases in."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.console.case_view import Line, lines_of
from bot.console.draft_pages import question_of
from bot.console.filters import urgency
from bot.console.organisation_pages import spells
from bot.console.telling import device_name, event_words, when
from bot.desk import CaseFile
from flows.cases import Case, CaseEntry, CaseEvent, CaseReason, CaseStatus, EntryKind
from flows.catalog import Catalog
from flows.hours import VIETNAM
from flows.members import Member, Role
from flows.messages import ChatRef
from flows.organisation import Hamlet, Organisation
from flows.outcomes import Outcome
from flows.phrases import Speaker
from flows.records import TurnRecord

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)
SPEAKER = Speaker("vi")
MEMBERS = {"hoa": Member("hoa", "Cô Hoa", Role.TEAM)}


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "09:00 hôm nay"),
        (-9.5, "23:30 hôm qua"),
        (22.5, "07:30 ngày mai"),
        (-48, "09:00, 22/11"),
        (-24 * 400, "09:00, 20/10/2025"),
    ],
)
def test_a_moment_is_told_as_people_tell_it(hours: float, said: str) -> None:
    assert when(NOW + timedelta(hours=hours), NOW, SPEAKER) == said


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/117.0 Chrome/111.0", "Cốc Cốc, Windows"),
        ("", "không rõ"),
    ],
)
def test_a_browser_is_called_as_its_owner_calls_it(sent: str, said: str) -> None:
    assert device_name(sent, SPEAKER) == said


@pytest.mark.parametrize(
    ("event", "detail", "said"),
    [
        (
            CaseEvent.RAISED,
            (("from", "hamlet"), ("to", "commune"), ("why", "by-hand")),
            "từ thôn, tổ dân phố, lên xã, phường",
        ),
        (CaseEvent.RAISED, (("from", "commune"), ("to", "1022"), ("why", "overdue")), "lên tổng đài 1022, quá hạn"),
        (CaseEvent.PLACED, (("hamlet", "thon-2"),), "ghi địa bàn: Thôn 2"),
        (CaseEvent.HANDED_ON, (("to", "hoa"),), "chuyển ca: Cô Hoa"),
        (CaseEvent.CLAIMED, (), "nhận ca"),
    ],
)
def test_what_happened_is_told_without_codes(event: CaseEvent, detail: tuple[tuple[str, str], ...], said: str) -> None:
    catalog = Catalog(organisation=Organisation(hamlets=(Hamlet("thon-2", "Thôn 2"),)))
    assert said in event_words(event.value, detail, catalog, SPEAKER, MEMBERS)


def a_case(number: int, status: CaseStatus, due_in: float | None = None) -> Case:
    due = None if due_in is None else NOW + timedelta(hours=due_in)
    return Case(number, "AAAAA2", ChatRef("web", "c"), status, CaseReason.REQUESTED, NOW, due_at=due)


def test_the_most_urgent_case_stands_first() -> None:
    cases = [
        a_case(1, CaseStatus.CLOSED),
        a_case(2, CaseStatus.ANSWERED, -5),
        a_case(3, CaseStatus.CLAIMED, 1),
        a_case(4, CaseStatus.OPEN, 2),
        a_case(5, CaseStatus.OPEN, 1),
        a_case(6, CaseStatus.CLAIMED, -1),
    ]
    assert [case.number for case in sorted(cases, key=lambda case: urgency(case, NOW))] == [6, 5, 4, 3, 2, 1]


def test_stars_in_the_log_are_for_leads_only() -> None:
    rated = CaseEntry(NOW, EntryKind.EVENT, text=CaseEvent.RATED.value, detail=(("stars", "2"), ("comment", "chậm")))
    assert lines_of([], [rated], with_rating=False) == []
    assert [line.text for line in lines_of([], [rated], with_rating=True)] == ["rated"]


def test_a_long_answer_of_the_assistant_is_folded_and_a_persons_is_not() -> None:
    words = "Đăng ký khai sinh\n" + "Giấy tờ cần có. " * 20
    assert (Line(NOW, "bot", words).is_long, Line(NOW, "answer", words).is_long) == (True, False)
    assert Line(NOW, "bot", words).beginning == "Đăng ký khai sinh …"


def test_days_off_in_a_row_are_told_as_one() -> None:
    tet = [(date(2027, 2, day), "Tết") for day in range(5, 12)]
    found = spells([*tet, (date(2027, 4, 30), "Giải phóng"), (date(2027, 5, 1), "Lao động")])
    assert [(first.day, last.day, name) for first, last, name in found] == [
        (5, 11, "Tết"),
        (30, 30, "Giải phóng"),
        (1, 1, "Lao động"),
    ]


def test_a_draft_begins_with_what_was_asked_not_with_the_wish_for_a_person() -> None:
    case = replace(a_case(1, CaseStatus.CLAIMED), question="gặp người")
    asked = TurnRecord(case.chat, NOW, "sổ đỏ bị rách", (), Outcome.NO_MATCH)
    wished = TurnRecord(case.chat, NOW, "gặp người", (), Outcome.HANDED_OVER)
    assert question_of(CaseFile(case, [], [asked, wished])) == "sổ đỏ bị rách"
    assert question_of(CaseFile(case, [], [wished])) == "gặp người"
    assert question_of(CaseFile(replace(case, question="sổ đỏ\nmất rồi"), [], [wished])) == "sổ đỏ"
