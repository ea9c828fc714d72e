"""The adapter is off where nobody asked for it, and what its own settings change."""

from collections.abc import Iterator

import httpx
import psutil
import pytest
from websockets.exceptions import InvalidStatus

from stack.settings import StackSettings
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import closed_kitchen, wait_until_orders_know
from tests.e2e.old_pages import TEMPLATE, WIRES, is_taken, line, old_kitchen, order
from tests.e2e.running import Running, running
from tests.servers import wait_until

# An order of a shop that waits for a minute is accepted twelve seconds after it was placed.
SOON = {"ACCEPT_BEFORE_SECONDS": "48"}


def adapters(system: Running) -> list[psutil.Process]:
    """Return the adapter's processes."""
    family = psutil.Process(system.launcher.pid).children(recursive=True)
    return [process for process in family if "services.template" in process.cmdline()]


@pytest.mark.parametrize(
    ("demo", "template_api", "is_on"),
    [
        *((True, None, True), (False, None, False)),
        *((True, False, False), (False, True, True)),
    ],
)
def test_it_goes_with_the_demo_unless_somebody_says_otherwise(
    demo: bool, template_api: bool | None, is_on: bool
) -> None:
    settings = StackSettings(demo=demo, template_api=template_api)
    assert settings.answers_old_pages == is_on


@pytest.fixture(scope="module")
def off(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a system of its own without the adapter."""
    with running(tmp_path_factory.mktemp("off"), TEMPLATE_API="false") as system:
        yield system


def test_where_it_is_off_nothing_answers_and_nothing_runs(off: Running) -> None:
    client = Client(off.url)
    with client.http:
        for wire in WIRES:
            for answer in (
                client.http.post(wire.order, json={}),
                client.http.get(wire.shops),
                client.http.get(wire.socket),
                client.http.options(wire.order, headers={"Origin": "null"}),
            ):
                assert answer.status_code == httpx.codes.NOT_FOUND, answer.request
            with pytest.raises(InvalidStatus) as refused, old_kitchen(client, wire):
                pass
            assert refused.value.response.status_code == httpx.codes.NOT_FOUND
        assert client.http.get("/api/shops").status_code == httpx.codes.OK
    assert adapters(off) == []
    assert not (off.data / "logs" / "template.log").exists()


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a system of its own with the adapter and without a demo."""
    settings = {"DEMO": "false", "TEMPLATE_API": "true", **SOON}
    with running(tmp_path_factory.mktemp("on"), **settings) as system:
        yield system


def test_it_is_on_where_it_was_asked_for_and_accepts_for_kitchens_that_cannot(on: Running) -> None:
    assert len(adapters(on)) == 1
    client = Client(on.url)
    with client.http:
        assert client.http.get(TEMPLATE.shops).json() == {}
        ours = closed_kitchen(on, client, accept_minutes=1)
        ours.change_shop(open=True)
        ours.attend()
        old = closed_kitchen(on, client, accept_minutes=1)
        patient = closed_kitchen(on, client, accept_minutes=10)
        with (
            old_kitchen(client, TEMPLATE, old.shop_id) as page,
            old_kitchen(client, TEMPLATE, patient.shop_id) as other,
        ):
            for kitchen in (ours, old, patient):
                wait_until_orders_know(client, kitchen.shop_id, accepting=True)
            not_sent, _ = placed(client, ours.shop_id)
            assert is_taken(order(client, TEMPLATE, patient.shop_id))
            assert other.line() == line(patient.shop_id)
            assert is_taken(order(client, TEMPLATE, old.shop_id))
            assert page.line() == line(old.shop_id)

            def status() -> str:
                return str(old.orders().json()["orders"][0]["status"])

            assert status() == "placed"
            wait_until(lambda: status() == "accepted", "the order to be accepted")
            # Not where nobody was sent its line, nor before its time is almost over.
            assert ours.orders().json()["orders"] == [not_sent]
            assert patient.orders().json()["orders"][0]["status"] == "placed"
