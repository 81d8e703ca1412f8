"""One spelling for every way of typing: composed letters, places of tones, residue of Telex and VNI."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text.letters import fold, is_syllable, tidy, words_of
from flows.text.spans import protect
from flows.text.typing import as_telex, as_vni, from_telex, from_vni

SYLLABLES = (
    "đường đăng ký khai sinh thường trú căn cước giấy tờ hộ khẩu nghĩa vụ quân sự quyền thuế thửa đất chứng thực "
    "hưởng trợ cấp tuổi người nước ngoài kết hôn khuyết tật giường quý hóa thủy xoá nguyện"
).split()


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("hoà", "hòa"),
        ("hòa", "hòa"),
        ("thuỷ", "thủy"),
        ("kĩ", "kỹ"),
        ("lí", "lý"),
        ("mĩ", "mỹ"),
        ("quí", "quý"),
        ("khoẻ", "khỏe"),
    ],
)
def test_tones_and_long_i_have_one_spelling(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


@pytest.mark.parametrize("word", ["đường", "thường", "giấy", "khai", "chi", "thi"])
def test_right_spelling_stays(word: str) -> None:
    assert tidy(word) == word


def test_decomposed_letters_of_an_iphone_are_composed() -> None:
    assert words_of(unicodedata.normalize("NFD", "Đăng Ký THƯỜNG trú!")) == ["đăng", "ký", "thường", "trú"]


def test_fold_takes_every_mark_and_keeps_the_length() -> None:
    text = "Đường Nguyễn Huệ, quận Gò Vấp, İ ß ﬁ 1½ 🏠"
    assert fold(text) == "duong nguyen hue, quan go vap, i ß ﬁ 1½ 🏠"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("syllable", SYLLABLES)
def test_raw_keys_are_read_as_the_syllable(syllable: str) -> None:
    for keys, read in ((as_telex(syllable), from_telex), (as_vni(syllable), from_vni)):
        assert keys == syllable or read(keys) == tidy(syllable)


@pytest.mark.parametrize(
    ("keys", "meant"),
    [("ddawng", "đăng"), ("kys", "ký"), ("ddawngf", "đằng"), ("dduwowngf", "đường"), ("cuwows", "cướ")],
)
def test_telex(keys: str, meant: str) -> None:
    assert from_telex(keys) == meant


@pytest.mark.parametrize("word", ["online", "zalo", "vneid", "facebook", "dowload"])
def test_foreign_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("gọi 0912 345 678 giúp", ("0912 345 678",)),
        ("theo 07/2025/QH15 thì sao", ("07/2025/QH15",)),
        ("sinh ngày 12/03/1990", ("12/03/1990",)),
        ("thủ tục 1.004222 là gì", ("1.004222",)),
        ("vào https://vneid.gov.vn/a?b=1 đi", ("https://vneid.gov.vn/a?b=1",)),
        ("thư nam@example.com", ("nam@example.com",)),
    ],
)
def test_numbers_codes_dates_and_links_are_kept_out(text: str, kept: tuple[str, ...]) -> None:
    left, spans = protect(text)
    assert spans == kept
    assert not any(span in left for span in spans)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    words = words_of(text)
    assert all(words)
    assert [word for word in words if fold(fold(word)) != fold(word)] == []
