"""Two requests in one message: where the message may be cut."""

import re

_CUTS = re.compile(r"[?;\n]+|(?<!\w)(?:và|với|còn|đồng thời|va|voi|dong thoi)(?!\w)", re.IGNORECASE)
_PAUSES = re.compile(r"[,.?!;:\n]+\s*")
_FEWEST = 2  # words of a part
_MOST = 4  # parts that are looked at


def parts_of(text: str) -> list[str]:
    """The parts that may be requests of their own; a single one when there is nothing to cut."""
    parts = [part.strip() for part in _CUTS.split(text)]
    return [part for part in parts if len(part.split()) >= _FEWEST][:_MOST]


def clauses_of(text: str) -> list[str]:
    """The parts between the pauses of a longer message; none when it is made in one breath."""
    parts = [part for part in _PAUSES.split(text) if len(part.split()) >= _FEWEST]
    return parts[:_MOST] if len(parts) > 1 else []
