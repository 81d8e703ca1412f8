"""Codes of cases: six letters and figures that are hard to mistake when read out over the phone."""

import re

from flows.text.letters import fold

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0 and 1
LENGTH = 6
_NAMED = re.compile(
    r"\b(?:ma ca|ma so ca|ca so|ma ho tro|ma|ca|case|code)(?: ho tro| cua (?:toi|em|minh))?\s*(?:la|so|is)?\s*[:#]?\s*"
    r"([a-z0-9]{6})\b"
)
_BARE = re.compile(r"^\W*([a-z0-9]{6})\W*$")


def asked_code(text: str) -> str:
    """The case code a text asks about ("mã ca ABC123", or the code alone), or ""."""
    folded = fold(text)
    found = _NAMED.search(folded) or _BARE.match(folded)
    if found is None:
        return ""
    start, end = found.span(1)
    written = text[start:end]
    is_code = any(letter.isdigit() for letter in written) or written.isupper()
    return written.upper() if is_code and not written.isdigit() else ""
