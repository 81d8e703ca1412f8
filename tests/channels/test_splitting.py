"""Long texts are cut where a reader would pause, and nothing of them is lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.splitting import split, utf16_length, with_choices
from flows.messages import Choice


def test_a_short_text_stays_whole_and_an_empty_one_is_nothing() -> None:
    assert split("Chào bác", 20) == ["Chào bác"]
    assert split(" \n ", 20) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Một câu. Hai câu dài.", ["Một câu.", "Hai câu dài."]),
        ("Đoạn một dài hơn\n\nĐoạn hai", ["Đoạn một dài hơn", "Đoạn hai"]),
        ("không có dấu chấm nào cả", ["không có dấu chấm", "nào cả"]),
        ("a" * 45, ["a" * 20, "a" * 20, "a" * 5]),
        ("Bác hỏi “mất phí?” Không ạ.", ["Bác hỏi “mất phí?”", "Không ạ."]),
    ],
)
def test_the_cut_is_the_best_there_is(text: str, parts: list[str]) -> None:
    assert split(text, 20) == parts


@given(st.text(max_size=400), st.integers(min_value=2, max_value=60))
def test_nothing_is_lost_and_every_part_fits(text: str, limit: int) -> None:
    for measure in (len, utf16_length):
        parts = split(text, limit, measure)
        assert all(0 < measure(part) <= limit for part in parts)
        assert "".join("".join(parts).split()) == "".join(unicodedata.normalize("NFC", text).split())


def test_choices_stay_together_below_the_text() -> None:
    choices = [Choice("a", "Một"), Choice("b", "Hai")]
    assert with_choices("Chọn đi", choices, 30) == ["Chọn đi\n\n1. Một\n2. Hai"]
    assert with_choices("Chọn đi bác nhé, không vội", choices, 30) == ["Chọn đi bác nhé, không vội", "1. Một\n2. Hai"]
    assert with_choices("", choices, 30) == ["1. Một\n2. Hai"]
