"""The Zalo Bot door, for pilots without papers."""
