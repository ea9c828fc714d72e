"""The manifests for Kubernetes, and what each part is told and given by them."""

import re
from pathlib import Path
from typing import Any

import yaml

from command.settings import OperatorSettings
from provision.databases import DatabasesSettings
from services.gateway.settings import GatewaySettings
from services.notifier.settings import NotifierSettings
from services.orders.settings import OrdersSettings
from services.shops.settings import ShopsSettings
from shared.settings import Settings

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "deploy" / "kubernetes"
# The oldest that README.md promises, and the newest.
VERSIONS = ("1.32", "1.37")
CUSTOM = {"Cluster", "RabbitmqCluster"}
SETTINGS: dict[str, type[Settings]] = {
    "shops": ShopsSettings,
    "orders": OrdersSettings,
    "notifier": NotifierSettings,
    "gateway": GatewaySettings,
    "databases": DatabasesSettings,
    "operator": OperatorSettings,
}
SERVICES = ("shops", "orders", "notifier", "gateway")
DEPLOYED = (*SERVICES, "edge")
PARTS = (*DEPLOYED, "databases", "operator")
DOMAIN = "orderbell.svc.cluster.local"
# What differs from compose.yaml, and why: no demo; names of this place; and no keys for the
# operator's pod, as none are rotated there.
DIFFERENT: dict[str, dict[str, str | None]] = {
    **{name: {"ENVIRONMENT": "production", "DEMO": "false"} for name in SERVICES},
    "databases": {"POSTGRES_HOST": "postgres-rw", "DEMO": "false"},
    "operator": {
        "ENVIRONMENT": "production",
        "MANAGEMENT_URL": "http://rabbitmq:15672",
        "TOKEN_PUBLIC_KEYS_FILE": None,
        "SHOPS_TOKEN_PRIVATE_KEY_FILE": None,
        "ORDERS_TOKEN_PRIVATE_KEY_FILE": None,
    },
    "edge": {
        "PUBLIC_URL": "https://orders.example.com",
        "TRUSTED_PROXIES": "10.0.0.0/8",
        "SHOPS_ADDRESS": f"shops.{DOMAIN}:8000",
        "ORDERS_ADDRESS": f"orders.{DOMAIN}:8000",
        "GATEWAY_ADDRESS": f"gateway.{DOMAIN}:8001",
    },
}
OWN_SECRETS = {
    **{name: {name, "public"} for name in ("shops", "orders", "gateway")},
    "notifier": {"notifier"},
    "operator": {"operator"},
    "databases": {"passwords.json"},
    "edge": set(),
}

KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
RESOURCES: list[dict[str, Any]] = [
    document
    for file in KUSTOMIZATION["resources"]
    for document in yaml.safe_load_all((FOLDER / file).read_text())
]
# Which files of the folder of secrets each Secret holds, by key.
SECRETS: dict[str, dict[str, str]] = {
    secret["name"]: {
        (key or Path(path).name): path.removeprefix("secrets/")
        for key, _, path in (file.rpartition("=") for file in secret["files"])
    }
    for secret in KUSTOMIZATION["secretGenerator"]
}


def of_kind(kind: str) -> dict[str, Any]:
    return {each["metadata"]["name"]: each for each in RESOURCES if each["kind"] == kind}


PODS: dict[str, Any] = {
    name: each["spec"]["template"]["spec"]
    for name, each in (of_kind("Deployment") | of_kind("Job")).items()
}
CONTAINERS = {name: pod["containers"][0] for name, pod in PODS.items()}


def environment(part: str) -> dict[str, str]:
    given = {
        generator["name"]: dict(
            line.split("=", 1)
            for file in generator["envs"]
            for line in (FOLDER / file).read_text().splitlines()
            if line and not line.startswith("#")
        )
        for generator in KUSTOMIZATION["configMapGenerator"]
    }
    told: dict[str, str] = {}
    for source in CONTAINERS[part].get("envFrom", ()):
        told |= given[source["configMapRef"]["name"]]
    for each in CONTAINERS[part].get("env", ()):
        reference = each.get("valueFrom", {}).get("configMapKeyRef")
        told[each["name"]] = (
            given[reference["name"]][reference["key"]] if reference else each["value"]
        )
    return told


def read_by(part: str) -> set[str]:
    if part == "edge":
        return set(re.findall(r"\$\{?([A-Z_]+)", (ROOT / "edge" / "start").read_text()))
    names = {name.upper() for name in SETTINGS[part].model_fields}
    return names | {f"{name}_FILE" for name in names}


def told_by_compose(part: str) -> dict[str, str]:
    """Return what compose.yaml tells a part that reads it, where nobody has set anything."""
    told = {
        name: re.sub(r"\$\{\w+(?::-([^}]*))?\}", r"\1", str(value)).strip()
        for name, value in COMPOSE[part]["environment"].items()
    }
    return {name: value for name, value in told.items() if value and name in read_by(part)}


def secret_files_of(part: str) -> dict[str, str]:
    """Return the secrets in a part's container: the file in the folder of secrets by its path."""
    volumes = {volume["name"]: volume for volume in PODS[part]["volumes"]}
    found = {}
    for mount in CONTAINERS[part]["volumeMounts"]:
        secret = volumes[mount["name"]].get("secret")
        if secret is None:
            continue
        keys = SECRETS[secret["secretName"]]
        if "subPath" in mount:
            found[mount["mountPath"]] = keys[mount["subPath"]]
        else:
            found |= {f"{mount['mountPath']}/{key}": path for key, path in keys.items()}
    return found
