"""Figures in a guide's sentences: each stands in a fact as well, so that it cannot grow old unseen."""

import re
from collections.abc import Iterable, Iterator, Mapping

from flows.guides import Fact
from storage.content.wording import Finding, Strings

Figure = tuple[str, str]
NUMBER = r"\d+(?:[.,]\d+)*"
UNITS = "đồng|triệu|tỷ|ngày|tháng|giờ|%"
# "3 ngày", "5 đến 10 ngày", "500.000 đến 1.000.000 đồng": the unit at the end goes for both numbers.
FIGURE = re.compile(rf"(?<!\d)({NUMBER})(?:\s*(?:đến|hoặc|hay|và|-|–)\s*({NUMBER}))?\s*({UNITS})(?!\w| sinh)")
DATE = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4}")
DOCUMENT = re.compile(r"\d+/20\d\d")  # the number of a law, decree or circular
DOUBT = "có thể"
HOTLINE = re.compile(r"\b1[89]00 \d{4}\b")


def figures(text: str) -> Iterator[Figure]:
    """The amounts, periods and shares that `text` names, each with its unit."""
    for first, second, unit in FIGURE.findall(DATE.sub(" ", text)):
        yield from ((number.replace(".", ""), unit) for number in (first, second) if number.strip("0"))


def held_figures(facts: Iterable[Fact]) -> set[Figure]:
    """The figures that `facts` answer for."""
    held: set[Figure] = set()
    for fact in facts:
        held.update(figures(f"{fact.value} {fact.note}"))
        if fact.amount is not None:
            held |= {(str(fact.amount), "đồng"), (f"{fact.amount / 1_000_000:g}".replace(".", ","), "triệu")}
    return held


def loose_figures(prose: Strings, facts: Iterable[Fact]) -> Iterator[Finding]:
    """Figures that neither one of `facts` nor a document named beside them answers for."""
    held = held_figures(facts)
    for path, text in prose:
        if DOCUMENT.search(text):
            continue
        for number, unit in dict.fromkeys(figures(text)):
            if (number, unit) not in held:
                yield Finding(
                    path,
                    f'"{number} {unit}" không có trong dữ kiện nào còn hiệu lực',
                    "ghi số ấy vào một dữ kiện có nguồn (time, fee…), hoặc bỏ số và chỉ nơi để hỏi",
                )


def loose_hotlines(prose: Strings, hotlines: Mapping[str, bool]) -> Iterator[Finding]:
    """Numbers to call that `hotlines` lacks, or holds as not certain while the sentence speaks as if they were."""
    for path, text in prose:
        for number in HOTLINE.findall(text):
            if number not in hotlines:
                yield Finding(path, f"số {number} không có trong danh bạ", "thêm vào organisation.yaml, hoặc sửa số")
            elif not hotlines[number] and DOUBT not in text:
                yield Finding(path, f"số {number} chưa chắc mà câu không nói", f'thêm "(số {DOUBT} đã đổi)"')
