"""Environment files: variables in the form that shells read."""

import shlex
from collections.abc import Mapping
from pathlib import Path


def read_environment(path: Path) -> dict[str, str]:
    """Return the variables of an environment file; raises OSError, ValueError or IndexError."""
    pairs = (shlex.split(line)[0] for line in path.read_text().splitlines())
    return dict(pair.split("=", 1) for pair in pairs)


def write_environment(variables: Mapping[str, str]) -> str:
    """Return the text of an environment file."""
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())
