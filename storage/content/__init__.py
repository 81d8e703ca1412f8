"""The content folder: read, checked, learned, kept and written."""
