"""How the edge's template is filled in."""

import pytest

from stack.edge import TEMPLATE, fill_in


def test_names_in_braces_are_filled_in_and_variables_of_nginx_stay() -> None:
    assert fill_in("listen ${PORT}; set $host ${HOST};", {"PORT": 80, "HOST": "a"}) == (
        "listen 80; set $host a;"
    )


def test_a_name_that_nobody_gives_is_an_error() -> None:
    with pytest.raises(KeyError, match="EDGE_"):
        fill_in(TEMPLATE.read_text(), {})
