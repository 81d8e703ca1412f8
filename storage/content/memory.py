"""The memory of this process while content is read: nothing looked through in vain, nothing kept that is not needed."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Hundreds of thousands of new objects, none of them rubbish: nothing to collect meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_back() -> None:
    """Give the system the memory back that was freed; the C library would hold it for the next time, which is far."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # there is none but in glibc
    if trim is not None:
        trim(0)
