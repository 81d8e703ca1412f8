"""The conversation: one message in, one turn out. Read `order.py` first, it says who has the first word."""

from flows.dialogue.order import respond

__all__ = ["respond"]
