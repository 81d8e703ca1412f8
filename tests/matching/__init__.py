"""Understanding: which guide, which aspect, how sure."""
