"""Whatever is sent, the services answer as their OpenAPI documents say (Schemathesis)."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.e2e.client import Client, placed
from tests.e2e.kitchens import Kitchen, open_kitchen
from tests.e2e.running import Running

EXPECTATIONS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Placing is limited by address.
_addresses = (f"10.{n // 62500}.{n // 250 % 250}.{n % 250}" for n in itertools.count())
EXAMPLES_PER_CALL = 8

Operation = APIOperation[Any, Any, Any, Any]


@pytest.fixture
def kitchen(system: Running) -> Iterator[Kitchen]:
    client = Client(system.url)
    with client.http:
        yield open_kitchen(system, client)


def calls(system: Running, name: str) -> Iterator[Operation]:
    """Return the calls of the document that a service serves, to be made to the service itself."""
    service = f"http://127.0.0.1:{system.environment(name)['HTTP_PORT']}"
    schema = schemathesis.openapi.from_url(f"{service}/api/openapi/{name}.json")
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        yield result.ok()


def try_out(call: Operation, mode: GenerationMode, send: Callable[[Case[Any]], object]) -> None:
    """Make up requests, valid or not, the same ones each time, and send them."""

    @settings(
        max_examples=EXAMPLES_PER_CALL,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=call.as_strategy(generation_mode=mode))
    def sent(case: Case[Any]) -> None:
        send(case)

    sent()


def headers(**more: str) -> dict[str, str]:
    """Return headers of somebody whom no limit has reached yet: placing is limited by address."""
    return {"X-Real-IP": next(_addresses), **more}


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("service", ["shops", "orders"])
def test_what_a_stranger_sends_is_answered_as_described(
    system: Running, service: str, mode: GenerationMode
) -> None:
    def send(case: Case[Any]) -> None:
        case.call_and_validate(headers=headers(), checks=EXPECTATIONS)

    for call in calls(system, service):
        try_out(call, mode, send)


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("service", ["shops", "orders"])
def test_what_a_kitchen_sends_is_answered_as_described(
    system: Running, kitchen: Kitchen, service: str, mode: GenerationMode
) -> None:
    """The same by somebody who may, about a shop, an order and a dish that are there."""
    order, _ = placed(kitchen.client, kitchen.shop_id)
    there = {"shop_id": kitchen.shop_id, "order_id": order["id"], "dish_id": "egg"}

    def send(case: Case[Any]) -> None:
        for place in (case.path_parameters, case.query, case.body):
            name_what_is_there(place, there)
        case.call_and_validate(
            headers=headers(Authorization=f"Bearer {kitchen.token}"), checks=EXPECTATIONS
        )

    for call in calls(system, service):
        try_out(call, mode, send)


def name_what_is_there(content: Any, there: Mapping[str, str]) -> None:
    """Put the ids of what is there in the place of those that were made up."""
    if isinstance(content, dict):
        content.update({name: there[name] for name in content.keys() & there.keys()})
        content = list(content.values())
    if isinstance(content, list):
        for value in content:
            name_what_is_there(value, there)
