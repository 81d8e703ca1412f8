"""The Zalo Official Account door."""
