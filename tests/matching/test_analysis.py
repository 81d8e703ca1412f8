"""What the words of a question do."""

from flows.matching.analysis import CONCEPT, Analyst
from flows.matching.lexicon import Lexicon
from flows.text.surface import surface_of

ANALYST = Analyst(
    Lexicon(synonyms={"chết": ("vợ mất", "qua đời")}, aspects={"time": ("mất mấy ngày",)}, fillers=("cho", "làm"))
)


def concepts_of(text: str) -> list[str]:
    return [span.meaning.removeprefix(CONCEPT) for span in ANALYST.analyse(surface_of(text)).concepts]


def test_a_concept_borrows_no_word_of_a_longer_question() -> None:
    assert concepts_of("làm hộ chiếu cho vợ mất mấy ngày") == []
    assert concepts_of("vợ mất thì làm gì") == ["chết"]
    assert concepts_of("người qua đời mất mấy ngày") == ["chết"]
