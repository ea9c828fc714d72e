"""Asks the service of this container whether it is ready: exit status 0 or 1, for health checks.

Run every few seconds beside the service, so it imports as little as can be.
"""

import os
import socket
import sys

LIMIT_SECONDS = 4
REQUEST = b"GET /readyz HTTP/1.0\r\n\r\n"


def main() -> None:
    """Ask, and say what it waits for where it is not ready."""
    try:
        where = ("127.0.0.1", int(os.environ["HTTP_PORT"]))
        with socket.create_connection(where, LIMIT_SECONDS) as connection:
            connection.sendall(REQUEST)
            head, _, body = connection.makefile("rb").read().partition(b"\r\n\r\n")
    except OSError as error:
        sys.exit(f"no answer: {error}")
    print(body.decode(), end="")
    sys.exit(b" 200 " not in head.partition(b"\r\n")[0])


if __name__ == "__main__":
    main()
