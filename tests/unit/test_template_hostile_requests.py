"""Whatever is sent as an old order is read or refused, and breaks nothing."""

import asyncio
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.template.requests import FIELDS_MAX, Unreadable
from tests.unit.template_pages import FORM, JSON, MULTIPART, PERSON, parts, read

DEEP = "[" * 900 + "]" * 900
DEEPER = "[" * 30_000 + "]" * 30_000
CHARSETS = ("utf-16", "utf-7", "idna", "undefined", "punycode", "zlib", "none-such")
CONTENT_TYPES = [
    JSON,
    FORM,
    None,
    "text/plain",
    MULTIPART,
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    "multipart/form-data; boundary=é",
    "multipart/form-data-not",
    *(f"{MULTIPART}; charset={charset}" for charset in CHARSETS),
]
OBJECTS = '{"dish":' * 900 + "1" + "}" * 900


@pytest.mark.parametrize(
    "body",
    [
        f'{{"dish":{DEEP}}}',
        f'{{"dish":{DEEPER}}}',
        f'{{"user":{DEEP}}}',
        OBJECTS,
        DEEPER,
        '{"telephone":' + "9" * 60_000 + "}",
        '{"telephone":' + "9" * 4_300 + "}",
        '{"telephone":1e999}',
        '{"telephone":NaN}',
        '{"user":"\\ud800"}',
        '{"dish":"\\udfff"}',
        '{"dish":["egg","\\ud800"]}',
        b'{"user":"\xed\xa0\x80"}',
        b'{"user":"\xff"}',
        b"\xff\xfe\x00\xd8",
        b"\x00",
        "null",
        '"egg"',
        "[]",
        "hello",
        "&" * 60_000,
        "=&=&=",
        "%",
        "user=%ff%fe&dish=%ed%a0%80",
        'dish=["\\ud800"]',
        f"dish={DEEP}",
        f"dish={DEEPER}",
        f"dish={OBJECTS}",
        "dish=" + "9" * 60_000,
        'dish={"dish":' + "9" * 50_000 + "}",
        "&".join(["dish=egg"] * (FIELDS_MAX + 1)),
        parts(*[("dish", "egg")] * (FIELDS_MAX + 1)),
        parts(("dish", DEEP)),
        parts(("dish", "\\ud800")),
        parts(("dish", '["\\ud800"]')),
        parts(("x" * 20_000, "y")),
        b"--edge\r\n\r\negg\r\n--edge--\r\n",
        b'--edge\r\nContent-Disposition: form-data; name="dish"\r\n\r\negg',
        b"--edge\r\nContent-Disposition: form-data\r\n\r\negg\r\n--edge--\r\n",
        b'--edge\r\nContent-Disposition: form-data; name="dish"; filename="a"\r\n\r\nb\r\n--edge--',
    ],
)
async def test_a_hostile_body_is_wanted_or_unreadable(body: bytes | str) -> None:
    for content_type in CONTENT_TYPES:
        try:
            wanted = await read(body, content_type)
        except Unreadable as unreadable:
            str(unreadable).encode()
        else:
            # All of it can be sent on.
            json.dumps(vars(wanted), ensure_ascii=False).encode()


async def test_lists_in_lists_are_unreadable_however_deep_they_are() -> None:
    for depth in (*range(2, 1000, 3), 2_000, 5_000):
        nested = "[" * depth + '"egg"' + "]" * depth
        for body in (f'{{"dish":{nested}}}', f"dish={nested}"):
            try:
                wanted = await read(body, FORM)
            except Unreadable:
                continue
            # What nobody can parse is no list.
            assert wanted.dishes in ((), (nested,))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_an_encoding_makes_no_half_characters() -> None:
    body = parts(("dish", "\\ud800"))
    with pytest.raises(Unreadable):
        await read(body, f"{MULTIPART}; charset=unicode_escape")


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["dish", "a"]), inner)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from([*PERSON, "dish", "dishList", "dish[]", "dishList[0][dish]", "other"])
BODIES = (
    st.binary()
    | st.dictionaries(NAMES, ANY_JSON).map(lambda content: json.dumps(content).encode())
    | st.lists(st.tuples(NAMES, st.text())).map(lambda fields: urlencode(fields).encode())
    | st.lists(st.tuples(NAMES, st.text())).map(lambda fields: parts(*fields))
)


@given(BODIES, st.sampled_from([JSON, FORM, "text/plain", MULTIPART]))
def test_no_body_breaks_the_reader(body: bytes, content_type: str) -> None:
    try:
        wanted = asyncio.run(read(body, content_type))
    except Unreadable:
        return
    json.dumps(vars(wanted), ensure_ascii=False).encode()
