"""The contract's codes, recorded: each is documented, in the code, and answered in a test."""

import ast
from pathlib import Path

import pytest

from services.gateway.close_codes import CloseCode, ErrorCode
from shared.problems import CODES
from tests.e2e.client import Client
from tests.e2e.running import Running

# A problem's code and its status; clients rely on both. Codes may be added, never taken away.
PROBLEMS = {
    "invalid_request": 422,
    "idempotency_key_reused": 422,
    "unknown_dish": 422,
    "unknown_shop": 404,
    "unknown_order": 404,
    "dish_unavailable": 409,
    "shop_closed": 409,
    "price_changed": 409,
    "invalid_transition": 409,
    "bad_passcode": 401,
    "unauthorized": 401,
    "forbidden": 403,
    "too_large": 413,
    "rate_limited": 429,
    "unavailable": 503,
}
# Of paths and methods that no document describes.
UNDESCRIBED = {"not_found": 404, "method_not_allowed": 405}
FRAME_ERRORS = {"forbidden", "too_many_subscriptions"}
# 1001, a gateway's own end, is tested where a gateway is stopped alone.
CLOSES = {1001, 1013, 4400, 4401, 4408, 4413}
ANSWERED_ELSEWHERE = {"1001"}

END_TO_END = Path(__file__).parent.parent / "e2e"


def answered() -> set[str]:
    """Return the codes that tests say they are answered with.

    That they are right is seen whenever they run (`tests/e2e/conftest.py`).
    """
    codes: set[str] = set()
    for path in END_TO_END.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.answers":
                codes.update(ast.literal_eval(argument) for argument in node.args)
    return codes


def test_the_code_answers_with_the_recorded_codes() -> None:
    ours = {code: status for code, (status, _) in CODES.items() if code != "internal"}
    assert ours == PROBLEMS | UNDESCRIBED
    assert {code.value for code in ErrorCode} == FRAME_ERRORS
    assert {code.value for code in CloseCode} == CLOSES


def test_every_code_is_answered_in_a_test() -> None:
    wanted = PROBLEMS.keys() | UNDESCRIBED.keys() | FRAME_ERRORS | set(map(str, CLOSES))
    assert wanted - ANSWERED_ELSEWHERE - answered() == set()


def test_every_code_is_documented_with_its_status(system: Running) -> None:
    documented: dict[str, int] = {}
    client = Client(system.url)
    with client.http:
        for name in ("shops", "orders"):
            document = client.http.get(f"/api/openapi/{name}.json").json()
            for path in document["paths"].values():
                for operation in path.values():
                    for status, answer in operation["responses"].items():
                        problem = answer.get("content", {}).get("application/problem+json")
                        if problem:
                            codes = problem["schema"]["properties"]["code"]["enum"]
                            documented |= dict.fromkeys(codes, int(status))
    # A dish may be unknown as a part of the path too.
    assert documented.pop("unknown_dish") in {404, 422}
    assert documented == {
        code: status for code, status in PROBLEMS.items() if code != "unknown_dish"
    }


@pytest.mark.parametrize("code", sorted(CLOSES))
def test_every_close_code_is_in_the_protocols_description(code: int) -> None:
    protocol = Path(__file__).parent.parent.parent / "docs/protocol.md"
    assert str(code) in protocol.read_text()
