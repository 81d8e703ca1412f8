"""What short typed answers mean."""

import pytest

from flows.case_codes import ALPHABET, LENGTH, asked_code
from flows.dialogue.settings import manner_in
from flows.dialogue.typed import Said, chosen, said
from flows.messages import Choice
from flows.text.letters import fold
from flows.words import clean, sentences

OFFERED = (Choice("a", "Lệ phí"), Choice("b", "Thời gian"), Choice("c", "Gặp người hỗ trợ"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0), ("2.", 1), ("số 3", 2), ("so 1", 0), ("một", 0), ("hai ạ", 1), ("cái đầu", 0), ("cái đầu tiên", 0),
        ("cái thứ hai", 1), ("thứ ba", 2), ("chọn 2 nhé", 1), ("cho em số 1 đi", 0), ("cái cuối", 2), ("cuối cùng", 2),
        ("lệ phí", 0), ("le phi", 0), ("Thời gian ạ", 1), ("gap nguoi ho tro", 2), ("the first one", 0),
        ("Dạ số 2 ạ", 1),
        ("nút 1", 0), ("bấm số 2", 1), ("(1)", 0), ("số một", 0),
    ],
)  # fmt: skip
def test_choices_are_named_by_number_place_or_label(text: str, place: int) -> None:
    assert chosen(text, OFFERED) == OFFERED[place]


@pytest.mark.parametrize("text", ["đăng ký tạm trú", "1 năm", "tôi có 2 con", "lệ phí tạm trú", "thứ hai tuần sau", ""])
def test_other_sentences_choose_nothing(text: str) -> None:
    assert chosen(text, OFFERED) is None


def test_a_number_out_of_reach_is_told_back() -> None:
    assert chosen("7", OFFERED) == 7
    assert chosen("1", ()) == 1


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("đúng rồi", Said.YES), ("Dạ đúng rồi ạ", Said.YES), ("ừ", Said.YES), ("ok", Said.YES), ("yes", Said.YES),
        ("không", Said.NO), ("ko", Said.NO), ("không phải", Said.WRONG), ("sai rồi", Said.WRONG),
        ("không phải cái nào", Said.WRONG), ("tiếp", Said.NEXT), ("xong rồi", Said.NEXT), ("làm xong rồi ạ", Said.NEXT),
        ("quay lại", Said.BACK), ("nhắc lại", Said.REPEAT), ("tôi bị kẹt", Said.STUCK), ("không được", Said.STUCK),
        ("làm lại từ đầu", Said.RESTART), ("thôi", Said.LEAVE), ("dừng lại", Said.LEAVE), ("bắt đầu", Said.BEGIN),
        ("gặp người", Said.PERSON), ("cho tôi gặp cán bộ", Said.PERSON), ("gọi cho tôi", Said.PERSON),
        ("gọi lại cho em với", Said.PERSON), ("chuyển cho nhân viên giúp", Said.PERSON),
        ("talk to a person", Said.PERSON),
        ("hỏi trợ lý", Said.ASK_BOT),
    ],
)  # fmt: skip
def test_short_answers(text: str, meaning: Said) -> None:
    assert said(text) is meaning


@pytest.mark.parametrize(
    "text",
    [
        "đăng ký tạm trú",
        "gặp cán bộ nào để làm khai sinh",
        "gặp người lừa đảo",
        "công an gọi cho tôi bảo chuyển tiền",
        "có người gọi cho tôi xưng công an",
        "tiếp tục đóng bảo hiểm",
        "không phải nộp lệ phí đúng không",
        "dùng",
    ],
)
def test_sentences_are_no_short_answers(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mã ca HT4N9B", "HT4N9B"),
        ("ma ca ht4n9b toi dau roi", "HT4N9B"),
        ("HT4N9B", "HT4N9B"),
        ("ca số ht4n9b", "HT4N9B"),
        ("mã: KQ7M2X", "KQ7M2X"),
        ("482913", ""),
        ("thuong", ""),
        ("ca nhan", ""),
        ("mã số thuế", ""),
        ("đăng ký tạm trú", ""),
    ],
)
def test_case_codes_are_found(text: str, code: str) -> None:
    assert asked_code(text) == code


def test_codes_avoid_letters_that_are_mistaken() -> None:
    assert LENGTH == 6
    assert not set("IO01") & set(ALPHABET)


def test_manner() -> None:
    assert manner_in("noi cham thoi") is True
    assert manner_in("noi binh thuong di") is False
    assert manner_in("dang ky tam tru") is None


def test_text_is_cleaned_and_cut_at_sentences() -> None:
    assert clean("đăng\u200b ký\u202e  tạm\ttrú\x00") == "đăng ký tạm trú"
    assert clean("a" * 9000) == "a" * 5000
    assert fold("Đường TÔI") == "duong toi"
    assert sentences("Một. Hai. Ba.", 6) == ["Một.", "Hai.", "Ba."]
    assert all(len(piece) <= 50 for piece in sentences("chữ " * 100, 50))
    assert sentences("x" * 120, 50) == ["x" * 50, "x" * 50, "x" * 20]
