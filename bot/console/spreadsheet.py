"""The numbers as files: a spreadsheet, rows for other programs, and a month as open data."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from bot.console.number_view import Breakdown, Numbers, by_channel, by_place, by_topic
from flows.catalog import Catalog
from flows.indicators import DEFINITIONS
from flows.numbers import CaseSummary, Summary, share
from flows.phrases import Speaker

FEWEST = 5  # a smaller group is not told apart in open data
HEADERS = (
    "Câu hỏi", "Tự giải quyết", "Hỏi lại", "Không hiểu", "Chuyển cho người", "Sai (không phải)",
    "Ca mở", "Ca đã trả lời", "Ca quá hạn", "Chờ người trả lời (phút, trung vị)", "Điểm", "Số người chấm",
)  # fmt: skip
FORMULA = frozenset("=+-@＝＋－＠")  # programs read the wide signs as the narrow ones
Row = Sequence[Any]


def row_of(questions: Summary, cases: CaseSummary) -> list[Any]:
    """The numbers under HEADERS."""
    minutes = round(cases.minutes) if cases.minutes is not None else None
    stars = round(cases.stars, 2) if cases.stars is not None else None
    asked = (questions.asked, questions.solved, questions.asked_back, questions.missed, questions.handed_over)
    return [*asked, questions.wrong, cases.opened, cases.answered, cases.overdue, minutes, stars, cases.ratings]


def workbook(numbers: Numbers, catalog: Catalog, speaker: Speaker) -> bytes:
    """The numbers as an .xlsx file, one sheet for each view and one with the definitions."""
    made = BytesIO()
    import xlsxwriter  # noqa: PLC0415 (only a spreadsheet needs its two megabytes)

    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        weeks = [(f"{week:%d/%m/%Y}", row_of(one, numbers.desk_weeks[week])) for week, one in numbers.weeks.items()]
        _sheet(book, bold, "Theo tuần", "Tuần bắt đầu", [*weeks, ("Cộng", row_of(numbers.total, numbers.desk))])
        _sheet(book, bold, "Theo lĩnh vực", "Lĩnh vực", _lines(by_topic(numbers, catalog, speaker)))
        _sheet(book, bold, "Theo địa bàn", "Địa bàn", _lines(by_place(numbers, catalog)))
        _sheet(book, bold, "Theo kênh", "Kênh", _lines(by_channel(numbers, speaker)))
        sheet = book.add_worksheet("Định nghĩa")
        sheet.set_column(0, 0, 110)
        for place, words in enumerate(DEFINITIONS.values()):
            sheet.write_string(place, 0, words, plain)
    return made.getvalue()


def _lines(found: Iterable[Breakdown]) -> list[tuple[str, Row]]:
    return [(one.name, row_of(one.questions, one.cases)) for one in found]


def _sheet(book: Any, bold: Any, title: str, first: str, lines: Sequence[tuple[str, Row]]) -> None:
    sheet = book.add_worksheet(title)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(HEADERS), 13)
    sheet.freeze_panes(1, 1)
    for column, name in enumerate((first, *HEADERS)):
        sheet.write_string(0, column, name, bold)
    for line, (name, values) in enumerate(lines, start=1):
        sheet.write_string(line, 0, name)
        for column, value in enumerate(values, start=1):
            if value is not None:
                sheet.write_number(line, column, value)


def rows_by_day(numbers: Numbers) -> str:
    """Every count as a row of CSV: day, channel, place, guide, what happened, how often."""
    lines = [("ngay", "kenh", "dia_ban", "huong_dan", "ket_qua", "so_luong")]
    ordered = sorted(numbers.counts, key=lambda one: (one.day, one.channel, one.place, one.guide_id, one.outcome))
    rows = [(one.day.isoformat(), one.channel, one.place, one.guide_id, one.outcome, one.count) for one in ordered]
    return written([*lines, *rows])


def open_data(numbers: Numbers, catalog: Catalog, speaker: Speaker) -> str:
    """A month as CSV: indicator, group, value, numerator, denominator, definition; small groups are not told apart."""
    total, desk, month = numbers.total, numbers.desk, f"{numbers.period.first:%Y-%m}"
    lines: list[Row] = [("thang", "chi_so", "nhom", "gia_tri", "tu_so", "mau_so", "dinh_nghia")]
    lines += [(month, *line, DEFINITIONS[line[0]]) for line in _indicators("tất cả", total, desk)]
    lines += [
        (month, "visits", "tất cả", numbers.visited, numbers.visited, "", DEFINITIONS["visits"]),
        (month, "taught", "tất cả", numbers.taught, numbers.taught, "", DEFINITIONS["taught"]),
        (month, "people", "tất cả", total.people, total.people, "", DEFINITIONS["people"]),
    ]
    for one in [*by_topic(numbers, catalog, speaker), *by_place(numbers, catalog), *by_channel(numbers, speaker)]:
        found = _indicators(one.name, one.questions, one.cases)
        lines += [(month, *line, DEFINITIONS[line[0]]) for line in found]
    return written(lines)


def _indicators(group: str, questions: Summary, cases: CaseSummary) -> list[tuple[str, str, Any, Any, Any]]:
    parts = {
        "solved": (questions.solved, questions.asked),
        "asked_back": (questions.asked_back, questions.asked),
        "missed": (questions.missed, questions.asked),
        "handed_over": (questions.handed_over, questions.asked),
        "wrong": (questions.wrong, questions.answered_or_asked_back),
        "helped": (questions.helped, questions.judged),
        "overdue": (cases.overdue, cases.opened),
    }
    lines: list[tuple[str, str, Any, Any, Any]] = [("asked", group, shown(questions.asked), shown(questions.asked), "")]
    for name, (part, whole) in parts.items():
        if whole:
            small = whole < FEWEST or 0 < part < FEWEST
            value = f"<{FEWEST}" if small else round(share(part, whole) or 0, 4)
            lines.append((name, group, value, shown(part), shown(whole)))
    if cases.minutes is not None and cases.answered >= FEWEST:
        lines.append(("first_answer", group, round(cases.minutes), "", cases.answered))
    if cases.stars is not None and cases.ratings >= FEWEST:
        lines.append(("stars", group, round(cases.stars, 2), "", cases.ratings))
    return lines


def shown(count: int) -> int | str:
    """A count, or that it is small."""
    return f"<{FEWEST}" if 0 < count < FEWEST else count


def written(lines: Iterable[Row]) -> str:
    """The rows as CSV that spreadsheets open with the right letters."""
    text = StringIO()
    csv.writer(text).writerows([[_harmless(value) for value in line] for line in lines])
    return "\ufeff" + text.getvalue()


def _harmless(value: Any) -> Any:
    # A cell that begins like a formula would be run as one by the program that opens the file.
    return f"'{value}" if isinstance(value, str) and value.lstrip()[:1] in FORMULA else value


def month_of(text: str, today: date) -> tuple[date, date]:
    """The first and last day of the month "2026-11"; the present one where that is no month."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = today.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)
