"""What old ordering pages send, in their ways."""

from starlette.requests import Request
from starlette.types import Message

from services.template import requests
from services.template.requests import Wanted

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=edge"
PERSON = {"user": "Ada", "addr": "1 Long Lane", "telephone": "555 0100", "shop_name": "shop1"}


async def read(body: bytes | str, content_type: str | None = JSON) -> Wanted:
    async def receive() -> Message:
        return {"type": "http.request", "body": encoded, "more_body": False}

    encoded = body.encode() if isinstance(body, str) else body
    headers = [] if content_type is None else [(b"content-type", content_type.encode("latin-1"))]
    scope = {"type": "http", "method": "POST", "path": "/bill", "headers": headers}
    return await requests.read(Request(scope, receive))


def parts(*fields: tuple[str, str]) -> bytes:
    """Return a multipart body."""
    head = 'Content-Disposition: form-data; name="{}"'
    texts = [f"--edge\r\n{head.format(name)}\r\n\r\n{value}\r\n" for name, value in fields]
    return ("".join(texts) + "--edge--\r\n").encode()
