"""Spans of a message that are no words: numbers to call, codes, dates, law numbers, links, masks."""

import re

_SPANS = re.compile(
    r"""
    (?P<mask><[^<>\s]{1,20}(?:\s[^<>\s]{1,20})?>)
  | (?P<link>(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|xyz|cc|top|io)\b(?:/\S*)?)
  | (?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
  | (?P<law>\b\d{1,4}/(?:\d{4}/)?[A-ZĐ][A-ZĐ0-9]{1,8}(?:-[A-ZĐ0-9]{1,10})*)
  | (?P<code>\b\d\.\d{6}(?:\.\w+)*\b)
  | (?P<date>\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}/\d{4}\b)
  | (?P<number>\b\d[\d .]{7,}\d\b)
    """,
    re.VERBOSE,
)


def protect(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with such spans left out, and the spans in the order they stood."""
    spans: list[str] = []

    def keep(found: re.Match[str]) -> str:
        spans.append(found.group().strip())
        return " "

    return _SPANS.sub(keep, text), tuple(spans)
