"""What a poll is told that was away for a moment, and when it is told that it may have missed."""

from bench.waiting.log import FRAMES_MAX, KEEP_SECONDS, Log


def test_a_cursor_stands_for_all_that_was_heard_on_any_channel() -> None:
    log = Log("life")
    log.add("shop:1", "a", 0)
    cursor = log.cursor
    assert log.since("shop:1", cursor) == []
    log.add("shop:2", "elsewhere", 1)
    log.add("shop:1", "b", 1)
    log.add("shop:1", "c", 2)
    assert log.since("shop:1", cursor) == ["b", "c"]
    assert log.since("shop:2", cursor) == ["elsewhere"]
    assert log.since("shop:3", cursor) == []
    assert log.since("shop:1", log.cursor) == []


def test_what_is_no_cursor_of_this_life_may_have_missed_anything() -> None:
    log = Log("life")
    log.add("shop:1", "a", 0)
    for cursor in ("", "life", "life.", "life.x", "life.-1", "life.2", "other.1", "life.²"):
        assert log.since("shop:1", cursor) is None


def test_a_frame_is_kept_for_a_time_and_whoever_is_behind_that_is_told() -> None:
    log = Log("life")
    before = log.cursor
    log.add("shop:1", "a", 0)
    after = log.cursor
    log.add("shop:2", "b", KEEP_SECONDS)
    assert log.since("shop:1", before) == ["a"]
    log.add("shop:2", "c", KEEP_SECONDS + 1)
    assert log.since("shop:1", before) is None
    assert log.since("shop:1", after) == []
    assert log.since("shop:2", after) == ["b", "c"]


def test_no_more_frames_are_kept_than_there_is_room_for() -> None:
    log = Log("life")
    before = log.cursor
    log.add("shop:1", "a", 0)
    after = log.cursor
    for _ in range(FRAMES_MAX):
        log.add("shop:2", "b", 0)
    assert log.since("shop:2", before) is None
    assert len(log.since("shop:2", after) or ()) == FRAMES_MAX


def test_after_a_break_no_cursor_of_before_holds() -> None:
    log = Log("life")
    log.add("shop:1", "a", 0)
    before = log.cursor
    log.break_off()
    assert log.since("shop:1", before) is None
    after = log.cursor
    log.add("shop:1", "b", 1)
    assert log.since("shop:1", after) == ["b"]
