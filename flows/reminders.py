"""Moments in Vietnamese words: "thứ hai tuần sau 8 giờ", "28/11", "chiều mai"; always in Vietnam's time."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flows.hours import VIETNAM, in_vietnam
from flows.number_words import FOLDED
from flows.text.letters import fold

MORNING = time(8, 0)
_LONG_PAST = timedelta(days=60)  # a date without a year that lies further back means next year
_AFTERNOON_FROM = 6  # "3 giờ" without a part of the day is three in the afternoon
_PARTS = {"sang": time(8, 0), "trua": time(11, 30), "chieu": time(14, 0), "toi": time(19, 0), "dem": time(20, 0)}
_NUMBERS = {**FOLDED, "muoi mot": 11, "muoi hai": 12, "ruoi": 30, "nua": 0}
_COUNTS = [word for word, number in _NUMBERS.items() if 1 <= number <= 12 and word != "tu"]  # "tư" is a weekday's
_N = rf"(?:\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_DAY_UNITS = {"ngay": 1, "hom": 1, "bua": 1, "tuan": 7}
_TAILS = {"nay": 0, "mai": 1, "mot": 2, "kia": 2, "today": 0, "tomorrow": 1}

_CUE = re.compile(
    r"\b(?:nhac|remind)(?: nho| hen| lich| viec)?(?: lai| giup| cho| gium| ho)*"
    r"(?: (?:toi|em|minh|bac|chau|con|co|chu|anh|chi|tui|tao|ong|ba|me)| me to| me)\b"
    r"|\b(?:dat|tao|hen) (?:lich |loi |gio )?nhac\b|\bnhac (?:hen|lich)\b"
)
_RESULT = re.compile(
    r"\b(?:hen tra|ngay hen|giay hen|hen lay|hen nhan|tra ket qua|lay ket qua|nhan ket qua|hen ngay|co ket qua)\b"
)
_QUESTION = re.compile(r"\b(?:chua|tre|(?<!ket )qua|khong|ko|sao|dau|bao lau|the nao|lam gi|ma van|bi)\b|\?")
_MINUTES = re.compile(
    rf"\b(?:(?P<n>{_N}|nua) (?P<unit>phut|gio|tieng)(?P<half> ruoi)?(?: dong ho)? nua"
    rf"|sau (?P<m>{_N}|nua) (?P<unit2>phut|tieng))\b"
)
_DATE = re.compile(r"(?<![\d/.-])(?:ngay |hom )?(\d{1,2}) ?[/-] ?(\d{1,2})(?: ?[/-] ?(\d{4}|\d{2}))?(?![/-]?\d)")
_LONG_DATE = re.compile(r"\b(?:ngay|mung|mong) (\d{1,2})(?: thang (\d{1,2}|nay|sau|toi))?(?: nam (\d{4}))?\b")
_HENCE = re.compile(
    rf"\b(?<!thu )(?P<n>{_N}) (?P<unit>ngay|hom|bua|tuan|thang) (?:nua|sau|toi)\b"
    rf"|\bsau (?P<m>{_N}) (?P<unit2>ngay|tuan|thang)\b"
)
_WEEKDAY = re.compile(
    r"\b(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat|cn)|(?:on )?(mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_ENGLISH_DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_NEXT_WEEK = re.compile(r"\b(?:tuan (?:sau|toi)|next week)\b")
_NEXT_MONTH = re.compile(r"\bthang (?:sau|toi)\b")
_ALWAYS = re.compile(r"\b(?<!ngay )24 ?/ ?(?:7|24)\b")  # no day of July
_NEAR = re.compile(r"\b(?:(?:hom|bua|ngay|sang|trua|chieu|toi|dem) (nay|mai|mot|kia)|(mai|tomorrow|today))\b")
_CLOCK = re.compile(
    rf"\b(?:luc |at )?(?P<hour>{_N})(?: ?(?:h|g)(?![a-z])| gio\b|:(?=\d)|(?= ruoi\b)|(?= ?[ap]m\b))"
    rf"(?: ?kem ?(?P<less>{_N})| ?(?P<minute>\d{{2}}|ruoi)(?![\d/]))?(?: phut)?"
    r"(?: ?(?P<part>sang|trua|chieu|toi|dem|am|pm))?\b"
)
_PART = re.compile(r"\b(sang|trua|chieu|toi|dem)\b")


@dataclass(frozen=True, slots=True)
class When:
    """A moment that was read, where it stands in the text, and whether its hour was said."""

    at: datetime
    spans: tuple[tuple[int, int], ...]
    said_hour: bool = True
    said_day: bool = True


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    span: tuple[int, int]


def wants_reminder(text: str) -> bool:
    """Whether the text asks to be reminded."""
    return _CUE.search(fold(text)) is not None


def tells_result_day(text: str) -> bool:
    """Whether the text states, and does not ask, on what day a result is due."""
    words = fold(text)
    return _RESULT.search(words) is not None and _QUESTION.search(words) is None


def read_moment(text: str, now: datetime) -> When | None:
    """The moment a text speaks of, past ones too; None when it names neither day nor hour."""
    words = _without_me(text)
    here = in_vietnam(now)
    if hence := _in_minutes(words, here):
        return hence
    day = next((found for read in _DAYS if (found := read(words, here.date()))), None)
    clock = _clock(words)
    if day is None and clock is None:
        return None
    spans = [day.span] if day else []
    said_hour = clock is not None
    hour, span = clock or _part_of_day(words)
    spans += [span] if span else []
    at = datetime.combine(day.day if day else here.date(), hour, VIETNAM)
    if day is None and at <= here:
        at += timedelta(days=1)
    return When(at, tuple(spans), said_hour=said_hour, said_day=day is not None)


def named_day(text: str, now: datetime) -> date | None:
    """The day a question names ("thứ bảy", "chủ nhật tuần sau", "mai", "ngày 30/4"), or None."""
    words, today = _ALWAYS.sub(" ", _without_me(text)), in_vietnam(now).date()
    day = _date(words, today) or _long_date(words, today) or _weekday(words, today) or _near(words, today)
    return day.day if day else None


def what_for(text: str, when: When | None) -> str:
    """What the reminder is about: the text without the wish and without the moment."""
    folded = fold(text)
    spans = [*(when.spans if when else ()), *(match.span() for match in _CUE.finditer(folded))]
    kept = "".join(letter for at, letter in enumerate(text) if not any(start <= at < end for start, end in spans))
    kept = re.sub(r"\s+", " ", kept).strip(" ,.;:-!?")
    kept = re.sub(r"(?i)^(?:dạ|vâng|nhờ|hãy|xin|giúp|vào|lúc|ngày|để|là|rằng|da|nho|hay|vao|luc|de)\b[ ,:]*", "", kept)
    kept = re.sub(r"(?i)[ ,]*\b(?:vào|lúc|ngày|nhé|nha|ạ|với|giúp|vao|luc|nhe)$", "", kept)
    return kept.strip(" ,.;:-!?")


def _without_me(text: str) -> str:
    """The folded text with "tôi" and "đem" blanked, which fold to "tối" and "đêm"; of the same length."""
    folded = list(fold(text))
    has_marks = "".join(folded) != text.lower()
    for match in re.finditer(r"[^\W\d_]+", unicodedata.normalize("NFC", text).lower()):
        if match.group() in ("tôi", "đem", "tới") or (has_marks and match.group() in ("sang", "toi", "dem")):
            folded[match.start() : match.end()] = " " * (match.end() - match.start())
    joined = "".join(folded)
    return _CUE.sub(lambda match: " " * len(match.group()), joined)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _in_minutes(words: str, here: datetime) -> When | None:
    found = _MINUTES.search(words)
    if found is None:
        return None
    count, unit = found["n"] or found["m"], found["unit"] or found["unit2"]
    each = 1 if unit == "phut" else 60
    minutes = 30 if count == "nua" else _number(count) * each + (30 if found["half"] else 0)
    return When(here + timedelta(minutes=minutes), (found.span(),))


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date(words: str, today: date) -> _Day | None:
    for found in _DATE.finditer(words):
        year = found[3]
        number = today.year if year is None else int(year) + (2000 if len(year) == 2 else 0)
        day = _calendar(number, int(found[2]), int(found[1]))
        if day and year is None and today - day > _LONG_PAST:
            day = _calendar(number + 1, int(found[2]), int(found[1]))
        if day:
            return _Day(day, found.span())
    return None


def _long_date(words: str, today: date) -> _Day | None:
    found = _LONG_DATE.search(words)
    if found is None:
        return None
    month, number = found[2], int(found[1])
    year = int(found[3]) if found[3] else today.year
    if month is None or month in ("nay", "sau", "toi"):
        first = today.replace(day=1) if month in (None, "nay") else _next_month(today)
        day = _calendar(first.year, first.month, number)
        if month is None and (day is None or day < today):
            later = _next_month(today)
            day = _calendar(later.year, later.month, number)
        return _Day(day, found.span()) if day else None
    day = _calendar(year, int(month), number)
    if day and found[3] is None and today - day > _LONG_PAST:
        day = _calendar(year + 1, int(month), number)
    return _Day(day, found.span()) if day else None


def _hence(words: str, today: date) -> _Day | None:
    found = _HENCE.search(words)
    if found is None:
        return None
    count, unit = _number(found["n"] or found["m"]), found["unit"] or found["unit2"]
    if unit in _DAY_UNITS:
        return _Day(today + timedelta(days=count * _DAY_UNITS[unit]), found.span())
    return _Day(_months_on(today, count), found.span())


def _weekday(words: str, today: date) -> _Day | None:
    found = _WEEKDAY.search(words)
    if found is None:
        return None
    index = _day_of_week(found[1], found[3])
    next_week = _NEXT_WEEK.search(words)
    monday = today - timedelta(days=today.weekday())
    if next_week:
        start, end = min(found.start(), next_week.start()), max(found.end(), next_week.end())
        return _Day(monday + timedelta(days=7 + index), (start, end) if end - start < 25 else found.span())
    day = monday + timedelta(days=index)
    return _Day(day if day > today else day + timedelta(days=7), found.span())


def _day_of_week(name: str | None, english: str | None) -> int:
    if english:
        return _ENGLISH_DAYS.index(english)
    return 6 if name is None else (int(name) if name.isdigit() else _NUMBERS[name]) - 2


def _near(words: str, today: date) -> _Day | None:
    found = _NEAR.search(words)
    return _Day(today + timedelta(days=_TAILS[found[1] or found[2]]), found.span()) if found else None


def _broad(words: str, today: date) -> _Day | None:
    if found := _NEXT_WEEK.search(words):
        return _Day(today + timedelta(days=7), found.span())
    if found := _NEXT_MONTH.search(words):
        return _Day(_months_on(today, 1), found.span())
    return None


_DAYS: tuple[Callable[[str, date], _Day | None], ...] = (_date, _long_date, _weekday, _hence, _near, _broad)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _months_on(day: date, months: int) -> date:
    first = day.replace(day=1)
    for _ in range(min(months, 36)):
        first = _next_month(first)
    return next(found for back in range(4) if (found := _calendar(first.year, first.month, day.day - back)))


def _clock(words: str) -> tuple[time, tuple[int, int]] | None:
    for found in _CLOCK.finditer(words):
        hour = _number(found["hour"])
        minute = _number(found["minute"]) if found["minute"] else 0
        other = _PART.search(words)
        part = found["part"] or (other.group(1) if other else "")
        hour += 12 if _is_late(hour, part) else 0
        if hour > 23 or minute > 59:
            continue
        at = datetime.combine(date(2000, 1, 2), time(hour, minute))
        at -= timedelta(minutes=_number(found["less"]) if found["less"] else 0)
        return at.time(), found.span()
    return None


def _is_late(hour: int, part: str) -> bool:
    if part in ("chieu", "toi", "dem", "pm"):
        return hour < 12
    if part == "trua":
        return hour < 4
    return not part and 0 < hour < _AFTERNOON_FROM


def _part_of_day(words: str) -> tuple[time, tuple[int, int] | None]:
    found = _PART.search(words)
    return (_PARTS[found.group(1)], found.span()) if found else (MORNING, None)
