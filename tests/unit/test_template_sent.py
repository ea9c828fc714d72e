"""What a screen has been sent is known when it comes back."""

import pytest

from services.template import sent as sent_module
from services.template.sent import AWAY_SECONDS, DEAD_SECONDS, NOTHING, Memory, Sent

HERE = ("shop1", "192.0.2.1")


def memory(arrived: str, written: str = "", *, broken: bool = False) -> Memory:
    return Memory(frozenset(written + arrived), frozenset(arrived), broken)


def test_a_screen_that_comes_back_has_been_sent_what_it_was() -> None:
    sent = Sent()
    sent.leave(HERE, memory("ab", "c"), 0)
    assert sent.arrive(HERE, 1) == memory("ab", "c")


def test_a_screen_that_never_left_has_been_sent_nothing() -> None:
    sent = Sent()
    sent.leave(HERE, memory("ab"), 0)
    assert sent.arrive(("shop2", HERE[1]), 1) == NOTHING
    assert sent.arrive((HERE[0], "192.0.2.2"), 1) == NOTHING


def test_a_second_screen_is_none_that_has_come_back() -> None:
    sent = Sent()
    sent.leave(HERE, memory("ab"), 0)
    sent.arrive(HERE, 1)
    assert sent.arrive(HERE, 2) == NOTHING


def test_of_several_screens_each_has_been_sent_what_all_were_and_may_show_what_any_was() -> None:
    sent = Sent()
    for orders in ("abc", "bcd", "bce"):
        sent.leave(HERE, memory(orders), 0)
    arrived = [sent.arrive(HERE, 1) for _ in range(4)]
    assert arrived == [memory("bc", "ade")] * 3 + [NOTHING]


def test_a_screen_that_goes_again_is_remembered_as_it_went_last() -> None:
    sent = Sent()
    sent.leave(HERE, memory("ab"), 0)
    sent.arrive(HERE, 1)
    sent.leave(HERE, memory("c"), 2)
    assert sent.arrive(HERE, 3) == memory("c")


def test_a_screen_comes_back_as_broken_where_every_one_that_is_away_broke() -> None:
    sent = Sent()
    assert not sent.has_broken(HERE, 0)
    sent.leave(HERE, memory("a", broken=True), 0)
    assert sent.has_broken(HERE, 1)
    sent.leave(HERE, memory("a"), 2)
    assert not sent.has_broken(HERE, 3)
    assert not sent.arrive(HERE, 3).broken


def test_a_screen_that_is_back_before_its_socket_is_found_broken_is_not_waited_for() -> None:
    sent = Sent()
    assert sent.arrive(HERE, 100) == NOTHING
    sent.leave(HERE, memory("ab", broken=True), 100 + DEAD_SECONDS / 2)
    # Its next break is the first that is waited for.
    sent.leave(HERE, memory("abc", broken=True), 200)
    assert sent.arrive(HERE, 201) == memory("abc", broken=True)
    assert sent.arrive(HERE, 202) == NOTHING


def test_a_screen_that_breaks_long_after_another_came_is_waited_for() -> None:
    sent = Sent()
    sent.arrive(HERE, 100)
    sent.leave(HERE, memory("ab", broken=True), 100 + DEAD_SECONDS)
    assert sent.arrive(HERE, 200) == memory("ab", broken=True)


def test_nobody_is_waited_for_for_ever() -> None:
    sent = Sent()
    sent.leave(HERE, memory("a"), 0)
    sent.leave(HERE, memory("ab"), AWAY_SECONDS)
    assert sent.arrive(HERE, AWAY_SECONDS + 1) == NOTHING


def test_those_that_are_gone_longest_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_module, "AWAY_MAX", 3)
    sent = Sent()
    for shop in ("s1", "s2", "s3", "s1", "s4"):
        sent.leave((shop, HERE[1]), memory(shop), 0)
    arrived = {shop: sent.arrive((shop, HERE[1]), 1) for shop in ("s1", "s2", "s3", "s4")}
    assert arrived == {shop: memory(shop) if shop != "s2" else NOTHING for shop in arrived}
