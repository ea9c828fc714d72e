"""Who may see what of an event."""

import json
from datetime import UTC, datetime

import pytest

from services.notifier.audience import render
from shared.contracts import OrderStatus
from shared.events import ClientMessage, OrderAccepted, OrderPlaced, ShopRefreshed, ShopUpdated
from tests.samples import a_shop, an_order

LIST_FIELDS = {
    "id", "name", "open", "kitchen_online", "accepting", "currency", "timezone", "version", "names",
    "paused_until",
}  # fmt: skip


def test_a_kitchen_and_a_customer_see_the_whole_order() -> None:
    order = an_order(note="没有葱 \U0001f35c \u202e")
    rendered = render(OrderPlaced.of(order))
    channels = [f"shop:{order.shop_id}", f"order:{order.id}"]
    assert [channel for channel, _ in rendered.frames] == channels
    for channel, text in rendered.frames:
        assert json.loads(text) == {
            "type": "event",
            "channel": channel,
            "event": "order.placed",
            "order": json.loads(order.model_dump_json()),
        }
    assert rendered.closes == ()


def test_the_event_is_named_in_its_routing_keys_spelling() -> None:
    order = an_order(status=OrderStatus.ACCEPTED)
    _, text = render(OrderAccepted.of(order)).frames[0]
    assert json.loads(text)["event"] == "order.accepted"


def test_everybody_sees_a_shop_and_only_its_page_the_menu() -> None:
    shop = a_shop()
    rendered = render(ShopUpdated.of(shop))
    frames = {channel: json.loads(text) for channel, text in rendered.frames}
    assert set(frames) == {"public:shops", "public:shop:shop1"}
    assert {frame["event"] for frame in frames.values()} == {"shop.updated"}
    assert set(frames["public:shops"]["shop"]) == LIST_FIELDS
    page = frames["public:shop:shop1"]["shop"]
    assert set(page) == LIST_FIELDS | {"menu", "sections", "soon_minutes", "late_minutes"}
    assert page["menu"][0] == shop.menu[0].model_dump(mode="json")


def test_older_sessions_of_the_kitchen_are_closed() -> None:
    since = datetime(2026, 11, 23, 12, 0, 0, 250_000, tzinfo=UTC)
    rendered = render(ShopUpdated.of(a_shop(sessions_since=since)))
    assert rendered.closes == (("shop:shop1", since.timestamp()),)


def test_a_refreshed_shop_is_no_news_but_ends_older_sessions_again() -> None:
    rendered = render(ShopRefreshed.of(a_shop()))
    assert rendered.frames == ()
    assert rendered.closes == render(ShopUpdated.of(a_shop())).closes


def test_an_event_without_an_audience_is_refused() -> None:
    with pytest.raises(TypeError, match="ClientMessage"):
        render(ClientMessage.of("shop:shop1", "screen", {}))
