"""What the bench of the ways to wait makes of its runs: rates of an hour, tables, and plots."""

from xml.etree import ElementTree

import pytest

from bench.figures import Figure
from bench.load.seen import Seen
from bench.load.tally import Tally
from bench.load.waiting import Spent
from bench.ours import PARTS
from bench.transports import names, svg
from bench.transports.found import Found
from bench.transports.measure import by_part, per_hour
from bench.transports.plots import plots
from bench.transports.sanity import all_absurdities
from bench.transports.tables import BEGIN, END, number, put_between, tables
from bench.transports.ways import (
    EVERY_SECOND,
    EVERYTHING,
    LONG_POLLING,
    SOCKET,
    WAYS,
)

SVG = "{http://www.w3.org/2000/svg}"


def spent(seconds: float, passed: Tally) -> Spent:
    cpu_seconds = dict.fromkeys(PARTS, 0.5) | {"these clients": 1.0}
    return Spent(seconds, cpu_seconds, passed)


def found(screens: tuple[int, ...] = (10, 1000, 5000)) -> Found:
    figures: dict[str, float] = {}
    for way in EVERYTHING:
        parts = [names.ALL_SERVERS, *(names.shown(way, part) for part in PARTS)]
        whats = [names.cpu(part, busy=busy) for part in parts for busy in (False, True)]
        whats += [names.in_time(busy=False), names.in_time(busy=True), names.REFUSED]
        whats += [names.P50, names.P99, names.UNSEEN, names.REQUESTS, names.ARRIVALS]
        whats += [names.SENT, names.RECEIVED]
        whats += [names.memory(names.shown(way, part)) for part in ("edge", "orders", "gateway")]
        figures |= {names.figure(way, n, what): 12.0 for n in screens for what in whats}
        for count in screens:
            figures[names.figure(way, count, names.REFUSED)] = 0.0
            figures[names.figure(way, count, names.UNSEEN)] = 0.0
    return Found(figures, screens, "abc1234", "2026-11-29T08:00:00+00:00", 2)


def figures_of(one: Found) -> list[Figure]:
    return [Figure(name, "", (value,)) for name, value in one.figures.items()]


def changed(one: Found, **values: float) -> Found:
    return Found({**one.figures, **values}, one.screens, one.commit, one.at, one.cores)


def test_what_passed_is_scaled_to_an_hour_of_one_screen() -> None:
    passed = Tally(sent_bytes=40_000, received_bytes=20_000, arrivals=30, requests=20)
    hour = per_hour(spent(20, passed), count=10)
    assert hour[names.REQUESTS] == ("1/h", 20 / 10 * 180)
    assert hour[names.ARRIVALS] == ("1/h", 30 / 10 * 180)
    assert hour[names.SENT] == ("kB/h", 40 / 10 * 180)
    assert hour[names.RECEIVED] == ("kB/h", 20 / 10 * 180)


def test_cpu_is_a_share_of_a_core_and_the_clients_are_no_servers() -> None:
    used = by_part(LONG_POLLING, spent(10, Tally()))
    assert used[names.ALL_SERVERS] == pytest.approx(5 * len(PARTS))
    assert used[names.BENCH_SERVER] == 5
    assert used["these clients"] == 10
    assert "gateway" not in used
    assert "gateway" in by_part(SOCKET, spent(10, Tally()))


def test_a_tally_tells_what_passed_since() -> None:
    tally = Tally(sent_bytes=5, requests=1)
    before = tally.copy()
    tally.sent_bytes += 3
    tally.arrivals += 1
    assert tally.since(before) == Tally(sent_bytes=3, arrivals=1)


def test_an_order_is_seen_in_whatever_holds_it_and_confirmed_until_somebody_has() -> None:
    seen = Seen()
    order = '{"id":"i","note":"~T000000000000000000007~","received_at":%s}'
    placed = order % "null"
    assert seen.take(f'{{"type":"event","order":{placed}}}'.encode(), 10) == ["i"]
    assert seen.take(f'{{"orders":[{placed}]}}'.encode(), 11) == ["i"]
    poll = '{"cursor":"c","frames":[{"type":"resync"},{"type":"event","order":%s}]}'
    assert seen.take((poll % (order % '"then"')).encode(), 12) == []
    assert seen.take(b'{"type":"heartbeat"}', 13) == []
    assert seen.at_ns == {7: 10}


def test_tables_stand_between_their_marks_and_replace_what_stood_there() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    written = put_between(page, tables(found()))
    assert written.startswith("before\n")
    assert written.endswith(f"{END}\nafter\n")
    assert "old" not in written
    assert "at commit abc1234, 2026-11-29, on 2 cores" in written
    assert "| WebSocket | 12; 12 | 12; 12 | 12; 12 |" in written
    assert put_between(written, tables(found())) == written
    with pytest.raises(ValueError, match="no place"):
        put_between("nothing", "")


def test_a_delay_whose_order_was_never_seen_is_a_bound() -> None:
    unseen = names.figure(EVERY_SECOND, 5000, names.UNSEEN)
    assert "≥" not in tables(changed(found(), **{unseen: 0.5}))
    assert "12; ≥ 12" in tables(changed(found(), **{unseen: 20}))
    assert "≥ 12; ≥ 12" in tables(changed(found(), **{unseen: 50}))


def test_refused_orders_are_told() -> None:
    refused = names.figure(EVERY_SECOND, 5000, names.REFUSED)
    assert "12; 12, 7.5 % refused" in tables(changed(found(), **{refused: 7.5}))


def test_numbers_have_the_digits_that_tell_something() -> None:
    told = [number(value) for value in (0, 0.0123, 0.5, 7.04, 12.3, 123.4, 12345, 2_345_678)]
    assert told == ["0", "0.012", "0.5", "7.0", "12", "123", "12,300", "2,350,000"]


@pytest.mark.parametrize("screens", [(10,), (10, 100, 1000, 5000)])
def test_plots_are_svg_that_says_in_words_what_it_shows(screens: tuple[int, ...]) -> None:
    drawn = plots(found(screens))
    assert drawn.keys() == {"delay.svg", "cpu.svg", "rest.svg"}
    for picture in drawn.values():
        root = ElementTree.fromstring(picture)
        assert root.tag == f"{SVG}svg"
        assert root.findtext(f"{SVG}title")
        description = root.findtext(f"{SVG}desc") or ""
        words = [each.text for each in root.iter(f"{SVG}text")]
        for way in WAYS:
            assert way.name in description
            assert way.name in words
        width = float(root.attrib["width"])
        assert all(0 <= float(each.attrib["x"]) < width for each in root.iter(f"{SVG}text"))


def test_an_axis_of_powers() -> None:
    assert svg.around([0, 3, 250], 0.1) == (0.1, 1000)
    assert svg.around([1], 0.1) == (1, 10)
    assert svg.powers((0.1, 100)) == [0.1, 1, 10, 100]
    places = [svg.log_place(value, (1, 100), (0, 200)) for value in (0.5, 1, 10, 100, 500)]
    assert places == pytest.approx([0, 0, 100, 200, 200])


def test_labels_keep_their_order_and_a_distance_within_the_plot() -> None:
    assert svg.apart([10, 50], 16, 100) == [10, 50]
    assert svg.apart([50, 10, 12], 16, 100) == [50, 10, 26]
    assert svg.apart([95, 98], 16, 100) == [84, 100]


def test_what_is_absurd_of_a_way_to_wait() -> None:
    sound = found()
    assert all_absurdities(figures_of(sound), 10) == [
        f"{names.figure(way, 10, names.in_time(busy=True))}: 12.0 %" for way in WAYS[:2]
    ]
    late = names.figure(SOCKET, 10, names.P50)
    lost = names.figure(LONG_POLLING, 10, names.UNSEEN)
    wrong = all_absurdities(figures_of(changed(sound, **{late: 900, lost: 1})), 10)
    assert f"{late}: 900 ms, and by asking 12" in wrong
    assert f"{lost}: 1.0 %" in wrong
