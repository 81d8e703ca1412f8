"""What is said to kinds of messages: fragments, two questions, pasted errors, offices, danger, chatter."""

import pickle

import pytest

from flows.catalog import Catalog
from flows.guides import Aspect
from flows.outcomes import Outcome
from flows.text.letters import fold
from storage.content.catalog import load_catalog
from storage.content.shelf import CODE

NEVER = [
    "hôm nay trời mưa không", "cảm ơn em nhiều nha", "ngu quá", "chào em", "hi", "bún bò nấu sao cho ngon",
    "giá vàng hôm nay", "đội tuyển đá mấy giờ", "kể chuyện cười đi", "iphone 17 bao nhiêu tiền", "👍", "...", "?",
    "asdf qwer zxcv poiu lkjh", "lorem ipsum dolor sit amet consectetur", "<b>x</b>", "the weather is nice today",
    "mua vé máy bay đi Đà Nẵng", "tử vi tuổi tý", "viết giúp bài văn tả mẹ",
]  # fmt: skip


@pytest.mark.parametrize("text", NEVER)
def test_chatter_and_noise_get_no_guide(catalog: Catalog, text: str) -> None:
    reading = catalog.reader.read(text)
    assert reading.guide_id is None
    assert reading.outcome is not Outcome.ASKED_BACK


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("lệ phí đăng ký tạm trú bao nhiêu", Aspect.FEE),
        ("đăng ký tạm trú mất bao lâu", Aspect.TIME),
        ("đăng ký tạm trú cần giấy tờ gì", Aspect.PAPERS),
        ("đăng ký tạm trú nộp ở đâu", Aspect.WHERE),
        ("đăng ký tạm trú qua mạng được không", Aspect.ONLINE),
        ("dang ky tam tru het bao nhieu tien", Aspect.FEE),
    ],
)
def test_the_aspect_is_read_with_the_guide(catalog: Catalog, text: str, aspect: Aspect) -> None:
    reading = catalog.reader.read(text)
    assert (reading.guide_id, reading.aspect) == ("dang-ky-tam-tru", aspect)


@pytest.mark.parametrize("text", ["bao nhiêu tiền", "cần giấy tờ gì", "nộp ở đâu", "mất mấy ngày vậy"])
def test_a_fragment_binds_to_the_open_guide_or_asks_back(catalog: Catalog, text: str) -> None:
    bound = catalog.reader.read(text, "dang-ky-ket-hon")
    assert (bound.guide_id, bound.follow_up) == ("dang-ky-ket-hon", True)
    assert catalog.reader.read(text).outcome is Outcome.ASKED_BACK


def test_a_new_subject_wins_over_the_open_guide(catalog: Catalog) -> None:
    reading = catalog.reader.read("đăng ký khai tử cần giấy tờ gì", "dang-ky-ket-hon")
    assert reading.matches[0].guide_id == "dang-ky-khai-tu"


def test_two_questions_in_one_message_are_both_found(catalog: Catalog) -> None:
    reading = catalog.reader.read("đăng ký kết hôn cần gì, còn xác nhận độc thân xin ở đâu")
    assert {reading.guide_id, *(other.guide_id for other in reading.rest)} == {"dang-ky-ket-hon", "xac-nhan-doc-than"}


def test_marks_count_where_they_were_typed(catalog: Catalog) -> None:
    assert catalog.reader.read("từ từ").outcome is not Outcome.URGENT
    assert catalog.reader.read("tự tử").topic == "suicide"
    help_asked = [match.guide_id for match in catalog.reader.read("hỗ trợ hộ nghèo").matches]
    assert help_asked[0] != "dang-ky-tam-tru"


def test_pasted_error_messages_are_known(catalog: Catalog) -> None:
    missed = [error.id for error in catalog.errors.values() if not catalog.reader.read(error.messages[0]).known_error]
    assert missed == []


@pytest.mark.parametrize("told", ["nó báo {} là sao", "may hien {} thi lam sao", 'màn hình ghi "{}", mần răng chừ'])
def test_an_error_message_is_known_in_the_words_it_is_told_with(catalog: Catalog, told: str) -> None:
    plain = told == fold(told)
    missed = [
        error.id
        for error in catalog.errors.values()
        if catalog.reader.read(told.format(fold(error.messages[0]) if plain else error.messages[0])).known_error
        != error.id
    ]
    assert missed == []


@pytest.mark.parametrize(
    "text", ["cấp lại thẻ bảo hiểm y tế bị rách có tốn tiền hông", "trạng thái hồ sơ chờ tiếp nhận là sao"]
)
def test_a_question_in_the_words_of_a_message_is_no_message(catalog: Catalog, text: str) -> None:
    assert not catalog.reader.read(text).known_error


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("nhà tôi cháy", "fire"), ("cháy nhà", "fire"), ("chay nha", "fire"), ("bo toi dot quy", "medical"),
        ("em muốn chết", "suicide"), ("chồng đang đánh tôi", "threat"), ("có trộm trong nhà", "threat"),
        ("con tôi bị mất tích", "child"), ("mắc kẹt vì lũ", "flood"),
    ],
)  # fmt: skip
def test_danger_is_heard(catalog: Catalog, text: str, topic: str) -> None:
    reading = catalog.reader.read(text)
    assert (reading.outcome, reading.topic) == (Outcome.URGENT, topic)


@pytest.mark.parametrize(
    "text",
    [
        "nhà cháy mất sổ đỏ làm lại sao", "từ từ để tôi tìm giấy tờ", "bố mất vì đột quỵ, làm khai tử ở đâu",
        "cấp cứu trái tuyến bảo hiểm có chi trả không", "mệt muốn chết chờ lâu quá", "bán cháy hàng",
        "tập huấn phòng cháy ở đâu", "bị chồng đánh muốn ly hôn", "lũ cuốn mất sổ đỏ thì cấp lại thế nào",
    ],
)  # fmt: skip
def test_false_alarms_are_none(catalog: Catalog, text: str) -> None:
    assert catalog.reader.read(text).outcome is not Outcome.URGENT


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("số điện thoại trưởng thôn 3", "truong-thon-3"), ("sdt truong thon 3", "truong-thon-3"),
        ("trưởng ấp 3", "truong-thon-3"), ("kp 3", "truong-thon-3"), ("khu phố 3", "truong-thon-3"),
        ("số trưởng khu phố ba", "truong-thon-3"), ("trưởng thôn đồng cao tên gì", "truong-thon-3"),
        ("số trưởng thôn 9", ""), ("trưởng khu phố 12 là ai", ""), ("ông Tạ Văn Tam Mẫu là ai", "truong-thon-3"),
        ("chủ tịch xã là ai", "chu-tich"), ("số điện thoại công an xã", "cong-an-xa"),
        ("số điện thoại ông Nguyễn Văn Tèo", "uy-ban"), ("giờ làm việc của trạm y tế", "tram-y-te"),
        ("hàng xóm hát karaoke ồn ào báo ai", "cong-an-xa"),
    ],
)  # fmt: skip
def test_people_and_offices_are_found_and_none_invented(catalog: Catalog, text: str, entry: str) -> None:
    reading = catalog.reader.read(text)
    assert (reading.outcome, reading.topic) == (Outcome.DIRECTORY, entry)


def test_a_given_name_is_taken_by_its_marks(catalog: Catalog) -> None:
    assert catalog.reader.read("anh Họa").topic == "pho-bi-thu"
    assert catalog.reader.read("chị Hoa làm gì ở xã").topic != "pho-bi-thu"


def test_every_reading_can_be_explained(catalog: Catalog) -> None:
    reading = catalog.reader.explain("lệ phí đăng ký tạm trú")
    assert reading.why.normalised == "lệ phí đăng ký tạm trú"
    assert "trả lời" in reading.why.decision
    assert 0 < reading.why.threshold < 1
    assert reading.matches[0].why and all(weight.weight > 0 for weight in reading.matches[0].why)
    assert [match.score for match in reading.matches] == sorted((m.score for m in reading.matches), reverse=True)


@pytest.mark.slow
def test_the_same_content_is_learnt_to_the_same_weights(catalog: Catalog) -> None:
    again = load_catalog(CODE / "content")[0]
    asked = ["đổi căn cước", "lam lai so do", "bao nhiêu tiền", "trưởng thôn 3", "mất hộ chiếu ở nước ngoài"]
    assert pickle.dumps([again.reader.read(text) for text in asked]) == pickle.dumps(
        [catalog.reader.read(text) for text in asked]
    )
