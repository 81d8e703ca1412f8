"""`camtay match` prints what outside checks read: four fields, guides best first, nothing where no guide is meant."""

import json

from bot.commands.reading import question_of, record_of
from flows.guides import Aspect
from flows.matching.reading import Match, Reading
from flows.outcomes import Outcome

RANKED = tuple(Match(guide_id, score) for guide_id, score in (("a", 0.9), ("b", 0.05), ("c", 0.03), ("d", 0.01)))


def test_an_answer_lists_the_guides_best_first() -> None:
    record = record_of("câu hỏi", Reading(Outcome.ANSWERED, RANKED, Aspect.FEE))
    assert list(record) == ["q", "outcome", "guides", "aspect"]
    assert record["outcome"] == "answered"
    assert record["guides"][0] == {"id": "a", "score": 0.9}
    assert [guide["id"] for guide in record["guides"]] == ["a", "b", "c", "d"]
    assert record["aspect"] == "fee"


def test_what_is_offered_stands_first() -> None:
    record = record_of("câu hỏi", Reading(Outcome.ASKED_BACK, RANKED, offered=("c", "a")))
    assert [guide["id"] for guide in record["guides"]] == ["c", "a", "b", "d"]
    assert record["aspect"] is None


def test_the_guide_of_a_second_question_comes_second() -> None:
    second = Reading(Outcome.ANSWERED, (Match("z", 0.8),))
    record = record_of("hai câu", Reading(Outcome.ANSWERED, RANKED, rest=(second,)))
    assert [guide["id"] for guide in record["guides"]] == ["a", "z", "b", "c", "d"]


def test_small_talk_and_other_subjects_have_no_guide() -> None:
    for outcome in (Outcome.SMALL_TALK, Outcome.OUTSIDE, Outcome.DIRECTORY, Outcome.URGENT):
        assert record_of("chào", Reading(outcome, RANKED))["guides"] == []


def test_a_line_is_json_or_the_question_itself() -> None:
    assert question_of(json.dumps({"q": "làm hộ chiếu"})) == "làm hộ chiếu"
    assert question_of("làm hộ chiếu") == "làm hộ chiếu"
    assert question_of('{"q": broken') == '{"q": broken'
