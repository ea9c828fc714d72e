"""The manifests for Kubernetes, and what each part is told and given by them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from command.settings import OperatorSettings
from provision.databases import DatabasesSettings
from services.gateway.settings import GatewaySettings
from services.notifier.settings import NotifierSettings
from services.orders.settings import OrdersSettings
from services.shops.settings import ShopsSettings
from services.template.settings import TemplateSettings
from shared.settings import Settings

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "deploy" / "kubernetes"
# What is optional: a component of kustomize, and the part that it adds.
COMPONENT = "template"
FOLDERS = (FOLDER, FOLDER / COMPONENT)
# The oldest that README.md promises, and the newest.
VERSIONS = ("1.32", "1.37")
CUSTOM = {"Cluster", "RabbitmqCluster"}
SETTINGS: dict[str, type[Settings]] = {
    "shops": ShopsSettings,
    "orders": OrdersSettings,
    "notifier": NotifierSettings,
    "gateway": GatewaySettings,
    "template": TemplateSettings,
    "databases": DatabasesSettings,
    "operator": OperatorSettings,
}
SERVICES = ("shops", "orders", "notifier", "gateway")
DEPLOYED = (*SERVICES, "edge")
PARTS = (*DEPLOYED, "databases", "operator", COMPONENT)
DOMAIN = "orderbell.svc.cluster.local"
# What differs from compose.yaml, and why: no demo; names of this place; and no keys for the
# operator's pod, as none are rotated there.
DIFFERENT: dict[str, dict[str, str | None]] = {
    **{name: {"ENVIRONMENT": "production", "DEMO": "false"} for name in SERVICES},
    "template": {
        "ENVIRONMENT": "production",
        "DEMO": "false",
        "ORIGIN_URL": f"http://edge-for-template.{DOMAIN}:8082",
    },
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
        "TEMPLATE_ADDRESS": f"template.{DOMAIN}:8000",
        "TEMPLATE_SOCKETS_ADDRESS": f"template.{DOMAIN}:8001",
    },
}
OWN_SECRETS = {
    **{name: {name, "public"} for name in ("shops", "orders", "gateway")},
    "notifier": {"notifier"},
    "operator": {"operator"},
    "databases": {"passwords.json"},
    "edge": set(),
    "template": set(),
}

KUSTOMIZATIONS = {
    folder: yaml.safe_load((folder / "kustomization.yaml").read_text()) for folder in FOLDERS
}
KUSTOMIZATION = KUSTOMIZATIONS[FOLDER]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
BY_FOLDER: dict[Path, list[dict[str, Any]]] = {
    folder: [
        document
        for file in kustomization["resources"]
        for document in yaml.safe_load_all((folder / file).read_text())
    ]
    for folder, kustomization in KUSTOMIZATIONS.items()
}
RESOURCES = [resource for folder in FOLDERS for resource in BY_FOLDER[folder]]
# Which files of the folder of secrets each Secret holds, by key.
SECRETS: dict[str, dict[str, str]] = {
    secret["name"]: {
        (key or Path(path).name): path.removeprefix("secrets/")
        for key, _, path in (file.rpartition("=") for file in secret["files"])
    }
    for secret in KUSTOMIZATION["secretGenerator"]
}


def of_kind(kind: str, folders: Sequence[Path] = FOLDERS) -> dict[str, Any]:
    return {
        each["metadata"]["name"]: each
        for folder in folders
        for each in BY_FOLDER[folder]
        if each["kind"] == kind
    }


PODS: dict[str, Any] = {
    name: each["spec"]["template"]["spec"]
    for name, each in (of_kind("Deployment") | of_kind("Job")).items()
}
CONTAINERS = {name: pod["containers"][0] for name, pod in PODS.items()}


def config_maps(folders: Sequence[Path] = FOLDERS) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for folder in folders:
        for generator in KUSTOMIZATIONS[folder]["configMapGenerator"]:
            files = [(folder / file).read_text() for file in generator.get("envs", ())]
            lines = [*"\n".join(files).splitlines(), *generator.get("literals", ())]
            made.setdefault(generator["name"], {}).update(
                line.split("=", 1) for line in lines if line and not line.startswith("#")
            )
    return made


def environment(part: str) -> dict[str, str]:
    given = config_maps()
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
        name: with_defaults(str(value)).strip()
        for name, value in COMPOSE[part]["environment"].items()
    }
    return {name: value for name, value in told.items() if value and name in read_by(part)}


def with_defaults(value: str) -> str:
    """Return a value with what stands for variables that nobody has set, the innermost first."""
    replaced = re.sub(r"\$\{\w+(?::-([^${}]*))?\}", r"\1", value)
    return value if replaced == value else with_defaults(replaced)


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
