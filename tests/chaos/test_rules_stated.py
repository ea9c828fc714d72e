"""Rule 7: a client says `live` while it is so, and only then."""

import pytest

from chaos.records import Fault
from tests.chaos.telling import START, Telling, fault


@pytest.fixture
def run() -> Telling:
    run = Telling()
    run.screen("screen-1")
    run.order("early", 10)
    run.quiet(250)
    return run


def state(run: Telling, state: str, begin: float, end: float, who: str = "screen-1") -> None:
    run.say(begin, who, "stated", state=state)
    run.say(end, who, "stated", state="live")


@pytest.mark.parametrize(("seconds", "is_broken"), [(4.9, False), (5.1, True)])
@pytest.mark.parametrize("stated", ["connecting", "offline", "interrupted"])
def test_a_doubt_while_all_is_whole(
    run: Telling, stated: str, seconds: float, is_broken: bool
) -> None:
    state(run, stated, 60, 60 + seconds)
    assert run.broken() == ({7: {None}} if is_broken else {})


def test_doubts_of_several_kinds_are_one(run: Telling) -> None:
    run.say(60, "screen-1", "stated", state="offline")
    run.say(63, "screen-1", "stated", state="connecting")
    run.say(63, "screen-1", "stated", state="connecting")
    run.say(66, "screen-1", "stated", state="live")
    assert run.broken() == {7: {None}}


def test_two_short_doubts_are_none(run: Telling) -> None:
    state(run, "connecting", 60, 64)
    state(run, "connecting", 64.1, 68)
    assert run.found() == []


def test_a_doubt_to_the_end(run: Telling) -> None:
    run.say(60, "screen-1", "stated", state="interrupted")
    assert run.broken() == {7: {None}}


def test_a_client_that_left_in_doubt_is_none(run: Telling) -> None:
    run.say(60, "screen-1", "stated", state="offline")
    run.say(64, "screen-1", "left")
    assert 7 not in run.broken()


@pytest.mark.parametrize(("until", "is_broken"), [(94.9, False), (95.1, True)])
def test_a_doubt_ends_soon_after_a_server_is_back(
    run: Telling, until: float, is_broken: bool
) -> None:
    run.faults.append(fault("kill", "rabbitmq", 60, 60, 75))
    state(run, "interrupted", 62, until)
    assert run.broken() == ({7: {None}} if is_broken else {})


@pytest.mark.parametrize(
    ("broken", "known_at"),
    [
        (fault("silence", "notifier", 60, 90), 60 + 12),
        (fault("broker-away", "rabbitmq", 60, 130), 60 + 1.5),
        (fault("freeze", "rabbitmq", 60, 90), 60 + 12),
        (fault("memory-alarm", "rabbitmq", 60, 90), 60 + 12),
        (fault("cut", "screen-1>edge", 60, 90), 60 + 1.5),
        (fault("cable", "screen-1>edge", 60, 130), 60 + 45),
    ],
    ids=lambda each: f"{each.kind}-{each.target}" if isinstance(each, Fault) else str(each),
)
def test_live_is_a_lie_when_nothing_comes(run: Telling, broken: Fault, known_at: float) -> None:
    run.faults.append(broken)
    ended_at = broken.ended_at - START
    assert run.broken() == {7: {None}}
    state(run, "interrupted", known_at + 4.9, ended_at)
    assert run.found() == []
    run.drop(lambda record: record.data.get("state") == "interrupted")
    state(run, "interrupted", known_at + 5.1, ended_at)
    assert run.broken() == {7: {None}}


@pytest.mark.parametrize(
    ("kind", "target", "ended_at"),
    [
        ("silence", "notifier", 76),
        ("kill", "rabbitmq", 60),
        ("freeze", "notifier-1", 100),
        ("freeze", "postgres", 100),
        ("delay", "gateway-1>rabbitmq", 100),
        ("cable", "screen-2>edge", 130),
        ("cable", "screen-1>edge", 80),
    ],
)
def test_live_is_no_lie_when_nobody_must_know_better(
    run: Telling, kind: str, target: str, ended_at: float
) -> None:
    run.faults.append(fault(kind, target, 60, ended_at, ended_at + 5))
    assert run.found() == []


def test_a_page_that_comes_live_while_nothing_comes_lies(run: Telling) -> None:
    run.faults.append(fault("broker-away", "rabbitmq", 60, 130))
    state(run, "interrupted", 61, 80)
    run.say(84, "screen-1", "stated", state="interrupted")
    run.say(131, "screen-1", "stated", state="live")
    assert run.found() == []
    run.drop(lambda record: record.at == START + 84)
    assert 7 in run.broken()
