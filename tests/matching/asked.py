"""The sentences of tests/questions and the list of those that are known to be read wrongly."""

from dataclasses import dataclass
from pathlib import Path

import yaml

QUESTIONS = Path(__file__).resolve().parents[1] / "questions"
KNOWN_MISSES = QUESTIONS / "known_misses.txt"
FEWEST = 6  # sentences per guide


@dataclass(frozen=True, slots=True)
class Asked:
    """A citizen's sentence and the guide that answers it."""

    guide: str
    text: str


def all_asked() -> list[Asked]:
    """Every sentence of every file, in the order of the files."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(QUESTIONS.glob("*.yaml"))]
    return [Asked(file["guide"], text) for file in files for text in file["questions"]]


def known_misses() -> list[tuple[str, str]]:
    """Guide and sentence of every known miss."""
    lines = KNOWN_MISSES.read_text(encoding="utf-8").splitlines()
    parts = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(guide, text) for guide, text in parts]
