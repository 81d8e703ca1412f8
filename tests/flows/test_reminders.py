"""Vietnamese time words → moments."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.hours import VIETNAM
from flows.reminders import read_moment, tells_result_day, wants_reminder, what_for

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=VIETNAM)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("nhắc tôi thứ hai tuần sau 8 giờ", "2026-11-30 08:00"),
        ("nhac toi thu 2 tuan sau luc 8h", "2026-11-30 08:00"),
        ("tuần sau thứ tư 9 giờ nhắc tôi", "2026-12-02 09:00"),
        ("thứ ba nhắc tôi", "2026-12-01 08:00"),
        ("nhắc tôi thứ sáu 3 giờ chiều", "2026-11-27 15:00"),
        ("nhắc tôi chủ nhật 7 giờ sáng", "2026-11-29 07:00"),
        ("nhắc tôi CN lúc 19h30", "2026-11-29 19:30"),
        ("nhắc tôi mai 8 giờ", "2026-11-25 08:00"),
        ("nhac toi mai 8 gio", "2026-11-25 08:00"),
        ("nhắc tôi ngày mai", "2026-11-25 08:00"),
        ("nhắc tôi chiều mai", "2026-11-25 14:00"),
        ("nhắc em tối nay 7h30", "2026-11-24 19:30"),
        ("nhắc em trưa mai", "2026-11-25 11:30"),
        ("nhắc tôi sáng mốt", "2026-11-26 08:00"),
        ("nhắc tôi ngày kia 10 giờ", "2026-11-26 10:00"),
        ("hẹn trả 28/11", "2026-11-28 08:00"),
        ("hẹn trả ngày 28-11-2026", "2026-11-28 08:00"),
        ("nhắc tôi 5/1", "2027-01-05 08:00"),
        ("nhắc tôi 28/2/27 8h15", "2027-02-28 08:15"),
        ("nhắc tôi ngày 5 tháng 12 lúc 9 giờ kém 15", "2026-12-05 08:45"),
        ("nhắc tôi ngày 5", "2026-12-05 08:00"),
        ("nhắc tôi ngày 30", "2026-11-30 08:00"),
        ("nhắc tôi mùng 2 tháng sau 7:45", "2026-12-02 07:45"),
        ("nhắc tôi ngày 1 tháng 1 năm 2027", "2027-01-01 08:00"),
        ("nhắc tôi 15 phút nữa", "2026-11-24 10:15"),
        ("nhắc tôi nửa tiếng nữa", "2026-11-24 10:30"),
        ("nhắc tôi 2 tiếng rưỡi nữa", "2026-11-24 12:30"),
        ("sau 30 phút nhắc tôi", "2026-11-24 10:30"),
        ("nhắc tôi 3 ngày nữa", "2026-11-27 08:00"),
        ("nhắc tôi hai ngày nữa 9 giờ tối", "2026-11-26 21:00"),
        ("nhắc tôi 2 tuần nữa", "2026-12-08 08:00"),
        ("nhắc tôi một tháng nữa", "2026-12-24 08:00"),
        ("tháng sau nhắc tôi", "2026-12-24 08:00"),
        ("tuần sau nhắc tôi", "2026-12-01 08:00"),
        ("nhắc tôi 3 giờ", "2026-11-24 15:00"),
        ("nhắc tôi 8 giờ", "2026-11-25 08:00"),
        ("nhắc tôi 8 rưỡi", "2026-11-25 08:30"),
        ("nhắc tôi 12 giờ trưa mai", "2026-11-25 12:00"),
        ("nhắc tôi 20/11", "2026-11-20 08:00"),
        ("remind me on Friday at 3pm", "2026-11-27 15:00"),
        ("remind me tomorrow", "2026-11-25 08:00"),
    ],
)
def test_moments_are_read_in_vietnams_time(text: str, moment: str) -> None:
    when = read_moment(text, NOW)
    assert when is not None
    assert when.at == datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)


def test_the_clock_of_the_server_does_not_matter() -> None:
    late = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # already the 25th in Vietnam
    when = read_moment("nhắc tôi mai 8 giờ", late)
    assert when is not None
    assert when.at == datetime(2026, 11, 26, 8, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize("text", ["nhắc tôi nộp thuế", "nhắc tôi 31/2", "nhắc tôi", "nhắc tôi đem hồ sơ", ""])
def test_without_day_and_hour_there_is_no_moment(text: str) -> None:
    assert read_moment(text, NOW) is None


def test_toi_the_speaker_is_not_the_evening() -> None:
    when = read_moment("nhac toi 8 gio sang mai", NOW)
    assert when is not None
    assert when.at.hour == 8


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("nhắc tôi thứ hai tuần sau 8 giờ lấy căn cước", "lấy căn cước"),
        ("nhắc tôi chiều mai đi họp nhé", "đi họp"),
        ("ngày mai nhớ nhắc tôi nộp tiền điện", "nhớ nộp tiền điện"),
        ("nhắc tôi mai", ""),
    ],
)
def test_what_it_is_about_is_what_is_left(text: str, what: str) -> None:
    assert what_for(text, read_moment(text, NOW)) == what


@pytest.mark.parametrize(
    "text", ["nhắc tôi mai đi chợ", "dat lich nhac nop thue", "nhớ nhắc giúp tôi", "remind me at 8am"]
)
def test_wishes_to_be_reminded(text: str) -> None:
    assert wants_reminder(text)


@pytest.mark.parametrize("text", ["nhắc lại", "đăng ký tạm trú", "cán bộ có nhắc nhở gì không"])
def test_other_sentences_are_no_wish(text: str) -> None:
    assert not wants_reminder(text)


def test_a_stated_result_day_is_told_from_a_question() -> None:
    assert tells_result_day("giấy hẹn trả ngày 28/11")
    assert not tells_result_day("hẹn trả 20/11 mà chưa có")
    assert not tells_result_day("trả kết quả ở đâu")
    assert not tells_result_day("đăng ký tạm trú")


@given(st.text(max_size=120))
def test_any_text_is_read_without_harm(text: str) -> None:
    when = read_moment(text, NOW)
    assert isinstance(what_for(text, when), str)
    if when is not None:
        assert when.at.tzinfo is not None
