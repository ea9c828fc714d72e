"""Bad input over HTTP through the edge: a clear answer, nobody's data, and life goes on."""

import base64
import json
import uuid
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.tokens import Signer, new_key
from tests.e2e.client import Client, basket, by, place, placed
from tests.e2e.kitchens import Kitchen

NUL, EMOJI, RIGHT_TO_LEFT = "egg\0", "🍜" * 20, "\u202eabc\u200f\u2066"
NO_UUID = ("1", "' OR 1=1 --", "%00", "..%2fnothing", "é", "x" * 2000, str(uuid.UUID(int=0)))


def still_serves(client: Client, kitchen: Kitchen) -> None:
    """See that the next good request works."""
    order, _ = placed(client, kitchen.shop_id)
    assert order in kitchen.orders().json()["orders"]


# FIELD stands for one that the call reads.
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "half a text": b'{"FIELD":"',
    "no UTF-8": b'{"FIELD":"\xff"}',
    "half a surrogate pair": b'{"FIELD":"\\ud800"}',
    "a list": b"[]",
    "a number": b"1e999",
    "not a number": b'{"FIELD":NaN}',
    "an object": b'{"FIELD":{}}',
    "deep": b"[" * 100_000,
    "deep within": b'{"FIELD":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "a huge number": b'{"FIELD":' + b"9" * 10_000 + b"}",
    "ten megabytes": b'{"FIELD":"' + b"x" * 10_000_000 + b'"}',
    "a form": b"FIELD=shop1",
}
CALLS = {
    "order": ("POST", "/api/orders", b"shop_id"),
    "log-in": ("POST", "/api/shops/SHOP/sessions", b"passcode"),
    "change": ("PATCH", "/api/shops/SHOP", b"name"),
    "receipt": ("POST", "/api/orders/received", b"shop_id"),
    "accept": ("POST", f"/api/orders/{uuid.UUID(int=0)}/accept", b"minutes"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_bodies_that_make_no_sense(
    client: Client, shared_kitchen: Kitchen, call: tuple[str, str, bytes]
) -> None:
    method, path, field = call
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    if field != b"passcode":
        headers |= by(shared_kitchen.token)
    for name, body in BODIES.items():
        answer = client.http.request(
            method,
            path.replace("SHOP", shared_kitchen.shop_id),
            content=body.replace(b"FIELD", field),
            headers=headers,
        )
        allowed = {"invalid_request"}
        if len(body) > 60_000:
            allowed.add("too_large")
        if (field, body) == (b"minutes", b""):
            # It needs no body, and finds no such order.
            allowed = {"unknown_order"}
        assert answer.json()["code"] in allowed, name
        still_serves(client, shared_kitchen)


BASKETS: dict[str, dict[str, Any]] = {
    "no items": {"items": []},
    "ten thousand items": {"items": [{"dish_id": "egg", "quantity": 1}] * 10_000},
    "a thousand items": {"items": [{"dish_id": "egg", "quantity": 1}] * 1_000},
    "quantity of 0": {"items": [{"dish_id": "egg", "quantity": 0}]},
    "quantity of -1": {"items": [{"dish_id": "egg", "quantity": -1}]},
    "quantity of 10^9": {"items": [{"dish_id": "egg", "quantity": 10**9}]},
    "quantity of 10^40": {"items": [{"dish_id": "egg", "quantity": 10**40}]},
    "quantity as a text": {"items": [{"dish_id": "egg", "quantity": "1"}]},
    "quantity as a fraction": {"items": [{"dish_id": "egg", "quantity": 1.5}]},
    "quantity as a truth": {"items": [{"dish_id": "egg", "quantity": True}]},
    "items as an object": {"items": {"dish_id": "egg"}},
    "a line as a text": {"items": ["egg"]},
    "NUL in a dish": {"items": [{"dish_id": NUL, "quantity": 1}]},
    "NUL in a name": {"customer": {"name": NUL, "address": "a", "telephone": "1"}},
    "NUL in a note": {"note": NUL},
    "NUL in a shop": {"shop_id": NUL},
    "a shop as a list": {"shop_id": ["shop1"]},
    "no customer": {"customer": None},
    "a blank name": {"customer": {"name": " \u3000", "address": "a", "telephone": "1"}},
    "a negative total": {"expected_total": -1},
    "a total beyond numbers": {"expected_total": 10**30},
}


@pytest.mark.parametrize("changes", BASKETS.values(), ids=BASKETS)
def test_a_basket_that_makes_no_sense(
    client: Client, shared_kitchen: Kitchen, changes: dict[str, Any]
) -> None:
    answer = place(client, basket(shared_kitchen.shop_id) | changes)
    assert answer.json()["code"] in {"invalid_request", "too_large"}
    still_serves(client, shared_kitchen)


@pytest.mark.parametrize("text", [EMOJI, RIGHT_TO_LEFT, "<script>alert(1)</script>", "'; DROP--"])
def test_texts_come_back_as_they_were_sent(
    client: Client, shared_kitchen: Kitchen, text: str
) -> None:
    customer = {"name": text, "address": text, "telephone": text[:32]}
    line = {"dish_id": "egg", "quantity": 1, "note": text}
    with client.socket(shared_kitchen.token) as screen:
        wanted = basket(shared_kitchen.shop_id, customer=customer, items=[line], note=text)
        order = place(client, wanted).json()["order"]
        assert (order["customer"], order["note"]) == (customer, text)
        assert order["items"][0]["note"] == text
        while screen.wait_for(event="order.placed")["order"] != order:
            pass


@pytest.mark.parametrize("order_id", NO_UUID)
def test_an_id_that_is_none_is_unknown(
    client: Client, shared_kitchen: Kitchen, order_id: str
) -> None:
    for method, end in (("GET", ""), ("GET", "/history"), ("POST", "/accept"), ("POST", "/cancel")):
        answer = shared_kitchen.call(method, f"/api/orders/{order_id}{end}")
        assert answer.json()["code"] in {"unknown_order", "not_found", "invalid_request"}
    answer = client.http.get(f"/api/shops/{order_id}")
    assert answer.json()["code"] in {"unknown_shop", "not_found", "invalid_request"}
    still_serves(client, shared_kitchen)


def altered(token: str) -> str:
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims["channel"] = "shop:shop2"
    other = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{other}.{signature}"


def unsigned(token: str) -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, "", "none", headers={"kid": jwt.get_unverified_header(token)["kid"]})


def signed_with_the_public_key(token: str) -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    kid = jwt.get_unverified_header(token)["kid"]
    return jwt.encode(claims, "x" * 64, "HS256", headers={"kid": kid})


def of_a_stranger(token: str) -> str:
    channel = jwt.decode(token, options={"verify_signature": False})["channel"]
    signer = Signer(json.dumps(new_key(channel)))
    minted, _ = signer.mint(channel, "x", send=True, presence=True, lifetime_seconds=60)
    return minted


def of_a_stranger_with_our_kid(token: str) -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    kid = jwt.get_unverified_header(token)["kid"]
    return jwt.encode(claims, Ed25519PrivateKey.generate(), "EdDSA", headers={"kid": kid})


def without_its_end(token: str) -> str:
    return token[:-4]


@pytest.mark.parametrize(
    "forge",
    [
        *(altered, unsigned, signed_with_the_public_key, of_a_stranger),
        *(of_a_stranger_with_our_kid, without_its_end),
    ],
)
def test_a_forged_token_opens_nothing(
    client: Client, shared_kitchen: Kitchen, forge: Callable[[str], str]
) -> None:
    order, own = placed(client, shared_kitchen.shop_id)
    forged = Kitchen(client, shared_kitchen.shop_id, forge(shared_kitchen.token))
    for answer in (
        *(forged.orders(), forged.act(order, "accept"), forged.change_shop(open=False)),
        *(forged.attend(), forged.confirm(order["id"])),
        client.http.get(f"/api/orders/{order['id']}", headers=by(forge(own))),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    for token in (forged.token, forge(own)):
        with client.socket() as socket:
            socket.send({"type": "subscribe", "token": token})
            assert socket.close_code() == 4401
    still_serves(client, shared_kitchen)
