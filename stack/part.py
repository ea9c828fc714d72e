"""A part: one process of the system that is supervised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# The environment variable that every process of a data folder carries; its value is the folder.
MARK = "ORDERBELL_STACK"

# In the order of their start; they are stopped in the reverse one, each group as a whole.
Group = Literal["servers", "services", "edge"]
GROUPS: tuple[Group, ...] = ("servers", "services", "edge")

# What is still there then is killed, so that a stop ends within ten seconds. Without the edge no
# request is under way in a service. RabbitMQ has put everything away within a second, and then
# waits five more for its statistics.
STOP_SECONDS: Mapping[Group, int] = {"servers": 4, "services": 2, "edge": 1}


@dataclass(frozen=True)
class Part:
    """What a part runs, where, and how one sees that it is ready.

    `folder` is relative to the data folder; `ready` is a URL that answers 200 once the part can do
    its work; a part that runs `once` is started again only until it has succeeded.
    """

    name: str
    group: Group
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: str = "."
    ready: str | None = None
    stop_signal: str = "TERM"
    once: bool = False
