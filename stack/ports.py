"""Free ports that stay free until the part that they are for listens on them."""

import socket

LOOPBACK = "127.0.0.1"
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - held, never listened on


def reserve(port: int = 0, host: str = LOOPBACK) -> socket.socket:
    """Return a socket that holds a port, or any free one for 0; raises OSError when it is taken.

    Both this socket and every server's set SO_REUSEADDR, and this one does not listen: so Linux
    lets the server have the port, while nobody else is given it, neither another launcher nor an
    outgoing connection, also while the server is being restarted.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    holder = socket.socket(family)
    try:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((host, port))
    except OSError:
        holder.close()
        raise
    return holder


def number(holder: socket.socket) -> int:
    """Return the port that a socket holds."""
    port: int = holder.getsockname()[1]
    return port
