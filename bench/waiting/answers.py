"""The bytes of the two ways to answer: a poll's one answer, and a stream's events.

A frame's text is JSON as the notifier made it, and is passed on as it is, as by the gateway.
"""

import json
from collections.abc import Iterable

JSON_HEAD = (
    "HTTP/1.1 {status}\r\nContent-Type: {type}\r\nCache-Control: no-store\r\n"
    "Content-Length: {length}\r\n\r\n"
)
# Without a length it ends with the connection; the edge makes chunks of it.
STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
    b"Connection: close\r\n\r\n"
)
# A line that begins with a colon is a comment: a page's EventSource ignores it.
HEARTBEAT = b":\n\n"
PROBLEMS = {
    400: ("400 Bad Request", "invalid_request"),
    401: ("401 Unauthorized", "unauthorized"),
    404: ("404 Not Found", "not_found"),
    503: ("503 Service Unavailable", "unavailable"),
}


def poll(cursor: str, texts: Iterable[str]) -> bytes:
    """Return the answer to a poll: frames, and the cursor to ask with the next time."""
    body = f'{{"cursor":{json.dumps(cursor)},"frames":[{",".join(texts)}]}}'.encode()
    return _whole("200 OK", "application/json", body)


def event(cursor: str, text: str) -> bytes:
    """Return a frame as an event of a stream; its id comes back as Last-Event-ID."""
    return f"id: {cursor}\ndata: {text}\n\n".encode()


def problem(status: int) -> bytes:
    """Return a refusal as a problem document, as the product's own are."""
    line, code = PROBLEMS[status]
    title = line.partition(" ")[2]
    content = {"type": "about:blank", "title": title, "status": status, "code": code}
    return _whole(line, "application/problem+json", json.dumps(content).encode())


def _whole(status: str, kind: str, body: bytes) -> bytes:
    return JSON_HEAD.format(status=status, type=kind, length=len(body)).encode() + body
