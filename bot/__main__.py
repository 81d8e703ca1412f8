"""`python -m bot` is `camtay`."""

from bot.cli import main

main()
