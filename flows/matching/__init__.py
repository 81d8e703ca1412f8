"""Question → Reading: which guide is meant, what about it is asked, and how sure that is."""
