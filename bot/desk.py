"""Use cases of the team."""
