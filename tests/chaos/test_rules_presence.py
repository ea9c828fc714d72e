"""Rule 7: no order is taken for a kitchen that is gone, nor refused by one that is there."""

import pytest

from chaos.rules.clients import SCREEN_BEFORE
from tests.chaos.telling import START, Telling, fault

# A lease of 15 s, a grace of 8 s, 5 s for the sweep and 5 s to be told: a screen that went at 50
# may let orders through until 83.
GONE_AT = 50.0
OVER_AT = 83.0


@pytest.fixture
def run() -> Telling:
    run = Telling()
    run.screen("screen-1")
    run.order("early", 10)
    run.quiet(250)
    return run


def go(run: Telling, at: float = GONE_AT) -> None:
    run.say(at, "screen-1", "closed", socket="1", code=None)
    run.say(at, "screen-1", "left")
    del run.screens["screen-1"]


def place(run: Telling, at: float) -> None:
    """An order that is taken and cancelled: its customer saw that."""
    run.order("late", at, ("cancelled",))


# Nobody is there


@pytest.mark.parametrize(("at", "is_late"), [(OVER_AT - 0.1, False), (OVER_AT + 0.1, True)])
def test_an_order_after_lease_and_grace(run: Telling, at: float, is_late: bool) -> None:
    go(run)
    place(run, at)
    assert run.broken() == ({7: {"late"}} if is_late else {})


def test_an_order_while_another_screen_is_there(run: Telling) -> None:
    run.screen("screen-2", at=40)
    go(run)
    place(run, 150)
    assert run.found() == []
    run.say(60, "screen-2", "closed", socket="1", code=None)
    assert run.broken() == {7: {"late"}}


def test_an_order_before_any_screen_came() -> None:
    run = Telling()
    run.order("first", 5, ("cancelled",))
    run.screen("screen-1", at=20)
    run.quiet(60)
    assert run.broken()[7] == {"first"}


def test_an_order_at_the_moment_that_a_screen_comes() -> None:
    run = Telling()
    run.order("first", 19.5, ("cancelled",), step=0.3)
    run.screen("screen-1", at=20)
    run.quiet(60)
    assert run.found() == []


@pytest.mark.parametrize(("at", "is_late"), [(117.9, False), (118.1, True)])
def test_presence_over_http_lasts_as_long_as_was_promised(
    run: Telling, at: float, is_late: bool
) -> None:
    go(run)
    run.say(55, "screen-1", "attended", shop_id="noodles", expires_at=START + 100)
    place(run, at)
    assert run.broken() == ({7: {"late"}} if is_late else {})


def test_a_screen_that_is_opened_again_is_gone_in_between(run: Telling) -> None:
    run.say(GONE_AT, "screen-1", "opened_page", shop_id="noodles")
    run.screens.clear()
    place(run, OVER_AT + 1)
    assert "late" in run.broken()[7]


@pytest.mark.parametrize(
    ("kind", "target", "seconds", "excused_seconds"),
    [
        # While the broker is away nothing expires, and after it a whole lease has to be heard.
        ("broker-away", "rabbitmq", 66, 66 + 15 + 15),
        ("kill", "shops-1", 0, 5),
        ("kill", "notifier-1", 0, 0),
        ("freeze", "gateway-1", 8, 8 + 5),
    ],
)
def test_faults_put_off_that_a_kitchen_counts_as_gone(
    run: Telling, kind: str, target: str, seconds: float, excused_seconds: float
) -> None:
    go(run)
    run.faults.append(fault(kind, target, GONE_AT, GONE_AT + seconds))
    over_at = OVER_AT + excused_seconds
    place(run, over_at - 0.1)
    assert "late" not in run.broken().get(7, set())
    del run.orders["late"], run.histories["late"]
    place(run, over_at + 0.1)
    assert "late" in run.broken()[7]


def test_shops_that_were_gone_together_have_to_hear_a_whole_lease(run: Telling) -> None:
    go(run)
    run.faults.append(fault("kill", "shops-1", 52, 52, 56))
    run.faults.append(fault("kill", "shops-2", 60, 60, 64))
    # Alone they excuse 5 s each, together from 60 until 56 + 15 + 5.
    place(run, OVER_AT + 5 + 16 - 0.1)
    assert 7 not in run.broken()
    del run.orders["late"], run.histories["late"]
    place(run, OVER_AT + 5 + 16 + 0.1)
    assert "late" in run.broken()[7]


# Somebody is there


def refuse(
    run: Telling, at: float, code: str = "shop_closed", asked_at: float | None = None
) -> None:
    asked_at = at - 0.1 if asked_at is None else asked_at
    run.say(asked_at, "customer-9", "placing", key="key-9", shop_id="noodles")
    run.say(at, "customer-9", "refused", key="key-9", shop_id="noodles", code=code)


def test_a_refusal_by_a_shop_whose_screen_is_there(run: Telling) -> None:
    refuse(run, 60)
    assert run.broken() == {7: {None}}


@pytest.mark.parametrize(("who", "is_broken"), [(SCREEN_BEFORE, False), ("screen-1", True)])
def test_a_refusal_while_only_a_lease_of_the_run_before_goes_on(who: str, is_broken: bool) -> None:
    run = Telling()
    run.say(0, who, "attended", shop_id="noodles", expires_at=START + 14)
    run.quiet(60)
    refuse(run, 10)
    assert run.broken() == ({7: {None}} if is_broken else {})


def test_an_order_while_only_a_lease_of_the_run_before_goes_on() -> None:
    run = Telling()
    run.say(0, SCREEN_BEFORE, "attended", shop_id="noodles", expires_at=START + 14)
    place(run, 14)
    run.quiet(60)
    assert 7 not in run.broken()


@pytest.mark.parametrize("code", ["dish_unavailable", "price_changed"])
def test_a_refusal_for_another_reason(run: Telling, code: str) -> None:
    refuse(run, 60, code)
    assert run.found() == []


@pytest.mark.parametrize(("at", "is_broken"), [(4.0, False), (6.0, True)])
def test_a_screen_that_just_came_takes_its_time(run: Telling, at: float, is_broken: bool) -> None:
    refuse(run, at)
    assert run.broken() == ({7: {None}} if is_broken else {})


@pytest.mark.parametrize(("away_seconds", "is_broken"), [(6.0, True), (9.0, False)])
def test_a_short_reconnect_closes_nothing(
    run: Telling, away_seconds: float, is_broken: bool
) -> None:
    run.say(GONE_AT, "screen-1", "closed", socket="1", code=None)
    run.opened(GONE_AT + away_seconds, "screen-1", "shop:noodles", socket="2")
    refuse(run, GONE_AT + away_seconds + 1)
    assert run.broken() == ({7: {None}} if is_broken else {})


@pytest.mark.parametrize("kind", ["freeze", "kill"])
def test_a_refusal_while_something_was_broken(run: Telling, kind: str) -> None:
    run.faults.append(fault(kind, "gateway-1", 50, 58))
    refuse(run, 62)
    assert run.found() == []
    run.records = [record for record in run.records if record.who != "customer-9"]
    refuse(run, 63.5)
    assert run.broken() == {7: {None}}


@pytest.mark.parametrize("kind", ["broker-away", "memory-alarm", "freeze"])
def test_a_refusal_while_the_broker_is_away(run: Telling, kind: str) -> None:
    run.faults.append(fault(kind, "rabbitmq", 50, 120))
    refuse(run, 100)
    assert any("refused" in violation.text for violation in run.found())


def test_a_refusal_until_it_could_be_told_that_a_lost_kitchen_is_back(run: Telling) -> None:
    run.faults.append(fault("freeze", "gateway-1", 50, 58))
    run.faults.append(fault("memory-alarm", "rabbitmq", 60, 100))
    # Of the five seconds after a service's fault two were over when the alarm began.
    refuse(run, 100 + 15 + 3)
    assert not any("refused" in violation.text for violation in run.found())
    run.records = [record for record in run.records if record.who != "customer-9"]
    refuse(run, 100 + 15 + 3.2)
    assert any("refused" in violation.text for violation in run.found())


def test_a_refusal_in_an_alarm_after_a_fault_that_closes_no_shop(run: Telling) -> None:
    run.faults.append(fault("drop-sockets", "clients", 50, 50))
    run.faults.append(fault("memory-alarm", "rabbitmq", 60, 100))
    refuse(run, 64)
    assert not any("refused" in violation.text for violation in run.found())
    refuse(run, 66)
    assert any("refused" in violation.text for violation in run.found())


def test_a_screen_that_came_while_the_broker_was_away_takes_its_time() -> None:
    run = Telling()
    run.faults.append(fault("broker-away", "rabbitmq", 5, 70))
    run.screen("screen-1", at=10)
    run.quiet(250)
    refuse(run, 70 + 15 + 4)
    assert not any("refused" in violation.text for violation in run.found())
    refuse(run, 70 + 15 + 6)
    assert any("refused" in violation.text for violation in run.found())


def test_a_refusal_that_was_asked_for_while_something_was_broken(run: Telling) -> None:
    run.faults.append(fault("freeze", "orders-1", 50, 58))
    refuse(run, 70, asked_at=55)
    assert run.found() == []


def test_a_shop_that_staff_closed_refuses(run: Telling) -> None:
    run.say(40, "screen-1", "opening", shop_id="noodles", open=False)
    refuse(run, 60)
    assert run.found() == []
    run.say(70, "screen-1", "opening", shop_id="noodles", open=True)
    refuse(run, 72)
    assert run.found() == []
    refuse(run, 80)
    assert run.broken() == {7: {None}}
