"""How a command fails."""


class Failure(Exception):
    """What could not be done, in one line for the operator."""
