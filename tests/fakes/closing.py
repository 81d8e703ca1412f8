"""The end of a service that a test has started in its own process."""

from bot.app import Camtay


def let_go(camtay: Camtay) -> None:
    """Free what a closed service has loaded.

    It hangs in a circle of references, and the next service that starts takes all there is out of the garbage
    collector's sight: forty megabytes would stay for every test.
    """
    vars(camtay.content).clear()
