"""The one error an operator must mend: a setting, a database, a port that cannot be used."""


class UnusableError(Exception):
    """Something this process needs cannot be used; the message says what and why, in one Vietnamese sentence."""
