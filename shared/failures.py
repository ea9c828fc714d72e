"""The two ways in which work fails: a dependency is down, or the message is bad."""


class DependencyDown(Exception):
    """A server that the work needs cannot do it now; the same work may succeed later.

    Whoever consumes messages pauses on it, and whoever serves requests answers 503.
    """
