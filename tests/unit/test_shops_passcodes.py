"""How passcodes are made, hashed, and what their failures are counted by."""

import asyncio

import pytest

from services.shops import passcodes
from shared.problems import Problem


def test_a_hash_knows_its_passcode_and_no_other() -> None:
    hashed = passcodes.hashed("open sesame 芝麻")
    assert "sesame" not in hashed
    assert passcodes.matches(hashed, "open sesame 芝麻")
    assert not passcodes.matches(hashed, "open sesame")
    assert not passcodes.matches("no hash", "open sesame")


def test_generated_passcodes_differ_and_read_well() -> None:
    made = {passcodes.generate() for _ in range(100)}
    assert len(made) == 100
    assert all(len(passcode) == 14 and passcode.count("-") == 2 for passcode in made)
    assert not set("".join(made)) & set("ilo01")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("no address", "unknown"),
        ("", "unknown"),
    ],
)
def test_failures_are_counted_by_network(address: str, network: str) -> None:
    assert passcodes.network(address) == network


async def test_too_many_waiting_checks_are_refused_and_the_rest_go_on() -> None:
    checks = passcodes.Checks(threads=1)
    running = highest = 0

    async def check() -> str:
        nonlocal running, highest
        try:
            async with checks.place():
                running += 1
                highest = max(highest, running)
                await asyncio.sleep(0)
                running -= 1
        except Problem as problem:
            return problem.code
        return "checked"

    outcomes = await asyncio.gather(*(check() for _ in range(passcodes.WAITING_MAX + 7)))
    assert outcomes.count("unavailable") == 7
    assert outcomes.count("checked") == passcodes.WAITING_MAX
    assert highest == 1
    assert await check() == "checked"
    checks.close()
