"""The day the tests of this folder play on."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
