"""Asking many at once: whoever fails or never answers holds up nobody."""

import threading
import time

from command.asking import Unanswered, ask_all


def test_each_gets_an_answer_or_a_reason_within_the_limit() -> None:
    over = threading.Event()

    def broken() -> int:
        raise AttributeError("an answer of a kind that nobody expects")

    def silent() -> int:
        over.wait()
        return 0

    began = time.monotonic()
    try:
        answers = ask_all({"well": lambda: 7, "broken": broken, "silent": silent}, 0.5)
    finally:
        over.set()
    assert time.monotonic() - began < 5
    assert answers == {
        "well": 7,
        "broken": Unanswered("an answer of a kind that nobody expects"),
        "silent": Unanswered("no answer within 0 s"),
    }
