"""Cross-validates understanding on the content files."""

from pathlib import Path

from flows.matching.analysis import Analyst
from flows.matching.calibration import fit, sample_of, trials
from flows.matching.phrase_book import surface_of_phrase
from flows.matching.phrases import all_phrases
from flows.text.shorthand import ShorthandTable
from storage.content.catalog import load_errors
from storage.content.guides import load_guides
from storage.content.lexicon import load_lexicon


def calibrated_weights(root: Path) -> tuple[float, ...]:
    """The weights of certainty that cross-validation on the content under `root` finds."""
    guides, _ = load_guides(root)
    errors, _ = load_errors(root)
    lexicon, _ = load_lexicon(root)
    analyst, shorthand = Analyst(lexicon), ShorthandTable(lexicon.shorthand, lexicon.beside)
    samples = [
        sample_of(phrase, surface_of_phrase(phrase, shorthand), analyst)
        for phrase in all_phrases(guides, errors, lexicon)
    ]
    return fit(list(trials(samples)))
