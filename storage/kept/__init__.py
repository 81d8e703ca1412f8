"""The collections of a unit of work: one small module for each kind of thing that is kept."""
