"""The OpenAPI document that `orders` serves."""

from collections.abc import Iterator

import pytest

from tests.integration.orders_process import Orders, fresh_orders
from tests.servers import BrokerServer, PostgresServer

CALLS = {
    ("post", "/api/orders"): {"200", "201", "404", "409", "413", "422", "429", "503"},
    ("get", "/api/orders"): {"200", "304", "401", "403", "404", "413", "422", "503"},
    ("get", "/api/orders/statistics"): {"200", "401", "403", "404", "413", "422", "503"},
    ("post", "/api/orders/received"): {"204", "401", "403", "413", "422", "503"},
    ("get", "/api/orders/{order_id}"): {"200", "304", "401", "404", "413", "422", "503"},
    ("get", "/api/orders/{order_id}/history"): {"200", "401", "404", "413", "422", "503"},
    **{
        ("post", f"/api/orders/{{order_id}}/{action}"): {
            *("200", "401", "403", "404", "409", "413", "422", "503")
        }
        for action in ("accept", "reject", "ready", "complete", "recall", "cancel")
    },
}


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


def test_every_call_is_described_with_its_errors(orders: Orders) -> None:
    document = orders.client.get("/api/openapi/orders.json").json()
    described = {
        (method, path): set(operation["responses"])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert described == CALLS


def test_a_problem_names_its_codes(orders: Orders) -> None:
    document = orders.client.get("/api/openapi/orders.json").json()
    placing = document["paths"]["/api/orders"]["post"]["responses"]
    codes = {
        status: answer["content"]["application/problem+json"]["schema"]["properties"]["code"][
            "enum"
        ]
        for status, answer in placing.items()
        if status > "300"
    }
    assert codes == {
        "404": ["unknown_shop"],
        "409": ["shop_closed", "dish_unavailable", "price_changed"],
        "413": ["too_large"],
        "422": ["unknown_dish", "idempotency_key_reused", "invalid_request"],
        "429": ["rate_limited"],
        "503": ["unavailable"],
    }


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/api/nothing", "/"])
def test_nothing_else_is_served(orders: Orders, path: str) -> None:
    answer = orders.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_other_methods_are_refused(orders: Orders) -> None:
    answer = orders.client.delete("/api/orders")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
