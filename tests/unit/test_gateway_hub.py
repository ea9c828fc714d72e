"""Who hears what."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from services.gateway.hub import Hub, Subscription
from shared.tokens import Claims


def test_a_subscription_is_what_the_token_says() -> None:
    claims = Claims("shop:a", "screen", send=True, presence=True, issued_at=1.5, expires_at=9)
    assert Subscription.of(claims) == Subscription("shop:a", "screen", True, True, 1.5, 9)


def test_subscribing_again_replaces_the_subscription() -> None:
    hub: Hub[str] = Hub()
    old, new = Subscription("shop:a", issued_at=1), Subscription("shop:a", issued_at=2)
    assert hub.subscribe("x", old) is None
    assert hub.subscribe("x", new) is old
    assert hub.on("shop:a") == {"x": new}
    assert list(hub.leave("x")) == [new]


def test_who_is_unknown_hears_nothing() -> None:
    hub: Hub[str] = Hub()
    assert not hub.on("shop:a")
    assert not hub.of("x")
    assert not hub.leave("x")


@given(
    st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(["a", "b", "c", None])), max_size=30)
)
def test_both_directions_always_agree(steps: list[tuple[str, str | None]]) -> None:
    hub: Hub[str] = Hub()
    expected: defaultdict[str, set[str]] = defaultdict(set)
    for client, channel in steps:
        if channel is None:
            left = hub.leave(client)
            assert {each.channel for each in left} == expected.pop(client, set())
        else:
            hub.subscribe(client, Subscription(channel))
            expected[client].add(channel)
        for each in "abc":
            assert set(hub.on(each)) == {c for c, channels in expected.items() if each in channels}
        assert set(hub.clients) == set(expected)
        assert all(set(hub.of(each)) == expected[each] for each in expected)
