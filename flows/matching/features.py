"""The traits of a question that speak for a guide: words, word pairs, concepts, concept pairs, letter groups."""

from collections.abc import Iterator

from flows.matching.analysis import Analysis

MAX_CONCEPTS = 8  # pairs grow with the square


def features_of(analysis: Analysis) -> dict[str, float]:
    """Traits by name with their weight before idf; a trait that occurs twice counts once."""
    traits: dict[str, float] = {}
    for name, weight in _traits(analysis):
        if weight > traits.get(name, 0.0):
            traits[name] = weight
    return traits


def _traits(analysis: Analysis) -> Iterator[tuple[str, float]]:
    yield from _words(analysis)
    yield from _concepts(analysis)
    yield from _idle(analysis)


def _words(analysis: Analysis) -> Iterator[tuple[str, float]]:
    words, folded = analysis.surface.words, analysis.surface.folded
    previous = -1
    for index in analysis.carrying:
        yield folded[index], 0.7
        if words[index] != folded[index]:
            yield "m:" + words[index], 0.7
        if previous >= 0:
            yield folded[previous] + " " + folded[index], 1.0
            if words[index] != folded[index] or words[previous] != folded[previous]:
                yield "m:" + words[previous] + " " + words[index], 0.7
        previous = index


def _concepts(analysis: Analysis) -> Iterator[tuple[str, float]]:
    names = list(dict.fromkeys(span.meaning for span in analysis.concepts))[:MAX_CONCEPTS]
    for index, name in enumerate(names):
        yield "c:" + name, 1.0
        for other in names[:index]:
            yield "c:" + min(name, other) + "+" + max(name, other), 0.8


def _idle(analysis: Analysis) -> Iterator[tuple[str, float]]:
    carrying = set(analysis.carrying)
    folded = analysis.surface.folded
    for index in range(len(folded)):
        if index not in carrying:
            yield folded[index], 0.2
    for span in analysis.aspects:
        yield "a:" + span.meaning, 0.15
