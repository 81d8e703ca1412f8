"""Cross-validates understanding on the content files."""

from pathlib import Path

from flows.matching.calibration import Trials, sample_of
from flows.matching.ground import ground_of
from flows.matching.phrase_book import surface_of_phrase
from flows.matching.phrases import all_phrases
from flows.text.shorthand import ShorthandTable
from storage.content.catalog import load_errors
from storage.content.guides import load_guides
from storage.content.lexicon import load_lexicon


def calibrated_weights(root: Path) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The weights of certainty about guides and about the directory, by cross-validation on the content of `root`."""
    guides, _ = load_guides(root)
    errors, _ = load_errors(root)
    lexicon, _ = load_lexicon(root)
    ground, shorthand = ground_of(lexicon), ShorthandTable(lexicon.shorthand, lexicon.beside)
    samples = [
        sample_of(phrase, surface_of_phrase(phrase, shorthand), ground)
        for phrase in all_phrases(guides, errors, lexicon)
    ]
    trials = Trials({topic.id: topic for topic in lexicon.topics})
    trials.run(samples)
    return trials.weights()
