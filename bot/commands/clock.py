"""The present moment for commands, read where the clock is."""

from datetime import datetime


def now() -> datetime:
    """The present moment."""
    from bot.app import now as present  # takes a second to load

    return present()
