"""Reads the command line and calls what it asks for: `orderbell shops create|list|set-passcode`."""

import argparse
import sys
from collections.abc import Sequence

from command import shops
from command.failure import Failure

FAILED = 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; exits with 0, with FAILED and a line on standard error, or 2 for usage."""
    options = parser().parse_args(arguments)
    try:
        options.run(options)
    except Failure as failure:
        sys.stderr.write(f"orderbell: {failure}\n")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit("")


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    orderbell = argparse.ArgumentParser(
        prog="orderbell",
        description="Look after an Orderbell. DATABASE_URL names the database of `shops`; without "
        "it, the one that `make run` keeps under this checkout's .stack is taken.",
    )
    nouns = orderbell.add_subparsers(metavar="NOUN", required=True)
    shops.add_commands(nouns.add_parser("shops", help="make shops, list them, change passcodes"))
    return orderbell


if __name__ == "__main__":
    main()
