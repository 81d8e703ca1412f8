"""The Telegram group of the team as a desk."""
