"""Asking many at once, none of them for longer than a limit: what does not answer is a fact too."""

import threading
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

ANSWER_LIMIT_SECONDS = 5.0
# A proxy of the operator's own cannot reach what listens beside the services.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Unanswered:
    """Somebody who could not be asked, and why."""

    why: str


def ask_all(
    questions: Mapping[str, Callable[[], Answer]], limit_seconds: float
) -> dict[str, Answer | Unanswered]:
    """Return what each question came to within the limit."""
    answers: dict[str, Answer | Unanswered] = {}

    def ask(name: str, question: Callable[[], Answer]) -> None:
        try:
            answers[name] = question()
        except Exception as error:
            # A server that is broken may answer anything; that too is told as its fact.
            answers[name] = Unanswered(str(error) or type(error).__name__)

    # Not waited for when the command ends: a frozen server may never answer.
    threads = [
        threading.Thread(target=ask, args=question, daemon=True) for question in questions.items()
    ]
    for thread in threads:
        thread.start()
    give_up_at = time.monotonic() + limit_seconds
    for thread in threads:
        thread.join(max(0.0, give_up_at - time.monotonic()))
    late = Unanswered(f"no answer within {limit_seconds:.0f} s")
    return {name: answers.get(name, late) for name in questions}


def get(url: str, user: str = "", password: str = "") -> tuple[int, str]:
    """Return status and text of an address; raises OSError where nobody answers."""
    request = urllib.request.Request(url)  # noqa: S310 -- the operator's own addresses
    if user:
        credentials = b64encode(f"{user}:{password}".encode()).decode()
        request.add_header("Authorization", f"Basic {credentials}")
    try:
        with DIRECTLY.open(request, timeout=ANSWER_LIMIT_SECONDS) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")
