"""What linters say of the Dockerfile and of the shell scripts; each is a locked Python package."""

import subprocess
import sysconfig
from pathlib import Path

import pytest

from stack.settings import CHECKOUT

PROGRAMS = Path(sysconfig.get_path("scripts"))
SCRIPT_FOLDERS = (".", ".ci", "deploy", "edge")
SCRIPTS = sorted(
    file
    for folder in SCRIPT_FOLDERS
    for file in (CHECKOUT / folder).iterdir()
    if file.is_file() and file.read_bytes().startswith((b"#!/bin/sh", b"#!/bin/bash"))
)


def assert_clean(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [PROGRAMS / program, *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_scripts_are_found() -> None:
    assert {file.name for file in SCRIPTS} >= {"bootstrap", "run", "backup", "restore", "start"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_a_script_is_clean(script: Path) -> None:
    assert_clean("shellcheck", "--norc", "--external-sources", str(script))


def test_the_dockerfile_is_clean() -> None:
    assert_clean("hadolint", "--no-color", "Dockerfile")
