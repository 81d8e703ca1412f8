"""Web pages of the team and the editors."""
