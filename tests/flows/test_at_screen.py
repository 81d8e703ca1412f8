"""Words about the step on the screen, and words that only look like them."""

import pytest

from flows.dialogue.screen_talk import said_at_screen
from flows.dialogue.settings import language_in
from flows.dialogue.typed import Said
from flows.words import syllables

SAID = {
    Said.STUCK: (
        "bấm vào không lên gì hết", "nó quay hoài", "app cứ lỗi hoài", "bam vo dau", "tìm mãi không ra",
        "mở hông lên", "k dc ad oi", "giờ sao", "màn hình đen, không hiện gì",
        "I can't find the button",
    ),
    Said.NEXT: ("làm xong rồi ạ", "rồi sao nữa", "bấm rồi, làm gì tiếp"),
    Said.REPEAT: ("cho bác xem lại", "đọc lại giùm"),
    Said.MORE: ("nói rõ hơn đi", "giải thích kỹ hơn giúp bác"),
    Said.BACK: ("bấm nhầm rồi", "em lỡ chọn"),
    None: (
        "không có giấy tờ", "chưa nhận được kết quả", "xong chưa", "nộp ở đâu", "không có mã otp", "làm lại sổ đỏ",
        "cho hỏi", "hiểu rồi", "không",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("meant", "text"), [(meant, text) for meant, texts in SAID.items() for text in texts])
def test_only_words_of_the_screen_are_taken_for_them(meant: Said | None, text: str) -> None:
    assert said_at_screen(" ".join(syllables(text))) is meant


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("english please", "en"),
        ("noi tieng anh duoc khong", "en"),
        ("tieng viet di", "vi"),
        ("chung chi tieng anh", None),
        ("hoc tieng anh o dau", None),
    ],
)
def test_a_language_is_asked_for_only_where_nothing_else_is(words: str, language: str | None) -> None:
    assert language_in(words) == language
