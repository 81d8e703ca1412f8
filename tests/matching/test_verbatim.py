"""Who says just what an editor wrote for one guide is answered, not asked what was meant."""

from dataclasses import replace
from datetime import date

import pytest

from flows.catalog import Catalog
from flows.guides import Guide, Localized, Step
from flows.matching.lexicon import Lexicon
from flows.matching.reading import Match, Reading
from flows.matching.verbatim import Verbatim
from flows.outcomes import Outcome
from flows.text.surface import surface_of

GUIDE = Guide(
    id="mot",
    field="ho-so",
    title=Localized("Mượn nhà văn hóa", ""),
    summary=Localized("Mượn nhà.", ""),
    who="ai cũng được",
    questions=("mượn nhà họp xóm", "mượn đường đi"),
    steps=(Step("mot", "Hỏi trưởng thôn."),),
    review_by=date(2027, 1, 1),
)
UNSURE = Reading(Outcome.ASKED_BACK, (Match("hai", 0.4), Match("mot", 0.3)), offered=("hai", "mot"))


@pytest.mark.parametrize("said", ["Mượn nhà họp xóm?", "muon nha hop xom", "mượn nhà văn hóa"])
def test_an_editors_sentence_is_answered_with_its_guide(said: str) -> None:
    settled = Verbatim({"mot": GUIDE}, Lexicon()).settle(surface_of(said), UNSURE)
    assert (settled.outcome, settled.guide_id, settled.offered) == (Outcome.ANSWERED, "mot", ())


@pytest.mark.parametrize("said", ["mượn dương đi", "mượn nhà họp", "mượn nhà họp xóm tối nay"])
def test_other_words_and_other_marks_are_another_sentence(said: str) -> None:
    assert Verbatim({"mot": GUIDE}, Lexicon()).settle(surface_of(said), UNSURE) == UNSURE


def test_a_sentence_of_two_guides_is_still_asked_about() -> None:
    two = {"mot": GUIDE, "hai": replace(GUIDE, id="hai")}
    assert Verbatim(two, Lexicon()).settle(surface_of("mượn nhà họp xóm"), UNSURE) == UNSURE


def test_what_was_decided_stays() -> None:
    outside = Reading(Outcome.OUTSIDE, topic="khac")
    assert Verbatim({"mot": GUIDE}, Lexicon()).settle(surface_of("mượn nhà họp xóm"), outside) == outside


def test_the_content_answers_nearly_all_its_own_sentences(catalog: Catalog) -> None:
    asked = [question for guide in catalog.guides.values() for question in guide.questions[:3]]
    unsure = [question for question in asked if catalog.reader.read(question).outcome is Outcome.ASKED_BACK]
    assert len(unsure) * 100 < len(asked)
