"""What a reader takes from the word lists alone: it stays the same however often the guides change."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from flows.matching.analysis import Analyst
from flows.matching.follow_ups import FollowUps
from flows.matching.lexicon import Lexicon, TopicKind
from flows.matching.office_questions import OfficeQuestions
from flows.matching.phrases import listed_words
from flows.matching.pleas import Pleas
from flows.matching.reports import Reports
from flows.matching.small_talk import SmallTalk
from flows.matching.urgent import UrgentWords
from flows.text.letters import fold_each, words_of
from flows.text.mending import Pairs, pairs_of
from flows.text.surface import surface_of


@dataclass(frozen=True, slots=True)
class Ground:
    """The tables that every question is looked up in."""

    analyst: Analyst
    urgent: UrgentWords
    small_talk: SmallTalk
    follow_ups: FollowUps
    pleas: Pleas


@dataclass(frozen=True, slots=True)
class Listed:
    """The words of all lists, and how often which word without marks stands beside which there."""

    words: frozenset[str]
    pairs: Pairs


def ground_of(lexicon: Lexicon) -> Ground:
    """The tables of these word lists."""
    return Ground(
        Analyst(lexicon),
        UrgentWords(lexicon.topics),
        SmallTalk(lexicon.topics),
        _follow_ups(lexicon),
        Pleas(OfficeQuestions(lexicon.offices), Reports(lexicon.reports)),
    )


def listed_in(lexicon: Lexicon) -> Listed:
    """What spelling learns from these word lists."""
    return Listed(listed_words(lexicon), pairs_of(_sentences(lexicon)))


def _follow_ups(lexicon: Lexicon) -> FollowUps:
    talk = (topic for topic in lexicon.topics if topic.kind is TopicKind.SMALL_TALK)
    complete = (" ".join(surface_of(text).folded) for topic in talk for text in topic.phrases)
    return FollowUps(lexicon.cues, (*lexicon.idle, *lexicon.fillers), complete)


def _sentences(lexicon: Lexicon) -> Iterator[Sequence[str]]:
    urgent = (text for topic in lexicon.topics if topic.kind is TopicKind.URGENT for text in topic.phrases)
    yield from (fold_each(words_of(text)) for text in chain(urgent, *lexicon.synonyms.values()))
    listed = (surface_of(text).folded for text in chain(lexicon.offices.phrases, lexicon.reports.phrases))
    yield from Counter(chain.from_iterable(map(pairwise, listed)))
