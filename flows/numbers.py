"""Counts put together: what the numbers page, the spreadsheet and the open-data file say, each with its definition."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flows.outcomes import Outcome

REFUSED = "refused"  # "không phải" to an answer or to all that was offered
PEOPLE = "people"  # different chats of a day
HELPED = {True: "helped", False: "not-helped"}


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often something happened on a day; `outcome` is an Outcome or one of the words above."""

    day: date
    channel: str
    place: str
    guide_id: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class GuideCount:
    """How a guide did: how often it was the answer, refused, and said to have helped or not."""

    asked: int = 0
    refused: int = 0
    helped: int = 0
    not_helped: int = 0

    @property
    def wrong_share(self) -> float | None:
        """The part of its answers that was refused, or None where it was never asked for."""
        return self.refused / self.asked if self.asked else None


def by_guide(counts: Iterable[DayCount]) -> dict[str, GuideCount]:
    """The counts of each guide."""
    totals: Counter[tuple[str, str]] = Counter()
    for one in counts:
        if one.guide_id:
            totals[(one.guide_id, one.outcome)] += one.count
    return {
        guide_id: GuideCount(
            asked=totals[(guide_id, Outcome.ANSWERED)],
            refused=totals[(guide_id, REFUSED)],
            helped=totals[(guide_id, HELPED[True])],
            not_helped=totals[(guide_id, HELPED[False])],
        )
        for guide_id in {found for found, _ in totals}
    }
