"""A client of the old template and of its remake, written against their descriptions alone.

python client.py http://127.0.0.1:8080 shop1 shop1

Prints one line per check, and exits with 1 on the first that fails. What the descriptions leave
open is accepted as it comes: HTTP statuses (one other than 200 is noted), the texts of error_msg
and message, the code that closes a socket; a greeting's <name> may be the shop's id or all that was
sent as its name; other lines may come between the greeting and the order's, whose <dish> has to
name each dish; is_online may be true or a whole number; the remake's code for a shop that is not
working, and for an empty dishList, may be any or 2 or 3. The remake's greeting and line are taken
to be the template's in a JSON frame. The template's order goes out as its page sends it: JSON as
text/plain, the dishes joined by a comma.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection
from typing import Any, NamedTuple, NoReturn

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

WAIT = 10.0
ADDR = "老街 1 号, back door"
Row = dict[str, Any]
NUMBER, TEXT = (int, float), (str,)
PAGE = {"Origin": "null"}  # what a browser sends for a page opened from a file
dial = partial(connect, additional_headers=PAGE, open_timeout=WAIT, proxy=None)


def fail(what: str, expected: str, came: object) -> NoReturn:
    """Say what was expected and what came, and give up."""
    print(f"FAILED {what}\n  expected: {expected}\n  came:     {came}")
    sys.exit(1)


def check(what: str, good: bool, expected: str, came: object) -> None:
    """Print one line for a check; give up if it is not good."""
    if not good:
        fail(what, expected, came)
    print(f"ok     {what}: {came}")


def fields(what: str, value: Any, **kinds: tuple[type, ...]) -> Row:
    """Check that a value is an object with exactly these fields, of these types."""
    if (
        type(value) is not dict
        or {*value} != {*kinds}
        or not all(type(value[name]) in kinds[name] for name in kinds)
    ):
        fail(what, f"exactly the fields {kinds}", value)
    return value


def parsed(what: str, text: str) -> Any:
    """Parse JSON text."""
    try:
        return json.loads(text)
    except ValueError:
        fail(what, "JSON", repr(text))


def call(base: str, path: str, body: Row | None = None, kind: str = "") -> Any:
    """Call the service as a page opened from a file would, and return the JSON that came."""
    connection = HTTPConnection(base.removeprefix("http://"), timeout=WAIT)
    data = json.dumps(body, ensure_ascii=False).encode() if body else None
    connection.request(
        "POST" if body else "GET", path, data, PAGE | ({"Content-Type": kind} if kind else {})
    )
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        print(f"note   {path}: status {answer.status}")
    if (allowed := answer.getheader("Access-Control-Allow-Origin")) not in ("*", "null"):
        fail(
            f"{path}, called by a page from a file",
            "Access-Control-Allow-Origin * or null",
            allowed,
        )
    return parsed(path, text)


def framed(frame: str) -> str:
    """Take the text out of a JSON frame of the remake."""
    return str(fields("remake: a frame", parsed("remake: a frame", frame), data=TEXT)["data"])


class Wire(NamedTuple):
    """What one of the two wires calls things."""

    name: str
    order: tuple[str, str]  # path and content type
    socket: str
    first: str  # a kitchen's first message is the shop's name and this
    later: str  # what it sends later
    decode: Callable[[str], str]
    answer: tuple[str, str]  # the fields of what an order gets: the code, the text
    dishes: Callable[[list[Row]], Row]  # the part of an order that holds its dishes
    refusals: dict[str, tuple[int, ...]]  # the codes that may come for each field left empty


TEMPLATE = Wire(
    "template",
    ("/bill", "text/plain;charset=UTF-8"),
    "/pgws",
    "",
    "{}",
    str,
    ("error_code", "error_msg"),
    lambda menu: {"dish": ",".join(r["dish"] for r in menu)},
    dict.fromkeys(("telephone", "user", "shop_name"), (-1,)),
)
REMAKE = Wire(
    "remake",
    ("/remake/order", "application/json"),
    "/remake/ws",
    ";online",
    "ping",
    framed,
    ("code", "message"),
    lambda menu: {"dishList": [{"dish": row["dish"], "price": row["price"]} for row in menu]},
    {"telephone": (2,), "user": (2,), "addr": (2,), "shop_name": (2,), "dishList": (2, 3)},
)


def template_menus(base: str) -> dict[str, list[Row]]:
    """List the template's shops, checking the form of the answer."""
    shops = call(base, "/get_shop_info")
    good = isinstance(shops, dict) and all(isinstance(menu, list) for menu in shops.values())
    for row in [row for menu in shops.values() for row in menu] if good else []:
        fields("template: a dish", row, dish=TEXT, price=NUMBER)
    check("template: the shops", good, "a list of dishes for each shop", shops)
    return dict(shops)


def remake_menus(base: str) -> dict[str, list[Row]]:
    """List the remake's shops, checking the form of the answer."""
    answer = fields(
        "remake: the shops", call(base, "/remake/get_shop_info"), code=NUMBER, data=(list,)
    )
    menus: dict[str, list[Row]] = {}
    for row in answer["data"]:
        fields("remake: a row", row, shop_name=TEXT, dish=TEXT, is_online=(bool, int), price=NUMBER)
        menus.setdefault(row["shop_name"], []).append(row)
    check("remake: the shops", answer["code"] == 0, "code 0", answer)
    return menus


def place(wire: Wire, base: str, what: str, codes: tuple[int, ...], order: Row) -> str:
    """Place an order by a telephone of its own, unless given one; return that telephone."""
    telephone = f"138{time.time_ns() // 100_000 % 10**8:08d}"
    body = {"user": "Old Client", "addr": ADDR, "telephone": telephone} | order
    answer = call(base, wire.order[0], body, wire.order[1])
    fields(f"{wire.name}: {what}", answer, **dict(zip(wire.answer, (NUMBER, TEXT), strict=True)))
    check(
        f"{wire.name}: {what}",
        not codes or answer[wire.answer[0]] in codes,
        f"a code in {codes}",
        answer,
    )
    return telephone


def arrived(
    wire: Wire, what: str, kitchen: ClientConnection, *, shop: str, menu: list[Row], telephone: str
) -> None:
    """Wait until an order's exact line comes to the kitchen."""
    start, end = (
        f"Hi {shop} , you get a new bill ---  ",
        f", addr {ADDR} , telephone {telephone} -_- ",
    )
    until, seen = time.monotonic() + WAIT, list[str]()
    try:
        while True:
            seen.append(wire.decode(str(kitchen.recv(max(0.0, until - time.monotonic())))))
            match = re.fullmatch(re.escape(start) + "(.*)" + re.escape(end), seen[-1])
            if match and all(row["dish"] in match[1] for row in menu):
                return check(f"{wire.name}: {what}", True, "", repr(seen[-1]))
    except TimeoutError:
        fail(
            f"{wire.name}: {what}",
            repr(start + ",".join(row["dish"] for row in menu) + end),
            f"{seen} in {WAIT:g} s",
        )


def refused(wire: Wire, url: str, first: str) -> None:
    """Check that a wrong passcode gets one line and that the socket then closes."""
    what, lines = f"{wire.name}: a wrong passcode gets one line, and the socket closes", list[str]()
    with dial(url) as kitchen:
        try:
            kitchen.send(first)
            while True:
                frame = str(kitchen.recv(WAIT))
                lines.append(wire.decode(frame) if frame.startswith("{") else frame)
        except TimeoutError:
            fail(what, f"a close within {WAIT:g} s", lines)
        except ConnectionClosed as closed:
            good = len(lines) == 1 and re.fullmatch(r"(?!.*Online !!!).*\S.*", lines[0]) is not None
            check(what, good, "one line that says so", f"{lines}, {closed}")


def run(wire: Wire, base: str, shop: str, passcode: str, menus: dict[str, list[Row]]) -> None:
    """Check the kitchen, the orders and the refusals of one wire."""
    check(
        f"{wire.name}: {shop} has dishes", bool(menus.get(shop)), f"dishes of {shop}", list(menus)
    )
    url, name, menu = (
        f"ws{base.removeprefix('http')}{wire.socket}",
        f"{shop}:{passcode}",
        menus[shop][:2],
    )
    order = {"shop_name": shop} | wire.dishes(menu)
    with dial(url) as kitchen:
        kitchen.send(name + wire.first)
        greeting, wanted = wire.decode(str(kitchen.recv(WAIT))), f"{shop}  Online !!!"
        check(
            f"{wire.name}: greeting",
            greeting in (wanted, f"{name}  Online !!!"),
            repr(wanted),
            repr(greeting),
        )
        reads = partial(arrived, wire, "its line", kitchen, shop=shop, menu=menu)
        reads(telephone=place(wire, base, "an order", (0,), order))
        for _ in range(4):  # the template's kitchen repeats its name, the remake's sends a ping
            kitchen.send(wire.later.format(name))
            time.sleep(0.3)
        reads(telephone=place(wire, base, "an order after more frames", (0,), order))
        for field, codes in wire.refusals.items():
            place(
                wire,
                base,
                f"empty {field}",
                codes,
                order | {field: [] if field == "dishList" else ""},
            )
    for other in [other for other in menus if other != shop and menus[other]][:1]:
        order = {"shop_name": other} | wire.dishes(menus[other][:1])
        place(wire, base, f"{other} is not working", () if wire is REMAKE else (-2,), order)
    refused(wire, url, f"{name}-wrong{wire.first}")


def main() -> None:
    """Check both wires in turn."""
    base, shop, passcode = sys.argv[1:]
    try:
        run(TEMPLATE, base, shop, passcode, template_menus(base))
        run(REMAKE, base, shop, passcode, remake_menus(base))
    except (OSError, WebSocketException) as error:
        fail(
            "after the last line above",
            f"an answer or a greeting within {WAIT:g} s, and an open socket",
            repr(error),
        )


if __name__ == "__main__":
    main()
