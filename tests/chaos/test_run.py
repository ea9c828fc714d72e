"""A short run with faults: two of each service, customers, kitchens, the product's own pages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stack.settings import CHECKOUT

SECONDS = "40"
SEED = "7"
# Three times what it takes: no rule measures by it.
LIMIT_SECONDS = 600


@pytest.mark.timeout(LIMIT_SECONDS + 30)
def test_nothing_is_lost_and_nothing_is_shown_twice(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "chaos", "--seconds", SECONDS, "--seed", SEED]
    ran = subprocess.run(
        [*command, "--folder", str(tmp_path / "run")],
        cwd=CHECKOUT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr[-4000:]}"
