"""What the command line can do, a module for each kind of reader."""
