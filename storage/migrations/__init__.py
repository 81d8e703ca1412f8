"""The tables' history (alembic), run from code."""

HEAD = "0002"  # the newest version; a test compares it with the scripts
