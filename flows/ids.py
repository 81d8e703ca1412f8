"""Ids that people choose for guides, steps and members: they stand in addresses, names of files and buttons."""

import re

PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
LONGEST_OF_GUIDE = 48
LONGEST_OF_MEMBER = 40  # a button of Telegram carries the id beside the case's code
_ID = re.compile(PATTERN)


def is_id(text: str, longest: int) -> bool:
    """Whether `text` can be an id of at most `longest` letters."""
    return len(text) <= longest and _ID.fullmatch(text) is not None
