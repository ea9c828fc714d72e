"""Starts Orderbell as `make run` does, with another server where the gateway was.

`python -m bench.waiting.launch`: a file names the module that runs in the gateway's place whenever
that starts. So the same location of the edge, with the same limits, leads to each, and nobody
besides it hears what is pushed.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from stack import run
from stack.arrangement import Arrangement
from stack.part import Part

# Of the environment: the file that holds the module's name.
VARIABLE = "GATEWAY_MODULE_FILE"
COMMAND = f'exec python -P -m "$(cat "${VARIABLE}")"'


def arranged(parts: Sequence[Part], file: str) -> list[Part]:
    """Return the parts, with what the file names in the gateway's place."""
    return [_chosen(part, file) if part.name == "gateway" else part for part in parts]


def _chosen(gateway: Part, file: str) -> Part:
    environment = {**gateway.environment, VARIABLE: file}
    return replace(gateway, command=["sh", "-c", COMMAND], environment=environment)


if __name__ == "__main__":
    file = os.environ[VARIABLE]
    sys.exit(run.run(Arrangement(parts=lambda parts, _: arranged(parts, file))))
