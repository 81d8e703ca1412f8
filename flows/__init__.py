"""The conversation: pure functions over immutable values."""
