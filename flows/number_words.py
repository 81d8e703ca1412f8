"""Small numbers as words, written with marks and typed without; who counts with them says which it takes."""

from collections.abc import Iterable, Mapping

from flows.text.letters import fold

WRITTEN: Mapping[str, int] = {
    word: number for number, word in enumerate("không một hai ba bốn năm sáu bảy tám chín mười".split())
}
FOLDED: Mapping[str, int] = {fold(word): number for word, number in WRITTEN.items()} | {"tu": 4}  # "thứ tư"
ORDINAL: Mapping[str, int] = {"dau": 1, "nhat": 1, "nhi": 2}  # "cái đầu", "thứ nhất": beside the folded ones
ENGLISH: Mapping[str, int] = {
    word: number
    for words in ("one two three four five six seven eight", "first second third fourth")
    for number, word in enumerate(words.split(), start=1)
}


def in_figures(words: Iterable[str]) -> str:
    """Folded words, the numbers among them as figures: "thon hai" as "thon 2"."""
    return " ".join(str(FOLDED.get(word, word)) for word in words)
