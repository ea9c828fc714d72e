"""Log lines: written together in a turn of the event loop, and none of them lost."""

import asyncio
import io
import threading

from shared.logs import LinesTogether

LINES = 500


class Counting(io.StringIO):
    """A text that counts how often it was written to."""

    writes = 0

    def write(self, text: str) -> int:
        self.writes += 1
        return super().write(text)


def log(stream: LinesTogether, line: object) -> None:
    stream.write(f"{line}\n")
    stream.flush()


def test_outside_of_a_loop_a_line_is_there_at_once() -> None:
    text = Counting()
    log(LinesTogether(text), "stopped")
    assert text.getvalue() == "stopped\n"


async def test_the_lines_of_a_turn_are_written_once_and_in_order() -> None:
    text = Counting()
    stream = LinesTogether(text)
    for turn in range(3):
        for line in range(LINES):
            log(stream, (turn, line))
        await asyncio.sleep(0)
        assert text.writes == turn + 1
    expected = [str((turn, line)) for turn in range(3) for line in range(LINES)]
    assert text.getvalue().splitlines() == expected


async def test_lines_of_threads_are_not_lost() -> None:
    text = Counting()
    stream = LinesTogether(text)

    def chatter(name: int) -> None:
        for line in range(LINES):
            log(stream, (name, line))

    threads = [threading.Thread(target=chatter, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        log(stream, "loop")
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    said = [line for line in text.getvalue().splitlines() if line != "loop"]
    assert sorted(said) == sorted(str((name, line)) for name in range(4) for line in range(LINES))


def test_what_was_said_as_the_loop_ended_is_there() -> None:
    text = Counting()
    stream = LinesTogether(text)

    async def last_words() -> None:
        log(stream, "the last")

    asyncio.run(last_words())
    assert text.getvalue() == "the last\n"


def test_another_loop_writes_too_whatever_became_of_the_first() -> None:
    text = Counting()
    stream = LinesTogether(text)
    first = asyncio.new_event_loop()

    async def say(line: str) -> None:
        log(stream, line)

    # Its turn ends with the loop, before what was due is written.
    first.run_until_complete(say("first"))
    first.close()
    asyncio.run(say("second"))
    assert text.getvalue() == "first\nsecond\n"
