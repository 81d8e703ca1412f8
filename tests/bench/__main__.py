"""`make bench`: prints what was measured beside what was aimed at."""

import asyncio

from rich.console import Console

from tests.bench.replies import measure_replies
from tests.bench.start import measure_start


def main() -> None:
    """Measure everything, one thing after the other."""
    console = Console(width=110)
    asyncio.run(measure_start(console))
    asyncio.run(measure_replies(console))


if __name__ == "__main__":
    main()
