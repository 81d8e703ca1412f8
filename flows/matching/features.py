"""The traits of a question that speak for a guide: words, word pairs, concepts, concept pairs."""

from flows.matching.analysis import Analysis

MAX_CONCEPTS = 8  # pairs grow with the square


def features_of(analysis: Analysis) -> dict[str, float]:
    """Traits by name with their weight before idf; a trait that occurs twice counts once, the heavier way."""
    traits = dict.fromkeys(analysis.surface.folded, 0.2)  # a word that carries nothing; those that do follow
    for span in analysis.aspects:
        traits[span.meaning] = 0.15
    _add_words(traits, analysis)
    _add_concepts(traits, analysis)
    return traits


def _add_words(traits: dict[str, float], analysis: Analysis) -> None:
    words, folded = analysis.surface.words, analysis.surface.folded
    word_before = bare_before = ""
    for index in analysis.carrying:
        word, bare = words[index], folded[index]
        traits[bare] = 0.7
        if word != bare:
            traits["m:" + word] = 0.7
        if bare_before:
            traits[f"{bare_before} {bare}"] = 1.0
            if word != bare or word_before != bare_before:
                traits[f"m:{word_before} {word}"] = 0.7
        word_before, bare_before = word, bare


def _add_concepts(traits: dict[str, float], analysis: Analysis) -> None:
    names = list(dict.fromkeys(span.meaning for span in analysis.concepts))[:MAX_CONCEPTS]
    for index, name in enumerate(names):
        traits[name] = 1.0
        for other in names[:index]:
            traits[f"{name}+{other}" if name < other else f"{other}+{name}"] = 0.8
