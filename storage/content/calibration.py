"""Cross-validates understanding on the content files."""

from pathlib import Path

from flows.matching.analysis import Analyst
from flows.matching.calibration import fit, sample_of, trials
from flows.matching.directory import Directory
from flows.matching.ground import listed_in
from flows.matching.phrases import all_phrases
from flows.matching.reader import surface_readers
from flows.organisation import Organisation
from storage.content.catalog import load_errors
from storage.content.guides import load_guides
from storage.content.lexicon import load_lexicon


def calibrated_weights(root: Path) -> tuple[float, ...]:
    """The weights of certainty that cross-validation on the content under `root` finds."""
    guides, _ = load_guides(root)
    errors, _ = load_errors(root)
    lexicon, _ = load_lexicon(root)
    phrases = list(all_phrases(guides, errors, lexicon))
    _, surfaces = surface_readers(phrases, lexicon, Directory(Organisation()).names, listed_in(lexicon))
    analyst = Analyst(lexicon)
    samples = [sample_of(phrase, surface, analyst) for phrase, surface in zip(phrases, surfaces, strict=True)]
    return fit(list(trials(samples)))
