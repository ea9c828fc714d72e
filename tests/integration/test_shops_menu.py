"""Names, sections and the order of a menu, at the real process."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from shared.contracts import ShopState
from tests.integration.shops_process import Shops, at_once, fresh_shops, kitchen, published
from tests.servers import BrokerServer, PostgresServer, wait_until

NAMES = {"zh": "牛肉面", "en": "Beef noodles"}
SECTIONS: list[dict[str, Any]] = [
    {"name": "noodles", "names": {"zh": "面", "en": "Noodles"}},
    {"name": "drinks"},
]


@pytest.fixture(scope="module")
def shops(
    postgres: PostgresServer, broker: BrokerServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shops]:
    broker.purge()
    output = tmp_path_factory.mktemp("shops") / "output.log"
    with fresh_shops(postgres, broker, output) as process:
        yield process


def add(shops: Shops, shop_id: str, name: str, **more: Any) -> dict[str, Any]:
    body = {"name": name, "price": 1, **more}
    answer = shops.call("POST", f"/{shop_id}/menu", body, kitchen(shop_id))
    assert answer.status_code == 201, answer.text
    content: dict[str, Any] = answer.json()
    return content


def menu(shops: Shops, shop_id: str) -> list[tuple[str, int]]:
    return [(dish["name"], dish["position"]) for dish in shops.shop(shop_id)["menu"]]


def test_a_dish_is_moved_and_what_comes_later_is_the_last(shops: Shops) -> None:
    shop_id = shops.a_shop()
    add(shops, shop_id, "tea")
    assert menu(shops, shop_id) == [("egg", 0), ("rice", 1), ("tea", 2)]
    assert shops.change_dish(shop_id, "egg", position=2)["position"] == 2
    assert menu(shops, shop_id) == [("rice", 0), ("tea", 1), ("egg", 2)]
    assert add(shops, shop_id, "soup")["position"] == 3
    assert shops.change_dish(shop_id, "egg", position=400, price=5)["position"] == 3
    assert menu(shops, shop_id) == [("rice", 0), ("tea", 1), ("soup", 2), ("egg", 3)]
    shops.call("DELETE", f"/{shop_id}/menu/rice", None, kitchen(shop_id))
    assert menu(shops, shop_id) == [("tea", 0), ("soup", 1), ("egg", 2)]
    assert shops.shop(shop_id)["version"] == 6


def test_a_move_to_where_it_is_changes_nothing(shops: Shops) -> None:
    shop_id = shops.a_shop()
    stored = "SELECT id, position FROM dishes WHERE shop_id = :id ORDER BY position"
    before = shops.sql(stored, id=shop_id)
    assert shops.change_dish(shop_id, "rice", position=1)["position"] == 1
    assert shops.shop(shop_id)["version"] == 1
    assert shops.sql(stored, id=shop_id) == before


@pytest.mark.parametrize("moved", [False, True])
def test_dishes_of_the_release_before_are_the_last(shops: Shops, *, moved: bool) -> None:
    """It says no position, and knows no other columns either."""
    shop_id = shops.a_shop()
    if moved:
        shops.change_dish(shop_id, "rice", position=0)
    shops.sql(
        "INSERT INTO dishes (shop_id, id, name, price, available)"
        " VALUES (:id, 'tea', 'tea', 1, true)",
        id=shop_id,
    )
    first, second = ("rice", "egg") if moved else ("egg", "rice")
    assert menu(shops, shop_id) == [(first, 0), (second, 1), ("tea", 2)]


def test_moves_at_once_leave_every_dish_with_a_place_of_its_own(shops: Shops) -> None:
    shop_id = shops.a_shop(menu=())
    made = [add(shops, shop_id, str(number))["id"] for number in range(8)]
    at_once(
        *(
            partial(shops.change_dish, shop_id, dish_id, position=7 - place)
            for place, dish_id in enumerate(made)
        )
    )
    shown = shops.shop(shop_id)["menu"]
    assert [dish["position"] for dish in shown] == list(range(8))
    assert {dish["id"] for dish in shown} == set(made)
    stored = "SELECT position FROM dishes WHERE shop_id = :id ORDER BY 1"
    assert shops.sql(stored, id=shop_id) == [(place,) for place in range(8)]


def test_names_and_sections_are_kept_and_told(shops: Shops, broker: BrokerServer) -> None:
    shop_id = shops.a_shop()
    shop = shops.change(shop_id, names=NAMES, sections=SECTIONS)
    assert (shop["names"], shop["version"]) == (NAMES, 2)
    assert shop["sections"] == [SECTIONS[0], {**SECTIONS[1], "names": None}]
    dish = add(shops, shop_id, "noodles", names=NAMES, section="noodles")
    assert (dish["names"], dish["section"]) == (NAMES, "noodles")
    egg = shops.change_dish(shop_id, "egg", names={"en": "Egg"}, section="drinks")
    assert (egg["names"], egg["section"]) == ({"en": "Egg"}, "drinks")
    shown = shops.shop(shop_id)
    assert shown["menu"] == [egg, shown["menu"][1], dish]
    (listed,) = [each for each in shops.call("GET", "").json()["shops"] if each["id"] == shop_id]
    assert listed["names"] == NAMES
    told: list[ShopState] = []

    def newest() -> bool:
        told.extend(event.data.shop for event in published(broker))
        return any((shop.id, shop.version) == (shop_id, shown["version"]) for shop in told)

    wait_until(newest, "the news of the shop")
    state = told[-1].model_dump(mode="json", include=set(shown))
    assert state == shown


@pytest.mark.parametrize("none", [None, {}])
def test_names_are_cleared(shops: Shops, none: Any) -> None:
    shop_id = shops.a_shop(names=NAMES)
    assert shops.change(shop_id, names=none)["names"] is None
    shops.change_dish(shop_id, "egg", names=NAMES, section="a")
    egg = shops.change_dish(shop_id, "egg", names=none, section=None)
    assert (egg["names"], egg["section"]) == (None, None)
    assert shops.sql("SELECT names FROM shops WHERE id = :id", id=shop_id) == [(None,)]
    unnamed = "SELECT count(*) FROM dishes WHERE shop_id = :id AND names IS NULL"
    assert shops.sql(unnamed, id=shop_id) == [(2,)]


def test_the_ages_of_tickets_are_kept(shops: Shops) -> None:
    shop_id = shops.a_shop()
    shop = shops.change(shop_id, soon_minutes=20, late_minutes=30)
    assert (shop["soon_minutes"], shop["late_minutes"], shop["version"]) == (20, 30, 2)
    assert shops.shop(shop_id) == shop


@pytest.mark.parametrize(
    "body",
    [
        {"names": {"EN": "a"}},
        {"names": {"en": "a\n"}},
        {"sections": [{"name": "a"}, {"name": "a"}]},
        {"sections": [{"name": str(number)} for number in range(51)]},
        {"pause_minutes": 721},
        {"soon_minutes": 0},
    ],
)
def test_mistakes_are_named_by_their_fields(shops: Shops, body: dict[str, Any]) -> None:
    shop_id = shops.a_shop()
    answer = shops.call("PATCH", f"/{shop_id}", body, kitchen(shop_id))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert next(iter(body)) in answer.json()["mistakes"][0]["field"]
    assert shops.shop(shop_id)["version"] == 1


def test_late_before_soon_late_is_refused_and_says_why(shops: Shops) -> None:
    shop_id = shops.a_shop()
    answer = shops.call("PATCH", f"/{shop_id}", {"soon_minutes": 15}, kitchen(shop_id))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.json()["detail"] == "soon_minutes (15) must be less than late_minutes (15)"
    assert shops.shop(shop_id)["version"] == 1


def test_a_dish_that_is_not_sold_out_does_not_come_back(shops: Shops) -> None:
    shop_id = shops.a_shop()
    answer = shops.call("PATCH", f"/{shop_id}/menu/egg", {"back_minutes": 5}, kitchen(shop_id))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert "available: false" in answer.json()["mistakes"][0]["message"]


def test_who_watches_changes_none_of_it(shops: Shops) -> None:
    shop_id = shops.a_shop()
    watching = kitchen(shop_id, send=False, presence=False)
    for path, body in (
        ("", {"names": NAMES}),
        ("", {"sections": SECTIONS}),
        ("", {"pause_minutes": 5}),
        ("", {"soon_minutes": 1}),
        ("", {"late_minutes": 20}),
        # Refused before it is looked at what it says.
        ("", {"soon_minutes": 15}),
        ("/menu/egg", {"names": NAMES}),
        ("/menu/egg", {"section": "noodles"}),
        ("/menu/egg", {"position": 1}),
        ("/menu/egg", {"available": False, "back_minutes": 5}),
    ):
        answer = shops.call("PATCH", f"/{shop_id}{path}", body, watching)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), body
    assert shops.shop(shop_id)["version"] == 1
