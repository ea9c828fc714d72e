"""What makes an answer a snapshot that a page can merge: its ETag, its time, and 304.

Why it is so: the rules of the pages' merging, which were found by model checking.
"""

import hashlib
from collections.abc import Iterable

from shared.contracts import Order


def etag(orders: Iterable[Order]) -> str:
    """Return a strong ETag over every (id, version), in order, and nothing else.

    One of the newest `updated_at` would hide a late commit, one of the ids a new version.
    """
    digest = hashlib.sha256()
    for order in orders:
        digest.update(f"{order.id} {order.version}\n".encode())
    return f'"{digest.hexdigest()[:32]}"'


def matches(if_none_match: str | None, current: str) -> bool:
    """Return whether the header names the current ETag, or any.

    Compared weakly (RFC 9110, 13.1.2): a proxy that compresses makes strong ETags weak.
    """
    if if_none_match is None:
        return False
    named = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in named or current.removeprefix("W/") in named
