"""Small talk is known whoever it is said to, and nothing else is taken for it."""

import pytest

from flows.matching.lexicon import Topic, TopicKind
from flows.matching.small_talk import SmallTalk
from flows.text.surface import surface_of

TALK = SmallTalk(
    [
        Topic("thanks", TopicKind.SMALL_TALK, "Cảm ơn", "Không có gì ạ.", ("cảm ơn", "tốt")),
        Topic("weather", TopicKind.OUTSIDE, "Thời tiết", "Tôi không rõ.", ("trời mưa",)),
    ]
)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("cảm ơn con nhiều nha", "thanks"),
        ("cam on chau", "thanks"),
        ("dạ con cảm ơn cán bộ nhiều lắm ạ", "thanks"),
        ("tốt lắm con", "thanks"),
        ("tot lam con", ""),  # a single syllable without its marks may be anything
        ("cảm ơn, cho hỏi làm căn cước", ""),
        ("con", ""),
        ("dạ vâng", ""),
        ("trời mưa con ơi", ""),
    ],
)
def test_whom_it_is_said_to_does_not_matter(said: str, topic: str) -> None:
    assert TALK.topic_of(surface_of(said)) == topic
