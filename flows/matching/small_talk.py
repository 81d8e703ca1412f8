"""Small talk said to somebody: "cảm ơn con nhiều nha" is "cảm ơn nhiều", whoever is thanked."""

from collections.abc import Iterable

from flows.courtesy import WRITTEN
from flows.matching.lexicon import Topic, TopicKind
from flows.text.surface import Surface, surface_of

_SAID_TO = WRITTEN | frozenset(
    "thưa à á ôi nhá hen nhỉ rồi quá lắm nhiều rất xin con chú cô dì ông bà mẹ bố ba má tui bạn mày tao "
    "admin shop trợ lý cán bộ cả các mọi người nhà đằng ấy ta hỉ ok oke okie của và".split()
)
_CALLS = frozenset(surface_of("ơi oi hi hello").words)  # "hi" alone greets; beside other words it is "hỉ"
_CALLING, _AGREEING = "greeting", "agree"
_FOLDED = frozenset(folded for word in _SAID_TO for folded in surface_of(word).folded)


class SmallTalk:
    """The phrases of small talk without the words that only say to whom they are said."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics: dict[tuple[str, ...], str] = {}
        for topic in topics:
            if topic.kind is TopicKind.SMALL_TALK:
                for phrase in topic.phrases:
                    self._topics.setdefault(_core(surface_of(phrase)), topic.id)
        self._topics.pop((), None)
        self._ids = frozenset(self._topics.values())

    def topic_of(self, surface: Surface) -> str:
        """The id of the topic that the whole message is, or ""."""
        core = _core(surface)
        return self._topics.get(core, "") if core else self._addressed(surface)

    def _addressed(self, surface: Surface) -> str:
        """The topic of a message that only calls somebody or agrees: "em ơi", "ok nhé"."""
        wanted = _CALLING if _CALLS.intersection(surface.words) else _AGREEING
        return wanted if wanted in self._ids else ""


def _core(surface: Surface) -> tuple[str, ...]:
    """The words that are left, folded; a single one keeps its marks, it would say too little without.

    An address counts as one as it is written, with its marks or with none.
    """
    left = [
        (word, folded)
        for word, folded in zip(surface.words, surface.folded, strict=True)
        if not (word in _SAID_TO or (word == folded and folded in _FOLDED))
    ]
    return (left[0][0],) if len(left) == 1 else tuple(folded for _, folded in left)
