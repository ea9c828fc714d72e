"""`python -m stack run` and `python -m stack clean`: what the Makefile calls."""

import sys

from stack import run

COMMANDS = {"run": run.run, "clean": run.clean}


def main() -> None:
    """Do what the first argument says."""
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        sys.exit(f"usage: python -m stack {'|'.join(COMMANDS)}")
    sys.exit(command())


if __name__ == "__main__":
    main()
