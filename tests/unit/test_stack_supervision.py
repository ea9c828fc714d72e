"""The configuration that supervisord gets."""

import configparser
import shlex

from stack.part import GROUPS, Part
from stack.supervision import configuration


def read(*parts: Part) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    parser.read_string(configuration(parts))
    return parser


def test_a_command_survives_whatever_it_holds() -> None:
    command = ["program", "two words", "100%", "it's", '"']
    line = read(Part("odd", "edge", command))["program:odd"]["command"]
    # supervisord fills in `%` as Python does.
    assert shlex.split(line % {})[-len(command) :] == command


def test_groups_are_stopped_in_the_reverse_of_their_start() -> None:
    sections = read(*(Part(f"of-{group}", group, ["x"]) for group in GROUPS))
    priorities = [int(sections[f"group:{group}"]["priority"]) for group in GROUPS]
    assert priorities == sorted(priorities)
    assert [sections[f"group:{group}"]["programs"] for group in GROUPS] == [
        f"of-{group}" for group in GROUPS
    ]


def test_a_part_that_runs_once_is_not_started_again_after_success() -> None:
    sections = read(Part("task", "services", ["x"], once=True), Part("server", "services", ["x"]))
    assert sections["program:task"]["autorestart"] == "unexpected"
    assert sections["program:server"]["autorestart"] == "true"
