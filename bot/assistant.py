"""Use case: answer one message."""
