"""How the parts run on Kubernetes: without rights, replaced without loss, scaled, watched."""

import json
import re
import shlex
from urllib.parse import urlsplit

import pytest
import yaml

from services.gateway.metrics import connections
from shared.broker_map import QUEUES
from shared.operations import READY_PATH
from tests.configuration.manifests import (
    COMPONENT,
    COMPOSE,
    CONTAINERS,
    DEPLOYED,
    DOCKERFILE,
    FOLDER,
    KUSTOMIZATION,
    PARTS,
    PODS,
    ROOT,
    SECRETS,
    SERVICES,
    environment,
    of_kind,
)


@pytest.mark.parametrize("part", PARTS)
def test_pods_have_no_rights_nothing_to_write_to_and_limits(part: str) -> None:
    pod, container = PODS[part], CONTAINERS[part]
    target = part if part == "edge" else "service" if part in (*SERVICES, COMPONENT) else "operator"
    [user] = re.findall(rf"AS {target}\n(?:(?!FROM).*\n)*USER (\d+):", DOCKERFILE)
    assert len(pod["containers"]) == 1
    assert "initContainers" not in pod
    assert pod["securityContext"] == {
        "runAsNonRoot": True,
        **dict.fromkeys(("runAsUser", "runAsGroup", "fsGroup"), int(user)),
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False
    # Or a Service's name could become a setting, such as POSTGRES_PORT.
    assert pod["enableServiceLinks"] is False
    assert all(volume.keys() & {"secret", "emptyDir"} for volume in pod["volumes"])
    resources = container["resources"]
    assert resources["limits"].keys() == resources["requests"].keys() == {"cpu", "memory"}
    if limit := COMPOSE[part].get("mem_limit"):
        assert resources["limits"]["memory"].removesuffix("i") == limit.upper()


@pytest.mark.parametrize("part", DEPLOYED)
def test_replacing_pods_loses_nothing(part: str) -> None:
    spec, pod, container = of_kind("Deployment")[part]["spec"], PODS[part], CONTAINERS[part]
    selected = {"matchLabels": spec["template"]["metadata"]["labels"]}
    assert spec["selector"] == selected
    assert spec["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    sleep = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {"seconds": 0})
    # Nobody connects to a notifier.
    assert bool(sleep["seconds"]) == (part != "notifier")
    stop = int(COMPOSE[part]["stop_grace_period"].removesuffix("s"))
    assert pod["terminationGracePeriodSeconds"] == sleep["seconds"] + stop
    assert of_kind("PodDisruptionBudget")[part]["spec"]["selector"] == selected
    assert pod["topologySpreadConstraints"][0]["labelSelector"] == selected
    scaler = of_kind("HorizontalPodAutoscaler")[part]["spec"]
    assert scaler["scaleTargetRef"]["name"] == part
    assert scaler["minReplicas"] > 1
    assert "replicas" not in spec


def test_the_adapter_is_one_that_goes_before_the_next_one_comes() -> None:
    spec, pod = of_kind("Deployment")[COMPONENT]["spec"], PODS[COMPONENT]
    assert spec["replicas"] == 1
    assert spec["strategy"] == {"type": "Recreate"}
    assert spec["selector"] == {"matchLabels": spec["template"]["metadata"]["labels"]}
    assert COMPONENT not in of_kind("HorizontalPodAutoscaler")
    # Until it has gone nobody answers: it waits for nothing.
    assert "lifecycle" not in CONTAINERS[COMPONENT]
    stop = int(COMPOSE[COMPONENT]["stop_grace_period"].removesuffix("s"))
    assert pod["terminationGracePeriodSeconds"] == stop


@pytest.mark.parametrize("part", [*DEPLOYED, COMPONENT])
def test_probes_ask_what_compose_asks(part: str) -> None:
    container = CONTAINERS[part]
    asked = [container[name] for name in ("startupProbe", "livenessProbe", "readinessProbe")]
    if part == "edge":
        command = json.loads(re.findall(r"\n +CMD (\[.*8081.*\])", DOCKERFILE)[0])
        assert all(probe["exec"]["command"] == command for probe in asked)
        return
    paths = [probe["httpGet"]["path"] for probe in asked]
    assert paths == ["/healthz", "/healthz", READY_PATH]
    assert {"name": "http", "containerPort": 8000} in container["ports"]
    assert {probe["httpGet"]["port"] for probe in asked} == {"http"}


def test_the_edge_finds_every_pod_by_a_name_in_full() -> None:
    for part in ("shops", "orders", "gateway"):
        name, _, port = environment("edge")[f"{part.upper()}_ADDRESS"].partition(":")
        service = of_kind("Service")[part]["spec"]
        assert name == f"{part}.{KUSTOMIZATION['namespace']}.svc.cluster.local"
        assert service["clusterIP"] == "None"
        assert int(port) in {each["port"] for each in service["ports"]}
        selected = of_kind("Deployment")[part]["spec"]["selector"]["matchLabels"]
        assert service["selector"] == selected


def test_the_edge_and_the_adapter_find_each_other_by_names_in_full() -> None:
    start = (ROOT / "edge" / "start").read_text()
    [adapter_port] = re.findall(r"ADAPTER_PORT=([1-9]\d*)$", start, re.MULTILINE)
    edge, adapter = environment("edge"), environment("template")
    addresses = {
        edge["TEMPLATE_ADDRESS"]: ("template", 8000),
        edge["TEMPLATE_SOCKETS_ADDRESS"]: ("template", int(adapter["WEBSOCKET_PORT"])),
        urlsplit(adapter["ORIGIN_URL"]).netloc: ("edge", int(adapter_port)),
    }
    for address, (part, listens) in addresses.items():
        name, _, port = address.partition(":")
        service, _, domain = name.partition(".")
        assert domain == f"{KUSTOMIZATION['namespace']}.svc.cluster.local"
        spec = of_kind("Service")[service]["spec"]
        deployed = of_kind("Deployment")[part]["spec"]
        assert spec["selector"] == deployed["selector"]["matchLabels"]
        [target] = [each["targetPort"] for each in spec["ports"] if each["port"] == int(port)]
        named = {each["name"]: each["containerPort"] for each in CONTAINERS[part]["ports"]}
        assert named.get(target, target) == listens


def test_the_ingress_leads_to_the_edge_and_keeps_sockets() -> None:
    spec = of_kind("Ingress")["edge"]["spec"]
    [rule] = spec["rules"]
    assert rule["host"] == urlsplit(environment("edge")["PUBLIC_URL"]).hostname
    assert [entry["hosts"] for entry in spec["tls"]] == [[rule["host"]]]
    [path] = rule["http"]["paths"]
    assert path["backend"] == {"service": {"name": "edge", "port": {"name": "http"}}}
    template = (ROOT / "edge" / "nginx.conf.template").read_text()
    [waits] = re.findall(r"location = /ws \{.*?proxy_read_timeout (\w+);", template, re.DOTALL)
    annotations = of_kind("Ingress")["edge"]["metadata"]["annotations"]
    assert {value for name, value in annotations.items() if "timeout" in name} == {waits}


def test_autoscalers_ask_for_metrics_that_there_are() -> None:
    adapter = yaml.safe_load((FOLDER / "metrics" / "adapter.yaml").read_text())["rules"]
    served = {rule["name"]["as"] for rule in adapter["external"]}
    by_pod = {rule["seriesQuery"].partition("{")[0] for rule in adapter["custom"]}
    for part, scaler in of_kind("HorizontalPodAutoscaler").items():
        for metric in scaler["spec"]["metrics"]:
            if metric["type"] == "External":
                asked = metric["external"]["metric"]
                assert asked["name"] in served
                queue = asked["selector"]["matchLabels"]["queue"]
                assert part in {each.reader for each in QUEUES if each.name == queue}
            if metric["type"] == "Pods":
                name = metric["pods"]["metric"]["name"]
                assert name in by_pod
                assert name in {family.name for family in connections.collect()}
                most = int(environment("gateway")["CONNECTIONS_MAX"])
                assert int(metric["pods"]["target"]["averageValue"]) < most


def test_prometheus_scrapes_under_the_names_that_alerts_know() -> None:
    here, in_compose = (
        {job["job_name"]: job for job in yaml.safe_load(file.read_text())["scrape_configs"]}
        for file in (
            FOLDER / "metrics" / "prometheus.yml",
            ROOT / "deploy/prometheus/prometheus.yml",
        )
    )
    assert here.keys() == in_compose.keys()
    [names] = [each["names"] for each in in_compose["orderbell"]["dns_sd_configs"]]
    assert names == [*SERVICES, COMPONENT]
    [kept] = [each for each in here["orderbell"]["relabel_configs"] if "action" in each]
    assert kept["regex"] == f"({'|'.join(names)});http"


def test_servers_are_as_in_compose_and_lose_nothing_with_one_machine() -> None:
    rabbitmq = of_kind("RabbitmqCluster")["rabbitmq"]["spec"]
    lines = [
        {line for line in text.splitlines() if line and not line.startswith("#")}
        for text in (
            rabbitmq["rabbitmq"]["additionalConfig"],
            (ROOT / "deploy" / "rabbitmq.conf").read_text(),
        )
    ]
    # And a node that was killed is known as gone within seconds.
    assert lines[0] == lines[1] | {"net_ticktime = 10"}
    assert rabbitmq["image"] == COMPOSE["rabbitmq"]["image"]
    assert rabbitmq["replicas"] == 3
    template = rabbitmq["override"]["statefulSet"]["spec"]["template"]["spec"]
    [mount] = template["containers"][0]["volumeMounts"]
    assert f"load_definitions = {mount['mountPath']}/definitions.json" in lines[0]
    [volume] = template["volumes"]
    assert SECRETS[volume["secret"]["secretName"]] == {
        "definitions.json": "rabbitmq/definitions.json"
    }
    postgres = of_kind("Cluster")["postgres"]["spec"]
    assert postgres["imageName"].endswith(COMPOSE["postgres"]["image"].removeprefix("postgres"))
    assert postgres["instances"] == 3
    assert postgres["postgresql"]["synchronous"]["number"] > 0
    assert postgres["postgresql"]["synchronous"]["dataDurability"] == "required"
    given = shlex.split(" ".join(COMPOSE["postgres"]["command"]))
    for name, value in postgres["postgresql"]["parameters"].items():
        assert f"{name}={value}" in given
    # As README.md says where they are, so the addresses in the secrets do.
    readme = (FOLDER / "README.md").read_text()
    assert {f"--env POSTGRES_HOST={name}-rw " in readme for name in of_kind("Cluster")} == {True}
    assert {f"--env BROKER_HOST={name} " in readme for name in of_kind("RabbitmqCluster")} == {True}
    superuser = SECRETS[postgres["superuserSecret"]["name"]]
    assert superuser == {"password": "postgres/superuser-password"}
