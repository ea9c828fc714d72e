"""Reads the command line and calls what it asks for; `orderbell --help` lists what there is."""

import argparse
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

from command import dead_letters, forget, import_template, keys, restored, setup, shops, status
from command.failure import FAILED, Failure


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; exits with 0, with FAILED and a line on standard error, or 2 for usage."""
    options = parser().parse_args(arguments)
    try:
        with _logs_on_standard_error():
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
        description="Look after an Orderbell. Where its servers are is taken from the environment "
        "(docs/configuration.md), or else from what `make run` keeps in this checkout's .stack.",
        epilog="Exit status: 0 done, 1 not done or something is wrong, 2 not understood.",
    )
    nouns = orderbell.add_subparsers(metavar="NOUN", required=True)
    for part in (status, dead_letters, shops, import_template, forget, keys, setup, restored):
        part.add_commands(nouns)
    return orderbell


@contextmanager
def _logs_on_standard_error() -> Iterator[None]:
    """Have what services log while a command uses them stand there as lines, warnings and worse."""
    before = structlog.get_config()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    # The broker's client tells each lost connection at length; the command says it in one line.
    for library in ("aio_pika", "aiormq"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        structlog.configure(**before)


if __name__ == "__main__":
    main()
