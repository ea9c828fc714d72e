"""Who reaches whom on Kubernetes: as on the two networks of compose.yaml, and nobody else."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.configuration.manifests import FOLDERS, PARTS, SERVICES, of_kind

# Who reaches whom at which port.
Reaching = tuple[str, str, int]

# Each pod by its labels, and those of other namespaces by that of the namespace.
OTHERS = {"monitoring", "cnpg-system", "elsewhere"}
LABELS = {
    **{part: {"app.kubernetes.io/name": part} for part in (*PARTS, "rabbitmq")},
    "postgres": {"cnpg.io/cluster": "postgres"},
    **{name: {"kubernetes.io/metadata.name": name} for name in OTHERS},
}
PORTS = (4369, 5432, 5672, 8000, 8001, 8080, 8082, 9187, 15672, 15692)
WITHIN = {
    ("edge", "shops", 8000),
    ("edge", "orders", 8000),
    ("edge", "gateway", 8001),
    *product(("shops", "orders", "databases", "operator"), ["postgres"], [5432]),
    *product((*SERVICES, "operator"), ["rabbitmq"], [5672]),
    *product(["operator"], SERVICES, [8000]),
    ("operator", "rabbitmq", 15672),
    *product(["postgres"], ["postgres"], PORTS),
    *product(["rabbitmq"], ["rabbitmq"], PORTS),
}
# What the component adds.
WITHIN_ADDED = {
    ("edge", "template", 8000),
    ("edge", "template", 8001),
    ("template", "edge", 8082),
}
FROM_OUTSIDE = {
    *product(LABELS, ["edge"], [8080]),
    *product(["monitoring"], SERVICES, [8000]),
    ("monitoring", "rabbitmq", 15692),
    ("monitoring", "postgres", 9187),
    ("cnpg-system", "postgres", 5432),
    ("cnpg-system", "postgres", 8000),
}
FROM_OUTSIDE_ADDED = {("monitoring", "template", 8000)}


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    wanted = [{"key": k, "values": [v]} for k, v in selector.get("matchLabels", {}).items()]
    return all(
        labels.get(each["key"]) in each["values"]
        for each in [*wanted, *selector.get("matchExpressions", ())]
    )


def allows(rule: Mapping[str, Any], side: str, peer: str, port: int) -> bool:
    if "ports" in rule and port not in {each["port"] for each in rule["ports"]}:
        return False
    selector = "namespaceSelector" if peer in OTHERS else "podSelector"
    peers = [each[selector] for each in rule.get(side, ()) if {*each} == {selector}]
    return side not in rule or any(selects(each, LABELS[peer]) for each in peers)


def allowed(direction: str, side: str, folders: Sequence[Path]) -> set[Reaching]:
    """Return what the policies of that direction let through: from whom, to whom, to which port."""
    return {
        (pod, peer, port) if side == "to" else (peer, pod, port)
        for policy in of_kind("NetworkPolicy", folders).values()
        for rule in policy["spec"].get(direction, ())
        for pod, peer, port in product(set(LABELS) - OTHERS, LABELS, PORTS)
        if selects(policy["spec"]["podSelector"], LABELS[pod]) and allows(rule, side, peer, port)
    }


@pytest.mark.parametrize(
    ("folders", "within", "outside"),
    [
        (FOLDERS[:1], WITHIN, FROM_OUTSIDE),
        (FOLDERS, WITHIN | WITHIN_ADDED, FROM_OUTSIDE | FROM_OUTSIDE_ADDED),
    ],
    ids=["alone", "with the component"],
)
def test_nobody_reaches_anybody_but_for_a_reason(
    folders: Sequence[Path], within: set[Reaching], outside: set[Reaching]
) -> None:
    deny = of_kind("NetworkPolicy", folders)["nobody-reaches-anybody"]["spec"]
    assert deny == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert allowed("egress", "to", folders) == within
    assert allowed("ingress", "from", folders) == within | outside
