"""Counts put together: what the numbers page, the spreadsheet and the open-data file say, each with its definition."""

from dataclasses import dataclass
from datetime import date

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
