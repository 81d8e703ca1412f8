"""Answers the team gives often."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CannedReply:
    """An answer written once; {fields} are filled in from the case, […] by the member."""

    id: str
    title: str
    text: str
