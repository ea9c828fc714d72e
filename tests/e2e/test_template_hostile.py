"""Bad input on the old calls: an answer in the old form, nobody's data, and life goes on."""

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from stack.settings import StackSettings
from stack.system import SERVICES, TEMPLATE
from tests.e2e.client import Client, basket, place
from tests.e2e.kitchens import PASSCODE, Kitchen, open_kitchen
from tests.e2e.old_pages import (
    REMAKE,
    WIRES,
    OldKitchen,
    Wire,
    greeting,
    is_taken,
    line,
    old_kitchen,
    on_both_wires,
    order,
    wanted,
)
from tests.e2e.running import Running

FIELDS = ("user", "addr", "telephone", "shop_name", "dish")
LINE_ENDS = re.compile(r"[\t\r\n]+")
FORGED = "Hi shop1 , you get a new bill ---  gold"
TEXTS = {
    "a template's statement": "' OR 1=1; DROP TABLE bill; --",
    "an end and an insert": "egg'); INSERT INTO shop VALUES ('x','y',0); --",
    "double quotes": '" OR ""="',
    "markup": "<script>alert(1)</script>",
    "NUL": "a\0b",
    "control characters": "a\x01\x1b[2Jb\x7f",
    "a forged line": f"a\n{FORGED}",
    "a forged line of Windows": f"a\r\n{FORGED}",
    "a line end of Unicode": f"a\u2028{FORGED}\x85b",
    "right to left": "\u202eabc\u200f\u2066",
    "braces": "{0} %s ${jndi:ldap://x} {{7*7}}",
    "a path": "../../etc/passwd?x=1#y",
    "very long": "x" * 50_000,
}


@pytest.fixture(scope="module")
def cook(system: Running) -> Iterator[Kitchen]:
    """Return the kitchen of an open shop, as the contract sees it."""
    client = Client(system.url)
    with client.http:
        yield open_kitchen(system, client)


@pytest.fixture(scope="module")
def page(system: Running, cook: Kitchen) -> Iterator[OldKitchen]:
    """Return the old page of the same kitchen, which is there all the time."""
    client = Client(system.url)
    with client.http, old_kitchen(client, REMAKE, cook.shop_id) as page:
        yield page


def answered(answer: httpx.Response, wire: Wire) -> int:
    """Return the code of an answer, which is in the wire's old form."""
    assert answer.status_code in {200, 400, 503}, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    content = answer.json()
    code, words = ("code", "message") if wire is REMAKE else ("error_code", "error_msg")
    assert content.keys() == {code, words}
    assert "Traceback" not in answer.text
    return int(content[code])


@on_both_wires
@pytest.mark.parametrize("field", FIELDS)
def test_a_text_is_a_text_or_refused(
    client: Client, cook: Kitchen, page: OldKitchen, wire: Wire, field: str
) -> None:
    for name, text in TEXTS.items():
        content = wanted(wire, cook.shop_id) | {field: text}
        if field == "dish":
            content.pop("dishList", None)
        before = len(cook.orders().json()["orders"])
        code = answered(client.http.post(wire.order, json=content), wire)
        stored = cook.orders().json()["orders"][before:]
        assert len(stored) == (code == 0), name
        if code == 0:
            # As it was sent, but on one line.
            said = LINE_ENDS.sub(" ", text)
            old = {"user": "name", "addr": "address", "telephone": "telephone"}[field]
            assert stored[0]["customer"][old] == said, name
            heard = page.line()
            assert heard == line(cook.shop_id, **({} if field == "user" else {field: said})), name
            assert not set("\0\n\r\x85\u2028\u2029") & set(heard)
    page.hears_next()


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "no UTF-8": b'{"user":"\xff"}',
    "half a surrogate pair": b'{"user":"\\ud800","telephone":"1","shop_name":"SHOP","dish":"egg"}',
    "half a pair in a dish": b'{"user":"A","telephone":"1","shop_name":"SHOP","dish":"\\udc00"}',
    "half a pair as a shop": b'{"user":"A","telephone":"1","shop_name":"\\ud800","dish":"egg"}',
    "a list": b"[]",
    "a number": b"1e999",
    "not a number": b'{"user":NaN,"telephone":Infinity,"shop_name":"SHOP"}',
    "an object": b'{"user":{},"telephone":{},"shop_name":{}}',
    "a huge number": b'{"telephone":' + b"9" * 10_000 + b',"user":"A","shop_name":"SHOP"}',
    "a large number": b'{"telephone":' + b"9" * 4_000 + b',"user":"A","shop_name":"SHOP"}',
    "too much": b'{"user":"' + b"x" * 70_000 + b'"}',
    "two megabytes": b'{"user":"' + b"x" * 2_000_000 + b'"}',
    "a thousand fields": b"&".join(b"dish[]=egg" for _ in range(1000)),
    "percent signs": b"user=%ff%fe&telephone=%&shop_name=%00&dish=%zz",
    "a null form": b"user=a%00b&telephone=1&shop_name=SHOP&dish=egg",
    "an unknown encoding": "user=é&telephone=1&shop_name=SHOP&dish=egg".encode("utf-16"),
}
# Where JSON can just be read, and what is done with it may be too deep, depends on the Python.
DEPTHS = (2, 100, *range(950, 1000), 3_000, 10_000, 30_000)
KINDS = (
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/octet-stream",
    "image/png",
    "\xff",
)


@on_both_wires
@pytest.mark.parametrize("kind", KINDS)
def test_bodies_that_make_no_sense(
    client: Client, cook: Kitchen, page: OldKitchen, wire: Wire, kind: str
) -> None:
    headers = httpx.Headers({b"Content-Type": kind.encode("latin-1")})
    before = cook.orders().json()["orders"]
    for name, body in BODIES.items():
        content = body.replace(b"SHOP", cook.shop_id.encode())
        answer = client.http.post(wire.order, content=content, headers=headers)
        assert answered(answer, wire) != 0, name
    assert [each["id"] for each in cook.orders().json()["orders"]] == [o["id"] for o in before]
    page.hears_next()


@on_both_wires
@pytest.mark.parametrize("field", ["user", "dish", "dishList"])
def test_deep_json_is_refused_in_words(
    cook: Kitchen, page: OldKitchen, wire: Wire, field: str
) -> None:
    for depth in DEPTHS:
        for opening, closing in (("[", "]"), ('{"dish":', "}")):
            deep = opening * depth + '"egg"' + closing * depth
            text = json.dumps(wanted(wire, cook.shop_id) | {field: "DEEP"})
            text = text.replace('"DEEP"', deep)
            if field == "dish":
                text = text.replace("dishList", "no list")
            if answered(cook.client.http.post(wire.order, content=text.encode()), wire) == 0:
                assert page.line() == line(cook.shop_id)
    page.hears_next()


def test_a_flood_of_orders_is_limited_for_its_address_alone(
    system: Running, client: Client, cook: Kitchen, page: OldKitchen
) -> None:
    content = wanted(REMAKE, cook.shop_id, user="x" * 81)

    def flood() -> list[str]:
        own = httpx.Client(
            base_url=client.url,
            timeout=20,
            transport=httpx.HTTPTransport(local_address=client.address),
        )
        with own:
            answers = [own.post(REMAKE.order, json=content) for _ in range(60)]
        return [answer.json()["message"] for answer in answers]

    with ThreadPoolExecutor(8) as hands:
        floods = [hands.submit(flood) for _ in range(8)]
    assert any("too many orders: try again in a moment" in each.result() for each in floods)
    # What they used up is used up for new pages of that address: there is no second burst.
    limits = StackSettings()
    unknown = basket(cook.shop_id, items=[{"dish_id": "no-such-dish", "quantity": 1}])
    began = time.monotonic()
    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda _: place(client, unknown), range(2 * limits.orders_burst)))
    room = limits.orders_per_second * (time.monotonic() - began)
    let_through = [answer for answer in answers if answer.status_code != 429]
    assert len(let_through) < room + limits.orders_burst / 2
    other = Client(system.url)
    with other.http:
        page.hears_next()


def test_nothing_personal_is_written_down(
    system: Running, client: Client, cook: Kitchen, page: OldKitchen
) -> None:
    secrets: dict[str, Any] = {
        "user": "Ottilie Zyzzyx",
        "addr": "18 Quagga Row",
        "telephone": "555 719283",
    }
    typed = "mellon-mellon"
    for wire in WIRES:
        assert is_taken(order(client, wire, cook.shop_id, **secrets))
        assert secrets["addr"] in page.line()
        # What goes wrong is where personal data leak.
        for field, text in secrets.items():
            order(client, wire, cook.shop_id, **(secrets | {field: text * 100}))
            order(client, wire, cook.shop_id, **(secrets | {field: [text]}))
            client.http.post(wire.order, content=f"\xff{text}".encode("latin-1"))
        order(client, wire, cook.shop_id, secrets["user"], **secrets)
        order(client, wire, secrets["user"], **secrets)
        for text in (typed, secrets["user"], f"{typed}\n\x00"):
            with old_kitchen(client, wire) as guessing:
                guessing.send_login(cook.shop_id, text)
                assert guessing.line() != greeting(cook.shop_id)
    page.hears_next()
    logs = {
        part: system.log(part) for part in (*SERVICES, TEMPLATE, "edge", "postgres", "rabbitmq")
    }
    found = {
        (part, secret)
        for part, log in logs.items()
        for secret in (*secrets.values(), "Zyzzyx", "Quagga", typed, PASSCODE)
        if secret in log
    }
    assert found == set()
    stored = cook.orders().json()["orders"][-2]
    assert stored["id"] in logs[TEMPLATE]


def test_nothing_has_happened_that_nobody_foresaw(system: Running, page: OldKitchen) -> None:
    page.hears_next()
    log = system.log(TEMPLATE)
    for sign in ("Traceback", "request_failed", "kitchen_failed", "never retrieved"):
        assert sign not in log
