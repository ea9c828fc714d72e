"""Rule 7: each version of an order reaches each subscribed socket in time."""

import pytest

from chaos.records import Fault
from tests.chaos.telling import START, Telling, a_good_run, fault, of


@pytest.fixture
def run() -> Telling:
    """`done` is ready at 13, which is version 4, and completed at 14."""
    return a_good_run()


def lose_the_end(run: Telling, who: str = "screen-1") -> None:
    """No event tells `who` that `done` was completed."""
    run.drop(of(who, "event", order_id="done", version=5))


@pytest.mark.parametrize("who", ["screen-1", "kitchen-page-1", "customer-done"])
def test_an_event_that_never_came(run: Telling, who: str) -> None:
    lose_the_end(run, who)
    (violation,) = run.found()
    assert (violation.rule, violation.order_id, violation.who) == (7, "done", who)
    assert violation.at == START + 14


@pytest.mark.parametrize("seconds", [4.9, 5.0])
def test_an_event_that_came_late(run: Telling, seconds: float) -> None:
    run.delay(seconds, of("screen-1", "event", order_id="done", version=5))
    assert run.broken() == ({7: {"done"}} if seconds == 5.0 else {})


def test_a_newer_version_stands_for_an_older_one(run: Telling) -> None:
    run.drop(of("screen-1", "event", order_id="done", version=3))
    run.drop(of("screen-1", "event", order_id="done", version=4))
    assert run.found() == []


def test_an_older_version_does_not_stand_for_a_newer_one(run: Telling) -> None:
    lose_the_end(run)
    told = {"order_id": "done", "version": 4, "status": "ready", "received": True}
    run.say(15, "screen-1", "event", socket="1", channel="shop:noodles", event="x", **told)
    assert run.broken() == {7: {"done"}}


@pytest.mark.parametrize("notice", ["resync", "interrupted"])
@pytest.mark.parametrize(
    ("at", "is_in_time"), [(13.9, False), (14.1, True), (18.9, True), (19.1, False)]
)
def test_a_notice_in_time_stands_for_an_event(
    run: Telling, notice: str, at: float, is_in_time: bool
) -> None:
    lose_the_end(run)
    run.say(at, "screen-1", "notice", socket="1", notice=notice)
    # After `interrupted` nothing is promised; `resync` covers what was before it.
    is_covered = is_in_time or (notice == "interrupted" and at < 14)
    assert run.broken() == ({} if is_covered else {7: {"done"}})


def test_after_a_resync_events_are_promised_again(run: Telling) -> None:
    lose_the_end(run)
    run.say(13.5, "screen-1", "notice", socket="1", notice="interrupted")
    run.say(13.6, "screen-1", "notice", socket="1", notice="resync")
    assert run.broken() == {7: {"done"}}


def test_a_notice_on_another_socket_is_none(run: Telling) -> None:
    lose_the_end(run)
    run.say(14.5, "screen-1", "notice", socket="2", notice="resync")
    run.say(14.5, "kitchen-page-1", "notice", socket="1", notice="resync")
    assert run.broken() == {7: {"done"}}


@pytest.mark.parametrize(("at", "found"), [(13.9, False), (18.9, False), (19.1, True)])
def test_a_socket_that_closes_in_time_owes_nothing(run: Telling, at: float, found: bool) -> None:
    run.drop(
        lambda record: (
            record.who == "screen-1" and record.kind == "event" and record.at >= START + 14
        )
    )
    run.say(at, "screen-1", "closed", socket="1", code=1001)
    assert (7 in run.broken()) is found
    assert "done" in run.broken().get(7, {"done"})


def test_a_socket_that_opened_afterwards_owes_nothing(run: Telling) -> None:
    run.say(14.5, "screen-1", "notice", socket="1", notice="resync")
    run.opened(14.5, "screen-2", "shop:noodles")
    run.say(14.6, "screen-2", "left")
    assert run.found() == []


def test_a_socket_that_hears_all_but_renews_its_token(run: Telling) -> None:
    run.opened(13.5, "screen-1", "shop:noodles")
    assert run.found() == []
    lose_the_end(run)
    assert run.broken() == {7: {"done"}}


def test_a_snapshot_is_no_excuse(run: Telling) -> None:
    """What a poll finds in the next minute was lost by the socket all the same."""
    lose_the_end(run)
    run.say(14.5, "screen-1", "snapshot", shop_id="noodles", as_of=START + 14.5, orders=[])
    assert run.broken() == {7: {"done"}}


@pytest.mark.parametrize(
    ("broken", "is_excused"),
    [
        # An event that comes at 24 is 10 s late: 5 s have to be excused.
        (fault("kill", "notifier-1", 14.0, 14.0, 20.0), True),
        (fault("kill", "notifier-1", 13.0, 13.0, 20.0), False),
        (fault("kill", "notifier-1", 8.0, 8.0, 20.0), False),
        (fault("freeze", "gateway-2", 8.0, 14.0), True),
        (fault("freeze", "gateway-2", 8.0, 13.0), False),
        (fault("stall", "orders-1>postgres", 8.0, 14.0), True),
        (fault("kill", "rabbitmq", 2.0, 2.0, 4.0), True),
        (fault("kill", "rabbitmq", 1.0, 1.0, 3.0), False),
        (fault("kill", "rabbitmq", 20.0, 20.0, 30.0), False),
        (fault("cable", "screen-1", 10.0, 12.0), True),
        (fault("cable", "screen-1>edge", 10.0, 12.0), True),
        (fault("cable", "kitchen-page-1", 10.0, 12.0), False),
        (fault("stall", "others>edge", 10.0, 12.0), True),
        (fault("flood", "notifier.orders", 10.0, 14.0), True),
        (fault("kill", "shops-1", 14.0, 14.0, 20.0), False),
        (fault("bad-message", "notifier.orders", 14.0, 14.0, 20.0), False),
        (fault("replay-dead-letter", "notifier.orders", 14.0, 14.0, 20.0), False),
    ],
    ids=lambda each: f"{each.kind}-{each.target}" if isinstance(each, Fault) else str(each),
)
def test_a_fault_excuses_what_it_may(run: Telling, broken: Fault, is_excused: bool) -> None:
    run.delay(9.9, of("screen-1", "event", order_id="done", version=5))
    run.faults.append(broken)
    assert run.broken() == ({} if is_excused else {7: {"done"}})


def test_no_fault_excuses_what_comes_with_the_next_minute(run: Telling) -> None:
    run.delay(45, of("screen-1", "event", order_id="done", version=5))
    run.faults.append(fault("kill", "rabbitmq", 13, 13, 17))
    assert run.broken() == {7: {"done"}}


def test_both_replicas_gone_excuse_until_the_first_is_back(run: Telling) -> None:
    run.delay(11.9, of("screen-1", "event", order_id="done", version=5))
    run.faults.append(fault("kill", "notifier-1", 9, 9, 16))
    assert run.broken() == {7: {"done"}}
    run.faults.append(fault("kill", "notifier-2", 10, 10, 20))
    assert run.found() == []


def test_the_last_moments_of_a_run_are_not_judged(run: Telling) -> None:
    run.drop(of("customer-quiet", "accepting"))
    run.order("last", 50, ("received",))
    run.drop(of("screen-1", "event", order_id="last"))
    run.quiet(51.5)
    assert run.found() == []
    run.quiet(60)
    assert run.broken() == {7: {"last"}}
