"""The labelled phrases understanding learns from: guides, the error clinic, topics without a guide."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from flows.guides import Guide, KnownError
from flows.matching.lexicon import Lexicon, Topic, TopicKind
from flows.text.letters import fold, words_of

OUTSIDE_MARK = "~"  # begins the label of a topic, which guide ids never do
BROAD_MARK = "?"  # begins the label of words too broad for one guide
FRAGMENT = "…"  # the label of pieces that need the turn before
_MOST_PER_TOPIC = 100
_MOST_OF_OFFICES = 160  # two thirds of what citizens write asks for a person, a number, an hour
_SAID_AGAIN = 3  # short, general phrases would drown among the many special ones


def is_guide(label: str) -> bool:
    """Whether a label is a guide id."""
    return label[0] not in (OUTSIDE_MARK, BROAD_MARK, FRAGMENT)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence or keyword and what it speaks of: a guide id, or a topic id behind OUTSIDE_MARK."""

    text: str
    label: str
    group: str = ""  # phrases of one pattern share it; they are too alike to test one another
    is_clean: bool = True  # written in full and with marks


def all_phrases(guides: Mapping[str, Guide], errors: Mapping[str, KnownError], lexicon: Lexicon) -> Iterator[Phrase]:
    """Everything that understanding learns from; what is broad speaks for no single guide."""
    too_broad = {fold(text) for broad in lexicon.broad for text in broad.phrases}
    for phrase in _of_guides(guides, errors, lexicon):
        if fold(phrase.text.lower()) not in too_broad:
            yield phrase
    yield from topic_phrases(lexicon.topics)
    for _ in range(_SAID_AGAIN):
        yield from (Phrase(text, BROAD_MARK + broad.id) for broad in lexicon.broad for text in broad.phrases)
        yield from (Phrase(text, FRAGMENT) for text in lexicon.fragments)


def _of_guides(guides: Mapping[str, Guide], errors: Mapping[str, KnownError], lexicon: Lexicon) -> Iterator[Phrase]:
    yield from guide_phrases(guides, errors)
    for guide, patterns in lexicon.guide_words.items():
        if guide in guides:
            yield from (Phrase(text, guide, variants[0]) for variants in patterns for text in variants)


def guide_phrases(guides: Mapping[str, Guide], errors: Mapping[str, KnownError]) -> Iterator[Phrase]:
    """What speaks for each guide, in the order of the guides."""
    for guide in guides.values():
        names = (guide.title.vi, guide.procedure_name)
        for text in dict.fromkeys((*guide.questions, *names, *guide.keywords)):
            if text:
                yield Phrase(text, guide.id, is_clean=False)
    for error in errors.values():
        if error.guide in guides:
            yield from (Phrase(message, error.guide, is_clean=False) for message in error.messages)


def topic_phrases(topics: Iterable[Topic]) -> Iterator[Phrase]:
    """What speaks for each topic without a guide; urgent topics are found otherwise."""
    for topic in topics:
        if topic.kind is TopicKind.URGENT:
            continue
        most = _MOST_OF_OFFICES if topic.kind is TopicKind.OFFICE else _MOST_PER_TOPIC
        for text in topic.phrases[:most]:
            yield Phrase(text, OUTSIDE_MARK + topic.id)


def vocabulary(counts: Counter[str], listed: Iterable[str], names: Iterable[str] = ()) -> Counter[str]:
    """How often each word stands in the phrases; words of the lists and of names count as known."""
    counts = counts.copy()
    for word in chain(listed, *map(words_of, names)):
        counts.setdefault(word, 1)
    return counts


def listed_words(lexicon: Lexicon) -> frozenset[str]:
    """Every word of the lexicon."""
    lists = [
        *lexicon.synonyms.values(),
        *lexicon.aspects.values(),
        lexicon.fillers,
        lexicon.cues,
        lexicon.idle,
        lexicon.offices.phrases,
        lexicon.reports.phrases,
        *(t.phrases for t in lexicon.topics),
    ]
    spelled = [*lexicon.shorthand.values(), *(rule.read for rule in lexicon.beside)]
    known = {word for phrase in {*chain.from_iterable(lists), *spelled} for word in phrase.split()}
    return frozenset(tidied for text in known for tidied in words_of(text))
