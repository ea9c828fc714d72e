"""Real servers for the integration tests, shared by all tests of a session.

Tests stay out of each other's way by what they ask for: each module its own database
(`postgres.create_database`), and `broker.purge()` before a test that counts messages. Whoever stops
a server need not start it again: it is running before every test.
"""

import io
import os
from collections.abc import Iterator, Mapping

import pytest

from command.__main__ import main
from tests.integration.operating import Done, Orderbell
from tests.servers import BrokerServer, PostgresServer, start_broker, start_postgres

# Its reaper is one more image; the fixtures below remove their containers themselves.
os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """Return a running PostgreSQL; see `tests.servers.PostgresServer`."""
    server = start_postgres(tmp_path_factory.mktemp("postgres"))
    yield server
    server.switch.remove()


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerServer]:
    """Return a running RabbitMQ; see `tests.servers.BrokerServer`."""
    server = start_broker(tmp_path_factory.mktemp("rabbitmq"))
    yield server
    server.switch.remove()


@pytest.fixture(autouse=True)
def running_servers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Start again what a test stopped, whether it passed or not."""
    yield
    for name in {"postgres", "broker"} & set(request.fixturenames):
        server = request.getfixturevalue(name)
        if not server.running:
            server.start()


@pytest.fixture
def orderbell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Orderbell:
    """Return what runs a command in an environment, with `typed` as its standard input."""

    def run(environment: Mapping[str, str], *arguments: str, typed: str = "") -> Done:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        status: object = 0
        try:
            main(arguments)
        except SystemExit as ended:
            status = ended.code
        return Done(status, *capsys.readouterr())

    return run
