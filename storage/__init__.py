"""What is kept, and what is read from disk."""
