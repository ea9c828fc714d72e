"""What ordering pages of the template and of its remake are answered: pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from shared.currencies import decimals

Content = dict[str, Any]

LATIN = re.compile("[A-Za-z]")


class Outcome(Enum):
    """What became of an order, as far as the old wires tell it apart."""

    TAKEN = "taken"
    EMPTY = "empty"
    NOT_WORKING = "not_working"
    # Anything else that there is to say, in words.
    FAILED = "failed"


@dataclass(frozen=True)
class Result:
    """An outcome, and the words for one that has no words of its own."""

    outcome: Outcome
    said: str = ""


TEMPLATE: Mapping[Outcome, tuple[int, str]] = {
    Outcome.TAKEN: (0, "success"),
    Outcome.EMPTY: (-1, "telephone, user or shop name is empty"),
    Outcome.NOT_WORKING: (-2, "the shop is not working now"),
    Outcome.FAILED: (-3, ""),
}
REMAKE: Mapping[Outcome, tuple[int, str]] = {
    Outcome.TAKEN: (0, "success"),
    Outcome.EMPTY: (2, "a field is empty"),
    Outcome.NOT_WORKING: (3, "the shop is not working now"),
    Outcome.FAILED: (3, ""),
}


def template(result: Result) -> Content:
    """Return the template's answer to an order."""
    code, said = TEMPLATE[result.outcome]
    return {"error_code": code, "error_msg": result.said or said}


def remake(result: Result) -> Content:
    """Return the remake's answer to an order."""
    code, said = REMAKE[result.outcome]
    return {"code": code, "message": result.said or said}


def template_shops(shops: Sequence[Mapping[str, Any]]) -> Content:
    """Return the template's list: by shop its dishes that can be ordered, with prices."""
    named = old_names(shops)
    return {
        named[shop["id"]]: [
            {"dish": dish["name"], "price": _price(shop, dish)} for dish in _to_be_had(shop)
        ]
        for shop in shops
    }


def remake_shops(shops: Sequence[Mapping[str, Any]]) -> Content:
    """Return the remake's list: a row for each dish that can be ordered."""
    named = old_names(shops)
    rows = [
        {
            "shop_name": named[shop["id"]],
            "dish": dish["name"],
            "is_online": shop["accepting"],
            "price": _price(shop, dish),
        }
        for shop in shops
        for dish in _to_be_had(shop)
    ]
    return {"code": 0, "data": rows}


def old_names(shops: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return by id what old pages call each shop: its id, or its own name without Latin letters.

    Such a name, like 兰州拉面, was the shop's name in the template; nobody knows it by its id.
    """
    # A name that is another's id would lead to that one.
    known = Counter(shop["name"] for shop in shops) + Counter(
        shop["id"] for shop in shops if shop["id"] != shop["name"]
    )
    return {
        shop["id"]: shop["id"]
        if known[shop["name"]] > 1 or LATIN.search(shop["name"])
        else shop["name"]
        for shop in shops
    }


def _to_be_had(shop: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [dish for dish in shop["menu"] if dish["available"]]


def _price(shop: Mapping[str, Any], dish: Mapping[str, Any]) -> float:
    """Return a dish's price in major units (yuan), as both lists have it."""
    price: int = dish["price"]
    return price / float(10 ** decimals(shop["currency"]))
