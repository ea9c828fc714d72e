"""What a bench says while it runs, on standard error: the table alone goes to standard output."""

import sys
import time

_BEGAN = time.monotonic()


def tell(text: str) -> None:
    """Print a line with the seconds since the start."""
    print(f"[{time.monotonic() - _BEGAN:6.1f} s] {text}", file=sys.stderr, flush=True)
