"""The tables' history (alembic), run from code."""

HEAD = "0005"  # the newest version; a test compares it with the scripts
