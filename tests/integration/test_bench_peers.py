"""The bench's peers of the push path: what is published for a channel is heard on its socket."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bench.contestant import Contestant
from bench.load import push
from bench.load.process import in_process
from bench.peers import Servers, fastapi_push, nchan, servers, socketio, web_stomp

CHANNELS = 3
RATE = 20
SECONDS = 1.0

Start = Callable[[Path, Servers, int], AbstractContextManager[Contestant]]

needs_node_packages = pytest.mark.skipif(
    not socketio.INSTALLED.exists(), reason="installed for the bench alone: sh bootstrap bench"
)
needs_nchan = pytest.mark.skipif(
    not nchan.MODULE.exists(), reason="installed for the bench alone: sh bootstrap bench"
)


@pytest.fixture(scope="module")
def peers_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with servers.servers(tmp_path_factory.mktemp("peers")) as started:
        yield started


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(socketio.start, marks=needs_node_packages, id="socketio"),
        pytest.param(fastapi_push.start, id="fastapi"),
        pytest.param(web_stomp.start, id="web_stomp"),
        pytest.param(nchan.start, marks=needs_nchan, id="nchan"),
    ],
)
def test_peer_pushes_every_message(peers_servers: Servers, tmp_path: Path, start: Start) -> None:
    with start(tmp_path, peers_servers, CHANNELS) as peer:
        assert peer.pushing
        pushed = in_process(push.at_rate, peer.pushing, peer.parts, RATE, SECONDS, 0.5)
    assert pushed.missing == 0
    assert pushed.heard == RATE * SECONDS
    assert pushed.cpu_seconds.keys() == peer.parts.keys()
