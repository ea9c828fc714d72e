"""The compose files are what the specification allows, and .env.example names what they read."""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

from stack.settings import CHECKOUT
from tests.configuration.exported import PROMETHEUS

FILES = sorted(CHECKOUT.glob("compose*.yaml"))
ADDED = [file for file in FILES if file.name != "compose.yaml"]
# What a developer's machine alone may want to change stands in that file.
FOR_DEVELOPERS = CHECKOUT / "compose.dev.yaml"
# Read in the text, or handed on under its own name.
VARIABLE = re.compile(r"\$\{([A-Z_]+)|^ +([A-Z_]+):$", re.MULTILINE)
MERGE_TAG = re.compile(r"!(reset|override) ")
EXAMPLE = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)
# Docker's own; it is how a person chooses the files.
OF_DOCKER = {"COMPOSE_FILE"}
SETTINGS = {"TLS_FOLDER": "./certificates"}


def compose(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a command that asks no engine, in no other environment than these settings."""
    return subprocess.run(
        ["docker", "compose", "--env-file", "/dev/null", *arguments],
        cwd=CHECKOUT,
        env={
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            **SETTINGS,
            **settings,
        },
        capture_output=True,
        text=True,
        check=False,
    )


needs_compose = pytest.mark.skipif(
    shutil.which("docker") is None or compose("version").returncode != 0,
    reason="`docker compose` is not installed",
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_what_the_specification_allows(file: Path, tmp_path: Path) -> None:
    # How it is merged with another file is no part of the schema.
    plain = tmp_path / file.name
    plain.write_text(MERGE_TAG.sub("", file.read_text()))
    checker = Path(sysconfig.get_path("scripts")) / "check-jsonschema"
    done = subprocess.run(
        [checker, "--builtin-schema", "vendor.compose-spec", plain],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@needs_compose
@pytest.mark.parametrize("added", [None, *ADDED], ids=lambda file: file.name if file else "alone")
def test_compose_takes_the_files_together(added: Path | None) -> None:
    files = ["compose.yaml", *([added.name] if added else [])]
    done = compose(*(word for file in files for word in ("--file", file)), "config", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")


@needs_compose
@pytest.mark.parametrize(
    ("settings", "processes"),
    [
        ({}, 1),
        ({"TEMPLATE_API": "false"}, 0),
        ({"DEMO": "false"}, 0),
        ({"DEMO": "false", "TEMPLATE_API": "true"}, 1),
    ],
    ids=str,
)
def test_old_pages_are_answered_where_it_is_said_or_in_a_demo(
    settings: dict[str, str], processes: int
) -> None:
    known = yaml.safe_load(compose("config", **settings).stdout)["services"]
    assert known["template"]["scale"] == processes
    assert known["edge"]["environment"]["TEMPLATE_API"] == str(bool(processes)).lower()


def test_the_example_names_what_the_files_read_and_nothing_else() -> None:
    read = set[str]()
    for file in FILES:
        if file != FOR_DEVELOPERS:
            read |= {one or other for one, other in VARIABLE.findall(file.read_text())}
    named = EXAMPLE.findall((CHECKOUT / ".env.example").read_text())
    assert sorted(named) == sorted(read | OF_DOCKER)


def test_every_node_of_the_broker_has_the_name_that_is_scraped() -> None:
    [broker] = {
        name
        for job in yaml.safe_load(PROMETHEUS.read_text())["scrape_configs"]
        if job["job_name"].startswith("rabbitmq")
        for found in job["dns_sd_configs"]
        for name in found["names"]
    }
    alone, together = (
        yaml.safe_load(MERGE_TAG.sub("", (CHECKOUT / file).read_text()))
        for file in ("compose.yaml", "compose.cluster.yaml")
    )
    assert alone["services"]["rabbitmq"]["networks"]["back"]["aliases"] == [broker]
    nodes = {name: node for name, node in together["services"].items() if name != "rabbitmq"}
    assert {node["extends"]["service"] for node in nodes.values()} == {"rabbitmq"}
    assert not any("networks" in node for node in nodes.values())
