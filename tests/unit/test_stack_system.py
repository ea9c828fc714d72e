"""The parts of the system, with one and with several processes of each service."""

import re
from pathlib import Path

from provision import credentials
from stack import ports, system
from stack.settings import StackSettings
from stack.system import SERVICES, replicas


def described(data: Path, count: int) -> tuple[system.Listening, dict[str, dict[str, str]]]:
    """Return the listeners, and what each part of such a system is told."""
    listening = system.listen(count, answers_old_pages=True)
    settings = StackSettings(replicas=count)
    parts = system.parts(settings, data, listening, credentials.load(data / "secrets"))
    return listening, {part.name: dict(part.environment) for part in parts}


def test_one_process_has_its_services_name() -> None:
    assert replicas("orders", 1) == ["orders"]
    assert replicas("orders", 3) == ["orders-1", "orders-2", "orders-3"]


def test_replicas_differ_in_their_ports_alone(tmp_path: Path) -> None:
    _, told = described(tmp_path, 2)
    for service in SERVICES:
        first, second = (told[name] for name in replicas(service, 2))
        different = {name for name in first if first[name] != second[name]}
        assert different == {"HTTP_PORT"} | ({"WEBSOCKET_PORT"} & set(first))


def test_the_edge_knows_every_replica(tmp_path: Path) -> None:
    listening, told = described(tmp_path, 3)
    values = system.edge_values(StackSettings(replicas=3), listening, 80)
    for service, port in (
        ("shops", "HTTP_PORT"),
        ("orders", "HTTP_PORT"),
        ("gateway", "WEBSOCKET_PORT"),
    ):
        addresses = [f"{ports.LOOPBACK}:{told[name][port]}" for name in replicas(service, 3)]
        [servers] = re.findall(rf"upstream {service} {{(.+?)}}", str(values["EDGE_UPSTREAMS"]))
        assert re.findall(r"server (\S+)", servers) == addresses * 2
        assert servers.count("backup") == len(addresses)
