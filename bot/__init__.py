"""The running service: everything that touches the network or the clock."""
