"""Starts the whole system as `make run` does, with every connection to a server through a link.

`python -m chaos.launch` reads the file that CHAOS_PLAN names. Each service looks for a planted
defect as it starts, and the pages are a copy, so that the product itself knows nothing of it.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from chaos import planted
from stack import run
from stack.arrangement import Arrangement
from stack.part import Part
from stack.settings import CHECKOUT

VARIABLE = "CHAOS_PLAN"
# Which variable of a service leads to which server.
SERVERS = {"DATABASE_URL": "postgres", "BROKER_URL": "rabbitmq"}


@dataclass(frozen=True)
class Plan:
    """The port of each link by its name, and the folder of the run."""

    links: Mapping[str, int]
    folder: Path

    @property
    def upstreams(self) -> Path:
        """Return the file in which the far end of each link is told."""
        return self.folder / "upstreams.json"

    @property
    def defects(self) -> Path:
        """Return the file that names the planted defects, one a line."""
        return self.folder / "defects"

    @property
    def web(self) -> Path:
        """Return the folder of the pages."""
        return self.folder / "web"

    def write(self) -> Path:
        """Return the file in which the plan stands for `python -m chaos.launch`."""
        path = self.folder / "plan.json"
        path.write_text(json.dumps({"links": self.links, "folder": str(self.folder)}))
        return path

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """Return the plan that a file holds."""
        content = json.loads(path.read_text())
        return cls(content["links"], Path(content["folder"]))


def arranged(plan: Plan, parts: list[Part]) -> list[Part]:
    """Return the parts with their connections through the links, and with the defect."""
    upstreams: dict[str, int] = {}
    changed = [_through_links(plan, part, upstreams) for part in parts]
    new = plan.upstreams.with_suffix(".new")
    new.write_text(json.dumps(upstreams))
    new.replace(plan.upstreams)
    return changed


def _through_links(plan: Plan, part: Part, upstreams: dict[str, int]) -> Part:
    environment = dict(part.environment)
    for variable, server in SERVERS.items():
        url = environment.get(variable)
        name = f"{part.name}>{server}"
        if url is None or name not in plan.links:
            continue
        port = urlsplit(url).port
        assert port is not None
        upstreams[name] = port
        environment[variable] = url.replace(f":{port}/", f":{plan.links[name]}/")
    command = part.command
    if part.group == "services" and not part.once:
        environment |= {"PYTHONPATH": str(CHECKOUT), planted.VARIABLE: str(plan.defects)}
        command = planted.command(part.command)
    return replace(part, environment=environment, command=command)


def main() -> None:
    """Run until told to stop."""
    plan = Plan.read(Path(os.environ[VARIABLE]))
    arrangement = Arrangement(parts=lambda parts, _: arranged(plan, parts), web=plan.web)
    sys.exit(run.run(arrangement))


if __name__ == "__main__":
    main()
