"""Settings that no gateway could work with are refused at the start."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from services.gateway.settings import GatewaySettings
from shared.tokens import new_key, public_part

KEY = public_part(new_key("shop:"))
GOOD: dict[str, Any] = {
    "http_port": 1,
    "websocket_port": 2,
    "broker_url": "amqp://gateway:x@localhost/orderbell",
    "token_public_keys": json.dumps({"keys": [KEY]}),
}


def test_the_limits_are_those_of_the_contract_unless_set() -> None:
    settings = GatewaySettings(**GOOD)
    assert settings.drain_seconds == 5
    assert settings.websocket_host == "127.0.0.1"


@pytest.mark.parametrize(
    "keys",
    [
        "abc",
        "{}",
        '{"keys":[]}',
        '{"keys":[{}]}',
        json.dumps({"keys": [{name: KEY[name] for name in KEY if name != "channels"}]}),
        json.dumps({"keys": [{**KEY, "crv": "Ed448"}]}),
    ],
)
def test_keys_that_check_nothing_are_refused(keys: str) -> None:
    with pytest.raises(ValidationError, match="token_public_keys"):
        GatewaySettings(**{**GOOD, "token_public_keys": keys})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("websocket_port", 70_000),
        ("drain_seconds", 60),
        ("drain_seconds", -1),
        ("messages_per_second", 0),
        ("connections_max", 0),
    ],
)
def test_limits_that_make_no_sense_are_refused(name: str, value: float) -> None:
    with pytest.raises(ValidationError, match=name):
        GatewaySettings(**{**GOOD, name: value})
