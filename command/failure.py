"""How a command fails."""

FAILED = 1


class Failure(Exception):
    """What could not be done, in one line for the operator."""
