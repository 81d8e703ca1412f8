"""The English catalog: complete, with the same {names}, and nothing left over."""

import re
from datetime import UTC, date, datetime, time

import pytest
from babel.messages.pofile import read_po

from flows.phrases import Phrases, Speaker
from tests.flows.msgids import ROOT, hidden_sentences, msgids

NAMES = re.compile(r"\{(\w+)\}")
LOCALES = sorted((ROOT / "content" / "locales").glob("*.po"))


def translations(language: str) -> dict[str, str]:
    with (ROOT / "content" / "locales" / f"{language}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def test_every_sentence_is_translated_into_english() -> None:
    known = translations("en")
    missing = [f"{where}: {source}" for source, where in msgids().items() if not known.get(source)]
    assert not missing, "\n".join(missing)


def test_translations_fill_the_same_names() -> None:
    for source, target in translations("en").items():
        assert set(NAMES.findall(source)) == set(NAMES.findall(target)), source


def test_nothing_is_translated_that_nobody_says() -> None:
    assert not set(translations("en")) - set(msgids())


def test_no_sentence_hides_inside_an_f_string() -> None:
    assert hidden_sentences() == []


@pytest.mark.parametrize("path", LOCALES, ids=lambda path: path.stem)
def test_catalogs_have_no_fuzzy_entries(path: object) -> None:
    with open(str(path), "rb") as file:  # noqa: PTH123 (the parameter's type is open)
        assert not [message.id for message in read_po(file) if message.fuzzy and message.id]


def test_a_third_language_needs_no_code() -> None:
    phrases = Phrases({"en": {}, "km": {"Lệ phí": "ថ្លៃ"}})
    assert phrases.languages == ("vi", "en", "km")
    assert phrases.speaker("km").say("Lệ phí") == "ថ្លៃ"
    assert phrases.speaker("km").say("Thời gian") == "Thời gian"


def test_a_language_babel_does_not_know_counts_as_vietnam_does() -> None:
    assert Phrases({"hmn": {}}).name_of("hmn") == "hmn"
    assert Phrases({"en": {}}).name_of("en") == "English"
    assert Speaker("hmn").short_day(date(2026, 11, 24)) == "24/11/2026"


def test_money_numbers_and_dates_go_through_babel() -> None:
    vietnamese, english = Speaker("vi"), Speaker("en")
    assert vietnamese.money(7000) == "7.000 đồng"
    assert english.money(7000) == "7,000 VND"
    assert vietnamese.number(1234.5) == "1.234,5"
    assert vietnamese.short_day(date(2026, 11, 24)) == "24/11/2026"
    assert vietnamese.moment(datetime(2026, 11, 30, 8, 0, tzinfo=UTC)) == "08:00, Thứ Hai 30/11/2026"
    assert english.hour(time(13, 30)) == "13:30"
