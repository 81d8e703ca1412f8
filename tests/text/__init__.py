"""The surface of a message: how Vietnamese is typed."""
