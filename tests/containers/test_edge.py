"""The edge in a container: HTTPS, another proxy before it, and certificates that are no good."""

import ipaddress
import json
import secrets
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.sync.client import connect
from websockets.typing import Origin

from stack import ports
from tests.containers.conftest import IMAGES
from tests.containers.project import Project, docker, project
from tests.e2e.client import SUBPROTOCOL, basket

FILES = ("compose.yaml", "compose.tls.yaml")
# What listens inside, and RabbitMQ's own ports.
INSIDE = (4369, 5432, 5672, 8000, 8001, 8080, 8081, 8443, 15672, 15692, 25672)
# Prints those of its arguments (host:port) that answer, asked at the same time.
SCAN = """
import socket, sys
from concurrent.futures import ThreadPoolExecutor
def answers(where):
    host, _, port = where.rpartition(":")
    try:
        socket.create_connection((host, int(port)), 2).close()
    except OSError:
        return False
    return True
with ThreadPoolExecutor(64) as threads:
    asked = sys.argv[1:]
    print(*(where for where, open in zip(asked, threads.map(answers, asked)) if open))
"""
# Everybody is a trusted proxy, and places two orders at once and then no more for a while.
LIMITS = {"TRUSTED_PROXIES": "0.0.0.0/0", "ORDERS_BURST": "2", "ORDERS_PER_SECOND": "1"}


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certify(folder: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Write a certificate for localhost that signs itself, and its key."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_key(folder, key)
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def write_key(folder: Path, key: ec.EllipticCurvePrivateKey) -> None:
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that the edge's user can read."""
    folder = tmp_path_factory.mktemp("tls")
    certify(folder, new_key())
    for path in (folder, *folder.parents[:2]):
        path.chmod(0o755)
    return folder


def settings(folder: Path) -> Mapping[str, str]:
    with ports.reserve() as holder:
        https_port = str(ports.number(holder))
    return {
        **IMAGES,
        **LIMITS,
        "BIND": "0.0.0.0",
        "COMPOSE_FILE": ":".join(FILES),
        "TLS_FOLDER": str(folder),
        "HTTPS_PORT": https_port,
    }


@pytest.fixture(scope="module")
def secure(images: None, certificates: Path) -> Iterator[Project]:
    """Return a project with HTTPS."""
    del images
    with project(**settings(certificates)) as running:
        yield running


@pytest.fixture
def browser(certificates: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificates / "fullchain.pem")


def test_https_serves_pages_calls_and_sockets(secure: Project, browser: ssl.SSLContext) -> None:
    origin = f"localhost:{secure.settings['HTTPS_PORT']}"
    with httpx.Client(verify=browser, base_url=f"https://{origin}") as client:
        page = client.get("/")
        assert page.status_code == 200
        assert "max-age" in page.headers["Strict-Transport-Security"]
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert len(client.get("/api/shops").json()["shops"]) == 3
    with connect(
        f"wss://{origin}/ws",
        ssl=browser,
        origin=Origin(f"https://{origin}"),
        subprotocols=[SUBPROTOCOL],
    ) as socket:
        socket.send('{"type":"subscribe","channel":"public:shops"}')
        assert '"subscribed"' in str(socket.recv(10))


def test_old_versions_of_tls_are_refused(secure: Project, browser: ssl.SSLContext) -> None:
    browser.minimum_version = ssl.TLSVersion.TLSv1
    browser.maximum_version = ssl.TLSVersion.TLSv1_1
    browser.set_ciphers("ALL:@SECLEVEL=0")
    with (
        httpx.Client(verify=browser) as client,
        pytest.raises(httpx.ConnectError),
    ):
        client.get(f"https://localhost:{secure.settings['HTTPS_PORT']}/")


def test_plain_http_is_sent_to_https(secure: Project) -> None:
    answer = httpx.get(f"{secure.url}/kitchen?x=1", headers={"Host": "shop.example"})
    assert answer.status_code == 308
    port = secure.settings["HTTPS_PORT"]
    assert answer.headers["Location"] == f"https://shop.example:{port}/kitchen?x=1"


def test_behind_a_trusted_proxy_each_visitor_has_limits_of_their_own(
    secure: Project, browser: ssl.SSLContext
) -> None:
    origin = f"https://localhost:{secure.settings['HTTPS_PORT']}"
    with httpx.Client(verify=browser, base_url=origin) as client:

        def asked_by(address: str) -> int:
            headers = {"X-Forwarded-For": address, "Idempotency-Key": "none"}
            return client.post("/api/orders", json=basket("shop1"), headers=headers).status_code

        assert 429 in [asked_by("203.0.113.1") for _ in range(6)]
        assert asked_by("203.0.113.2") != 429


def test_from_elsewhere_the_edge_is_there_and_nothing_else(secure: Project) -> None:
    containers = {
        network["IPAddress"]
        for service in ("edge", "gateway", "shops", "orders", "notifier", "postgres", "rabbitmq")
        for container in secure.containers(service)
        for network in secure.inspect(container)["NetworkSettings"]["Networks"].values()
    }
    [bridge] = json.loads(docker("network", "inspect", "bridge").stdout)
    [config] = bridge["IPAM"]["Config"]
    # Where the engine names none it has taken the first address.
    host = config.get("Gateway") or str(next(ipaddress.ip_network(config["Subnet"]).hosts()))
    published = {secure.settings[name] for name in ("PORT", "HTTPS_PORT", "MANAGEMENT_PORT")}
    asked = [f"{address}:{port}" for address in containers for port in INSIDE]
    asked += [f"{host}:{port}" for port in published]
    elsewhere = ("run", "--rm", "--network=bridge", "--entrypoint=python")
    found = docker(*elsewhere, "orderbell/operator:test", "-c", SCAN, *asked).stdout.split()
    assert set(found) == {f"{host}:{secure.settings[name]}" for name in ("PORT", "HTTPS_PORT")}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "privkey.pem").unlink(), "cannot read /tls/privkey.pem"),
        (lambda folder: write_key(folder, new_key()), "key values mismatch"),
        (lambda folder: (folder / "fullchain.pem").write_text("no"), "PEM"),
    ],
)
def test_certificates_that_are_no_good_are_refused_in_one_line(
    images: None, tmp_path: Path, spoil: object, said: str
) -> None:
    del images
    folder = tmp_path / "tls"
    folder.mkdir()
    certify(folder, new_key())
    assert callable(spoil)
    spoil(folder)
    for path in (folder, *folder.parents[:3]):
        path.chmod(0o755)
    broken = Project(f"orderbell-test-{secrets.token_hex(4)}", settings(folder))
    try:
        done = broken.compose("run", "--rm", "--no-deps", "-T", "edge", check=False)
    finally:
        broken.compose("down", "--volumes")
    lines = [line for line in done.stderr.splitlines() if line.startswith("edge: ")]
    assert done.returncode == 1
    assert len(lines) == 1
    assert said in done.stderr
