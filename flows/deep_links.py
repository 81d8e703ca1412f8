"""What an address that opens a chat carries into it (`Inbound.start_with`): the guide to begin with."""

_GUIDE = "g_"


def carrying(guide_id: str) -> str:
    """What an address carries that opens the chat with this guide."""
    return f"{_GUIDE}{guide_id}"


def guide_in(carried: str) -> str:
    """The id of the guide that was carried, or "" where it was something else."""
    return carried.removeprefix(_GUIDE) if carried.startswith(_GUIDE) else ""
