"""Writes tests/questions/known_misses.txt anew, after content or matcher changed; look at the difference."""

from flows.matching.reading import Match
from storage.content.catalog import load_catalog
from storage.content.shelf import CODE
from tests.matching.asked import KNOWN_MISSES, Asked, all_asked

HEADER = (
    "# Sentences whose guide does not lead yet: guide, tab, sentence. A line that is read rightly must be taken out.\n"
)


def leads(matches: tuple[Match, ...], asked: Asked) -> bool:
    """Whether the right guide stands strictly before every other."""
    first = bool(matches) and matches[0].guide_id == asked.guide
    return first and all(other.score < matches[0].score for other in matches[1:])


def main() -> None:
    """Read every sentence and list those that miss."""
    reader = load_catalog(CODE / "content")[0].reader
    missed = [asked for asked in all_asked() if not leads(reader.read(asked.text).matches, asked)]
    KNOWN_MISSES.write_text(HEADER + "".join(f"{asked.guide}\t{asked.text}\n" for asked in missed), encoding="utf-8")
    print(len(missed), "of", len(all_asked()))


if __name__ == "__main__":
    main()
