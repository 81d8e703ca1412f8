"""Spans of a message that are no words: numbers to call, codes, dates, law numbers, links, masks."""

import re

_NAMED = "căn cước|can cuoc|cccd|cmnd|cmt|số điện thoại|so dien thoai|số định danh|sđt|sdt|stk|số tài khoản|số|so"
_INTRODUCED = rf"(?:\b(?:{_NAMED})\b\s*(?:là\b|la\b|:)?\s*){{0,2}}"  # "căn cước số" before the number itself
_SPANS = re.compile(
    "|".join(
        (
            _INTRODUCED + r"(?:<[^<>\s]{1,20}(?:\s[^<>\s]{1,20})?>|\[[^\[\]]{1,30}\])",  # masks
            r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|xyz|cc|top|io)\b(?:/\S*)?",  # links
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",  # addresses of letters
            r"\b\d{1,4}/(?:\d{4}/)?[A-ZĐ][A-ZĐ0-9]{1,8}(?:-[A-ZĐ0-9]{1,10})*",  # law numbers
            r"\b\d\.\d{6}(?:\.\w+)*\b",  # codes of procedures
            r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}/\d{4}\b",  # dates
            r"\b[A-Z]\d{2}(?:[.-]\w+){1,4}",  # dossiers: H56.12-241124-0001
            r"\b\d{1,3}(?:[.,]\d{3})+(?:\s?(?:đồng|đ|vnd|vnđ)\b)?",  # amounts
            _INTRODUCED + r"\b\d[\d .-]{7,}\d\b",  # long numbers
        )
    )
)
_SIGN = re.compile(r"[\d<\[@.:]")  # no such span does without one


def protect(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with such spans left out, and the spans in the order they stood."""
    if _SIGN.search(text) is None:
        return text, ()
    spans: list[str] = []

    def keep(found: re.Match[str]) -> str:
        spans.append(found.group().strip())
        return " "

    return _SPANS.sub(keep, text), tuple(spans)
