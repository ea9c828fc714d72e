"""The two ways in which work fails: a dependency is down, or the message is bad."""

import traceback


class DependencyDown(Exception):
    """A server that the work needs cannot do it now; the same work may succeed later.

    Whoever consumes messages pauses on it, and whoever serves requests answers 503.
    """


def kind_and_place(error: BaseException) -> dict[str, str]:
    """Return what a log may hold of an error that nobody foresaw.

    Its text may hold what a request, a message or an order held.
    """
    stack = "".join(traceback.format_tb(error.__traceback__))
    return {"error": type(error).__name__, "stack": stack}
