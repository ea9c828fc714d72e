"""Reading dumps of the template's tables: each form that they come in, and what is none."""

import json
from collections.abc import Mapping
from decimal import Decimal

import pytest

from command.dump import BYTES_MAX, tables_of
from command.dump_rows import ROWS_MAX, Dump, Row, dump_of
from command.failure import Failure

EGG = {"shop_name": "shop1", "dish": "egg", "price": 3.0}
RICE = {"shop_name": "shop1", "dish": "rice", "price": 1.0}
NOODLES = {"shop_name": "兰州拉面", "dish": "牛肉面", "price": 18.5}
ROWS = [EGG, RICE, NOODLES]
CSV = "shop_name,dish,price\nshop1,egg,3.00\nshop1,rice,1.00\n兰州拉面,牛肉面,18.50\n"
BILL = {"user": "Ann", "addr": "1 Road", "telephone": "1", "shop_name": "shop1", "dish": "egg"}


def read(text: str, encoding: str = "utf-8") -> Dump:
    return dump_of(tables_of(text.encode(encoding), encoding))


def found(dump: Dump) -> list[tuple[object, ...]]:
    return [(row.shop, row.dish, Decimal(str(row.price))) for row in dump.rows]


def without(row: Mapping[str, object], column: str) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != column}


EXPECTED = [
    ("shop1", "egg", Decimal("3.00")),
    ("shop1", "rice", Decimal("1.00")),
    ("兰州拉面", "牛肉面", Decimal("18.50")),
]
FORMS = {
    "csv": CSV,
    "csv of Excel": "\ufeff" + CSV.replace("\n", "\r\n"),
    "csv with more columns": "id,price,DISH, Shop_Name \n"
    '1,3.00,egg,shop1\n2,1.00,"rice",shop1\n\n3,18.50,牛肉面,兰州拉面\n',
    "rows": json.dumps(ROWS),
    "rows with a mark before them": "\ufeff \n" + json.dumps(ROWS, ensure_ascii=False),
    "a row a line": "\n".join(map(json.dumps, ROWS)) + "\n",
    "other spellings": json.dumps(
        [
            {"shop": row["shop_name"], "dish_name": row["dish"], "price": row["price"]}
            for row in ROWS
        ]
    ),
    "a whole dump": json.dumps({"bills": [BILL], "shop_info": ROWS, "conns": [], "at": "today"}),
    "the template's answer": json.dumps(
        {
            "shop1": [without(EGG, "shop_name"), without(RICE, "shop_name")],
            "兰州拉面": [without(NOODLES, "shop_name")],
        }
    ),
    "the remake's answer": json.dumps(
        {
            "code": 0,
            "data": [{**row, "is_online": False, "price": f"{row['price']}"} for row in ROWS],
        }
    ),
}


@pytest.mark.parametrize("text", FORMS.values(), ids=list(FORMS))
def test_every_form_says_the_same(text: str) -> None:
    assert found(read(text)) == EXPECTED


def test_excel_in_chinese_is_read_when_that_is_said() -> None:
    assert found(read(CSV, "gb18030")) == EXPECTED
    with pytest.raises(Failure, match=r"line 4 is not UTF-8: .*--encoding gb18030"):
        tables_of(CSV.encode("gb18030"), "utf-8")


def test_rows_say_where_they_stand() -> None:
    assert [row.place for row in read(CSV).rows] == ["line 2", "line 3", "line 4"]
    assert [row.place for row in read(json.dumps(ROWS)).rows] == ["row 1", "row 2", "row 3"]
    assert [row.place for row in read(FORMS["a row a line"]).rows] == ["line 1", "line 2", "line 3"]
    assert read(FORMS["a whole dump"]).rows[1].place == "'shop_info', row 2"
    assert read(FORMS["the template's answer"]).rows[2].place == "'兰州拉面', row 1"


def test_a_quoted_line_end_does_not_hide_where_a_row_stands() -> None:
    rows = read('shop,dish,price\nshop1,"e\ngg",3\nshop1,rice,1\n').rows
    assert rows == [Row("line 3", "shop1", "e\ngg", "3"), Row("line 4", "shop1", "rice", "1")]


def test_tables_of_people_are_no_menus() -> None:
    assert read(FORMS["a whole dump"]).ignored == ["bills", "conns"]
    with pytest.raises(Failure, match="no dishes"):
        read(json.dumps([{**EGG, "telephone": "1"}]))
    with pytest.raises(Failure, match="no dishes"):
        read(
            json.dumps({"bills": [{"dish": "egg", "price": 3, "addr": "1 Road"}], "customers": []})
        )


def test_a_shop_without_dishes_is_said_to_be_ignored() -> None:
    dump = read(json.dumps({"shop1": [{"dish": "egg", "price": 3}], "shop2": []}))
    assert ([row.shop for row in dump.rows], dump.ignored) == (["shop1"], ["shop2"])


def test_what_a_row_lacks_is_left_to_the_checks() -> None:
    rows = read(json.dumps([EGG, {"shop_name": "shop1"}, "egg"])).rows
    assert rows[1:] == [Row("row 2", "shop1", None, None), Row("row 3", None, None, None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no dishes in it"),
        ("[]", "no dishes in it"),
        ("{}", "no dishes in it"),
        ("[1, null]", "no dishes in it"),
        ("shop_name,dish,price\n", "found: none"),
        ("shop;dish;price\na;b;1\n", "found: 'shop;dish;price'"),
        ("store,meal,cost\na,b,1\n", "shop_name or shopname or shop or name; .* found: 'cost'"),
        ("<html>not found</html>", "no dishes in it"),
        ('{"error_code": -1, "error_msg": "x"}', "found: 'error_code', 'error_msg'"),
        ('{"code": 3, "message": "error"}', "found: 'code', 'message'"),
        ('{"shop1": [{"dish": "egg", "price": 3}], "shop2": [{"x": 1}]}', "no dishes in it"),
        ("shop,dish,price,price\na,b,1,2\n", "the column 'price' twice"),
        ("shop,dish,price\na,b\n", "line 2 has 2 fields, the header 3"),
        ("shop,dish,price\na,b, c,1\n", "line 2 has 4 fields, the header 3"),
        ('shop,dish,price\na,"b,1\n', "line 2 is no CSV"),
        (f"shop,dish,price\na,{'b' * 200_000},1\n", "line 2 is no CSV"),
        ('[{"shop": "a"', "the dump is no JSON"),
        ("{'shop': 'a'}", "the dump is no JSON"),
        ('{"shop": "a"}\nrubbish\n', "line 2 is no JSON"),
        ('{"shop1": [], "shop1": []}', "names 'shop1' twice"),
        ('[{"shop": "a", "dish": "b", "price": NaN}]', "NaN is no number"),
        ('[{"shop": "a", "dish": "b", "price": 1e99999999999999999999}]', "beyond all numbers"),
        ("[" * 200_000, "nested too deeply"),
    ],
)
def test_what_is_no_dump_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(Failure, match=said) as refused:
        read(text)
    assert "\n" not in str(refused.value)


def test_a_dump_has_bounds() -> None:
    with pytest.raises(Failure, match=str(BYTES_MAX)):
        tables_of(b" " * (BYTES_MAX + 1), "utf-8")
    with pytest.raises(Failure, match=str(ROWS_MAX)):
        read("shop,dish,price\n" + "a,b,1\n" * (ROWS_MAX + 1))
