"""Who reaches whom on Kubernetes: as on the two networks of compose.yaml, and nobody else."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from tests.configuration.manifests import PARTS, SERVICES, of_kind

# Each pod by its labels, and those of other namespaces by that of the namespace.
OTHERS = {"monitoring", "cnpg-system", "elsewhere"}
LABELS = {
    **{part: {"app.kubernetes.io/name": part} for part in (*PARTS, "rabbitmq")},
    "postgres": {"cnpg.io/cluster": "postgres"},
    **{name: {"kubernetes.io/metadata.name": name} for name in OTHERS},
}
PORTS = (4369, 5432, 5672, 8000, 8001, 8080, 9187, 15672, 15692)
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
FROM_OUTSIDE = {
    *product(LABELS, ["edge"], [8080]),
    *product(["monitoring"], SERVICES, [8000]),
    ("monitoring", "rabbitmq", 15692),
    ("monitoring", "postgres", 9187),
    ("cnpg-system", "postgres", 5432),
    ("cnpg-system", "postgres", 8000),
}


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


def allowed(direction: str, side: str) -> set[tuple[str, str, int]]:
    """Return what the policies of that direction let through: from whom, to whom, to which port."""
    return {
        (pod, peer, port) if side == "to" else (peer, pod, port)
        for policy in of_kind("NetworkPolicy").values()
        for rule in policy["spec"].get(direction, ())
        for pod, peer, port in product(set(LABELS) - OTHERS, LABELS, PORTS)
        if selects(policy["spec"]["podSelector"], LABELS[pod]) and allows(rule, side, peer, port)
    }


def test_nobody_reaches_anybody_but_for_a_reason() -> None:
    deny = of_kind("NetworkPolicy")["nobody-reaches-anybody"]["spec"]
    assert deny == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert allowed("egress", "to") == WITHIN
    assert allowed("ingress", "from") == WITHIN | FROM_OUTSIDE
