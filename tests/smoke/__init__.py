"""A conversation through somebody else's Telegram emulator: `make smoke`."""
