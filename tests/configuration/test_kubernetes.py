"""The manifests for Kubernetes: valid, as safe as compose.yaml, and telling each part the same.

No cluster runs them here. Resources of the two operators have no schema that comes in a package of
ours: of them, what they hand on to Kubernetes is checked, and their CRDs refuse unknown fields.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes_validate import validate

from provision import credentials, secret_files
from shared.settings import load
from tests.configuration.manifests import (
    BY_FOLDER,
    COMPONENT,
    CONTAINERS,
    CUSTOM,
    DIFFERENT,
    DOCKERFILE,
    FOLDER,
    FOLDERS,
    KUSTOMIZATION,
    KUSTOMIZATIONS,
    OWN_SECRETS,
    PARTS,
    PODS,
    RESOURCES,
    SECRETS,
    SETTINGS,
    VERSIONS,
    config_maps,
    environment,
    of_kind,
    read_by,
    secret_files_of,
    told_by_compose,
)

# As README.md says.
SWITCHED_ON = f"components: [{COMPONENT}]\n"
# Words of Kubernetes itself.
NOT_THE_COMPONENT = re.compile(r"^ +template:$|pod-template-hash", re.MULTILINE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the manifests, with the secrets that README.md has made."""
    copy = tmp_path_factory.mktemp("kubernetes") / "manifests"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("secrets"))
    folder = copy / "secrets"
    settings = load(
        secret_files.SecretFilesSettings,
        secrets_folder=folder,
        postgres_host="postgres-rw",
        broker_host="rabbitmq",
        environment="production",
        demo=False,
    )
    secret_files.write(settings, credentials.load(folder))
    return copy


def test_every_manifest_is_listed_and_every_part_is_there() -> None:
    for folder in FOLDERS:
        files = {file.name for file in folder.glob("*.yaml")}
        assert files == {*KUSTOMIZATIONS[folder]["resources"], "kustomization.yaml"}
    assert set(PODS) == set(PARTS)
    assert {image["name"] for image in KUSTOMIZATION["images"]} == {
        container["image"] for container in CONTAINERS.values()
    }
    assert len({image["newTag"] for image in KUSTOMIZATION["images"]}) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_every_manifest_is_valid_to_the_last_field(version: str) -> None:
    for resource in [*RESOURCES, as_stateful_set(of_kind("RabbitmqCluster")["rabbitmq"])]:
        if resource["kind"] not in CUSTOM:
            validate(resource, version, strict=True)


def as_stateful_set(cluster: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the operator of RabbitMQ would be asked to make, as far as we say it."""
    template = cluster["spec"]["override"]["statefulSet"]["spec"]["template"]
    [container] = template["spec"]["containers"]
    container = {**container, "resources": cluster["spec"]["resources"]}
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "spec": {
            "serviceName": "rabbitmq",
            "selector": {},
            "template": {**template, "spec": {**template["spec"], "containers": [container]}},
        },
    }


@pytest.mark.parametrize("folders", [FOLDERS[:1], FOLDERS], ids=["alone", "with the component"])
def test_what_kustomize_makes_of_them_is_valid_too(
    folders: Sequence[Path], made: Path, tmp_path: Path
) -> None:
    assert SWITCHED_ON in (FOLDER / "README.md").read_text()
    text = kustomize(made, tmp_path, SWITCHED_ON if folders == FOLDERS else "")
    rendered = list(yaml.safe_load_all(text))
    for resource in rendered:
        if resource["kind"] not in CUSTOM:
            validate(resource, VERSIONS[-1], strict=True)
        if resource["kind"] != "Namespace":
            assert resource["metadata"]["namespace"] == "orderbell"
        assert resource["metadata"]["labels"]["app.kubernetes.io/part-of"] == "orderbell"
    maps = {e["metadata"]["name"]: e["data"] for e in rendered if e["kind"] == "ConfigMap"}
    assert {name.rpartition("-")[0]: data for name, data in maps.items()} == config_maps(folders)
    assert all(name in text.replace(f"name: {name}\n  namespace", "") for name in maps)
    assert set(SECRETS) == {e["metadata"]["name"] for e in rendered if e["kind"] == "Secret"}
    listed = {(e["kind"], e["metadata"]["name"]) for folder in folders for e in BY_FOLDER[folder]}
    made_here = {(e["kind"], e["metadata"]["name"]) for e in rendered}
    assert listed == {each for each in made_here if each[0] not in {"ConfigMap", "Secret"}}
    pushed = {f"{image['newName']}:{image['newTag']}" for image in KUSTOMIZATION["images"]}
    assert set(re.findall(r"image: (\S*orderbell/\S+)", text)) == {
        image for image in pushed if folders == FOLDERS or f"/{COMPONENT}:" not in image
    }


def test_without_the_component_nobody_hears_of_it(made: Path, tmp_path: Path) -> None:
    resources = list(yaml.safe_load_all(kustomize(made, tmp_path)))
    text = yaml.safe_dump_all(each for each in resources if each["kind"] != "Secret")
    assert not re.search(r"template|8082", NOT_THE_COMPONENT.sub("", text), re.IGNORECASE)


def kustomize(made: Path, folder: Path, added: str = "") -> str:
    """Return what is applied, where that line was added to the kustomization."""
    if not shutil.which("kubectl"):
        pytest.skip("no kubectl is here")
    copy = shutil.copytree(made, folder / "manifests")
    with (copy / "kustomization.yaml").open("a") as kustomization:
        kustomization.write(added)
    command = ["kubectl", "kustomize", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_told_what_compose_tells_it(part: str) -> None:
    told = told_by_compose(part) | DIFFERENT[part]
    assert environment(part) == {name: value for name, value in told.items() if value is not None}
    assert set(environment(part)) <= read_by(part)


@pytest.mark.parametrize("part", SETTINGS)
def test_each_part_takes_its_settings_and_finds_its_secrets(
    part: str, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = secret_files_of(part)
    of_the_image = dict(
        re.findall(r"^\s*(?:ENV )?(HTTP_\w+|SECRETS_FOLDER)=(\S+)", DOCKERFILE, re.MULTILINE)
    )
    for name, value in (of_the_image | environment(part)).items():
        is_file = value.startswith("/secrets/")
        monkeypatch.setenv(name, str(made / "secrets" / found[value]) if is_file else value)
    load(SETTINGS[part])


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_given_its_own_secrets_alone(part: str) -> None:
    given = secret_files_of(part).values()
    assert {path.partition("/")[0] for path in given} == OWN_SECRETS[part]
    for mount in CONTAINERS[part]["volumeMounts"]:
        assert mount.get("readOnly") or mount["name"] in {"tmp", "secrets"}


def test_secrets_are_ignored_by_git_and_hold_every_file_that_is_made(made: Path) -> None:
    assert (FOLDER / ".gitignore").read_text().split() == ["secrets/"]
    folder = made / "secrets"
    files = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    # RabbitMQ's operator makes the cookie itself.
    assert files - {"rabbitmq/erlang-cookie"} == {
        path for keys in SECRETS.values() for path in keys.values()
    }


def test_the_databases_job_makes_no_secret(made: Path, tmp_path: Path) -> None:
    passwords = tmp_path / credentials.PASSWORDS
    shutil.copy(made / "secrets" / credentials.PASSWORDS, passwords)
    before = passwords.stat()
    known = credentials.load_passwords(tmp_path)
    assert known.superuser == json.loads(passwords.read_text())["postgres-superuser"]
    assert passwords.stat() == before
    assert list(tmp_path.iterdir()) == [passwords]
