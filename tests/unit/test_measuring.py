"""How calls are measured: by the route that they took, whatever clients invent."""

import httpx
import pytest
from fastapi import APIRouter, FastAPI, HTTPException
from prometheus_client import REGISTRY

from shared.measuring import Measured, in_progress


@pytest.fixture
def client() -> httpx.AsyncClient:
    router = APIRouter(prefix="/things")

    @router.get("/{thing_id}")
    async def read(thing_id: str) -> str:
        assert in_progress._value.get() == 1
        if thing_id == "gone":
            raise HTTPException(404)
        if thing_id == "broken":
            raise RuntimeError
        return thing_id

    app = FastAPI()
    app.include_router(router)
    transport = httpx.ASGITransport(Measured(app), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test")


def count(**labels: str) -> float:
    return REGISTRY.get_sample_value("http_request_duration_seconds_count", labels) or 0.0


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/things/1", "/things/{thing_id}", "200"),
        ("GET", "/things/gone", "/things/{thing_id}", "404"),
        ("GET", "/things/broken", "/things/{thing_id}", "500"),
        ("GET", "/invented", "other", "404"),
        ("INVENTED", "/invented", "other", "404"),
    ],
)
async def test_a_call_is_counted_under_its_route(
    client: httpx.AsyncClient, method: str, path: str, route: str, status: str
) -> None:
    labels = {
        "method": "other" if method == "INVENTED" else method,
        "route": route,
        "status": status,
    }
    before = count(**labels)
    await client.request(method, path)
    assert count(**labels) == before + 1
    assert in_progress._value.get() == 0


async def test_what_operators_ask_is_not_counted(client: httpx.AsyncClient) -> None:
    labels = {"method": "GET", "route": "other", "status": "404"}
    before = count(**labels)
    for path in ("/healthz", "/readyz", "/metrics"):
        await client.get(path)
    assert count(**labels) == before
