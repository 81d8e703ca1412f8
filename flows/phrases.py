"""Sentences of the product in the reader's language, and numbers, money and dates through Babel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal

from flows.hours import in_vietnam

SOURCE_LANGUAGE = "vi"
_A_MONDAY = date(2026, 11, 23)
_AS_WRITTEN: Mapping[str, str] = {}  # of the source language


def phrase(source: str) -> str:
    """The sentence itself, marked for the message catalogs; `say` it later."""
    return source


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The rules for numbers and dates of a language, Vietnam's where Babel knows none."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE_LANGUAGE)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The message catalogs by language: Vietnamese source sentence → translation (content/locales/<lang>.po)."""

    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=lambda: {"vi": "Tiếng Việt"})

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that can be chosen, the source language first."""
        return (SOURCE_LANGUAGE, *sorted(set(self.translations) - {SOURCE_LANGUAGE}))

    def name_of(self, language: str) -> str:
        """A language's name in itself: "Tiếng Việt", "English"."""
        if language in self.names:
            return self.names[language]
        known = locale_of(language)
        return (known.get_display_name(known) or language).capitalize() if known.language == language else language

    def speaker(self, language: str) -> "Speaker":
        """The voice of one language."""
        return Speaker(language, self.translations.get(language, _AS_WRITTEN))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says sentences in one language; what has no translation is said in Vietnamese."""

    language: str
    translations: Mapping[str, str] = field(default_factory=dict)

    def say(self, source: str, /, **values: object) -> str:
        """The sentence whose Vietnamese source is `source`, with its {named} values filled in."""
        text = self.translations.get(source) or source
        return text.format(**values) if values else text

    def money(self, amount: int) -> str:
        """An amount in đồng: "7.000 đồng", "7,000 VND"."""
        return _money(amount, self.language)

    def number(self, value: float) -> str:
        """A number with the reader's separators."""
        return format_decimal(value, locale=locale_of(self.language))

    def day(self, value: date) -> str:
        """A day in full: "thứ Ba, 24 tháng 11, 2026" or as the language writes it."""
        return format_date(value, "full", locale=locale_of(self.language))

    def short_day(self, value: date) -> str:
        """A day in figures: "24/11/2026"."""
        return _short_day(value, self.language)

    def weekday(self, number: int) -> str:
        """The name of a weekday, Monday being 0: "Thứ Hai"."""
        return format_date(_A_MONDAY + timedelta(days=number), "EEEE", locale=locale_of(self.language))

    def dated(self, value: date) -> str:
        """A day with its weekday: "Thứ Hai 30/11/2026"."""
        return format_date(value, "EEEE dd/MM/yyyy", locale=locale_of(self.language))

    def moment(self, value: datetime) -> str:
        """A day and hour: "08:00, thứ Hai 30/11/2026"."""
        return format_datetime(value, "HH:mm, EEEE dd/MM/yyyy", locale=locale_of(self.language))

    def soon(self, value: datetime, now: datetime) -> str:
        """A moment to come as people say it at `now`: "13:30 hôm nay", "08:00 ngày mai", else with its day."""
        here = in_vietnam(value)
        days = (here.date() - in_vietnam(now).date()).days
        if days == 0:
            return self.say("{hour} hôm nay", hour=self.hour(here))
        if days == 1:
            return self.say("{hour} ngày mai", hour=self.hour(here))
        return self.moment(here)

    def hour(self, value: time | datetime) -> str:
        """An hour: "13:30"."""
        return format_time(value, "HH:mm", locale=locale_of(self.language))


# Guides say the same few fees and days all the time, and Babel takes longer over one than the rest of an answer.
@lru_cache(maxsize=1 << 11)
def _money(amount: int, language: str) -> str:
    if language == SOURCE_LANGUAGE:
        return f"{format_decimal(amount, locale='vi')} đồng"
    return format_currency(Decimal(amount), "VND", format="#,##0 ¤¤", locale=locale_of(language), currency_digits=False)


@lru_cache(maxsize=1 << 11)
def _short_day(value: date, language: str) -> str:
    return format_date(value, "dd/MM/yyyy", locale=locale_of(language))
