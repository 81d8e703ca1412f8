"""`make bench`: prints what was measured beside what was aimed at."""

import argparse
import asyncio
from pathlib import Path

from rich.console import Console

from tests.bench.matching import measure_matching
from tests.bench.replies import measure_replies
from tests.bench.saved import measure_saved
from tests.bench.start import measure_start


def main() -> None:
    """Measure everything, one thing after the other."""
    options = argparse.ArgumentParser(prog="python -m tests.bench")
    options.add_argument(
        "--questions", type=Path, help="labelled questions, a JSON object a line: q, label, alternates"
    )
    options.add_argument("--many", type=int, default=5000, help="guides to make up and learn; 0: none")
    options.add_argument("--only-matching", action="store_true", help="measure understanding alone")
    chosen = options.parse_args()
    console = Console(width=110)
    measure_matching(console, chosen.questions, chosen.many)
    if chosen.only_matching:
        return
    asyncio.run(measure_start(console))
    asyncio.run(measure_saved(console))
    asyncio.run(measure_replies(console))


if __name__ == "__main__":
    main()
