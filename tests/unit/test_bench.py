"""What the bench makes of its runs: quantiles, rates that were held, tables, and what is absurd."""

import math

from bench.__main__ import table
from bench.contestant import NOTE
from bench.figures import Figure
from bench.load.orders import Ordered
from bench.load.push import note_of, sent_ns
from bench.load.socket import TEXT, masked
from bench.quantiles import quantile
from bench.sanity import absurdities
from bench.sustained import is_held


def test_quantiles_are_values_that_were_measured() -> None:
    assert [quantile(range(100), percent) for percent in (0, 50, 99, 99.9, 100)] == [
        0,
        50,
        99,
        99,
        99,
    ]
    assert quantile([7.0], 99) == 7
    assert quantile([], 50) == math.inf


def test_a_note_says_when_it_was_sent_wherever_it_stands() -> None:
    assert len(note_of(1)) == len(NOTE)
    assert sent_ns(b'42["x",{"note":"' + note_of(123_456_789).encode() + b'"}]') == 123_456_789
    assert sent_ns(b'{"note":"~NOTE~"}') == -1


def test_a_clients_frame_is_masked_by_zeros() -> None:
    assert masked(TEXT, b"hi") == b"\x81\x82\0\0\0\0hi"
    assert masked(TEXT, b"x" * 200)[:8] == b"\x81\xfe\x00\xc8\0\0\0\0"


def held(*screens_ms: float, missing: int = 0, refused: int = 0) -> bool:
    return is_held(Ordered(screens_ms=list(screens_ms), missing=missing, refused=refused))


def test_a_rate_is_held_while_nothing_is_missing_late_or_piling_up() -> None:
    assert held(*[10] * 100)
    assert not held(*[10] * 100, missing=1)
    assert not held(*[10] * 100, refused=1)
    assert not held(*[10] * 90, *[300] * 10)
    assert not held(*[10] * 50, *[40] * 50), "a queue grows"
    assert held(*[2] * 50, *[8] * 50), "too little to say so"
    assert not held()


def test_a_table_tells_the_median_and_the_spread() -> None:
    assert table([Figure("a thing", "ms", (3.0, 1.0, 2.5))]).splitlines()[-1] == (
        "| a thing | 2.5 | 1 … 3 | ms | 3 |"
    )


def test_what_is_absurd() -> None:
    sound = [Figure("orders, missing", "orders", (0,)), Figure("rate", "orders/s", (5,))]
    assert absurdities(sound) == []
    assert absurdities([Figure("orders, missing", "orders", (1,))]) == ["orders, missing: 1"]
    assert absurdities([Figure("p50", "ms", (math.inf,))]) == ["p50: inf"]
    assert absurdities([Figure("memory", "kB", (-1,))]) == ["memory: -1"]
    assert absurdities([Figure("rate", "orders/s", (0,))]) == ["rate: nothing was measured"]
