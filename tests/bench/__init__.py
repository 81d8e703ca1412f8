"""How fast and how big: `make bench`."""
