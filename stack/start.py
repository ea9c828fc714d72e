"""Starts one part: `python -m stack.start NAME STOP-SIGNAL COMMAND...`.

Adds the part's own environment, ties it to its supervisor, and becomes the command.
"""

import os
import sys
from pathlib import Path

from provision.environment_file import read_environment
from stack.part import MARK


def environment_file(data: Path, name: str) -> Path:
    """Return the file that holds a part's environment, in the form that shells read."""
    return data / "environment" / f"{name}.env"


def main() -> None:
    """Become the part."""
    name, stop_signal, *command = sys.argv[1:]
    data = Path(os.environ[MARK])
    environment = {**os.environ, **read_environment(environment_file(data, name))}
    # A supervisor that is killed takes its parts with it.
    tied = ["setpriv", f"--pdeathsig={stop_signal}", *command]
    os.execvpe(tied[0], tied, environment)  # noqa: S606


if __name__ == "__main__":
    main()
