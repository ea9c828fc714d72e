"""`orderbell keys rotate` on files: who is believed before, between and after."""

import json
import stat
from pathlib import Path

import pytest

from command.__main__ import main
from command.keys import RETIRED_AT, rotate
from shared.tokens import InvalidToken, Signer, Verifier, new_key, public_part

HOUR = 3600.0
NOW = 1_800_000_000.0


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Return the key files of a system: the public keys, and each service's own."""
    keys = {"shops": new_key("shop:"), "orders": new_key("order:")}
    public = tmp_path / "public.json"
    public.write_text(json.dumps({"keys": [public_part(key) for key in keys.values()]}))
    paths = {"public": public}
    for service, key in keys.items():
        paths[service] = tmp_path / f"{service}.json"
        paths[service].write_text(json.dumps(key))
        paths[service].chmod(0o600)
    return paths


def mint(private: Path, channel: str = "shop:shop1") -> str:
    token, _ = Signer(private.read_text()).mint(
        channel, "kitchen", send=True, presence=True, lifetime_seconds=HOUR
    )
    return token


def believed(files: dict[str, Path], token: str) -> bool:
    try:
        Verifier(files["public"].read_text()).verify(token)
    except InvalidToken:
        return False
    return True


def test_nobody_is_logged_out_until_the_old_key_is_dropped(files: dict[str, Path]) -> None:
    others = mint(files["orders"], "order:1")
    before = mint(files["shops"])
    kid, dropped = rotate(files["public"], files["shops"], 48 * HOUR, NOW)
    after = mint(files["shops"])
    assert (dropped, json.loads(files["shops"].read_text())["kid"]) == ([], kid)
    assert all(believed(files, token) for token in (before, after, others))
    # Retired for less than it is believed: the clock began with the first rotation.
    _, dropped = rotate(files["public"], files["shops"], 48 * HOUR, NOW + 47 * HOUR)
    assert dropped == []
    assert believed(files, before)
    _, dropped = rotate(files["public"], files["shops"], 48 * HOUR, NOW + 48 * HOUR)
    assert len(dropped) == 1
    assert not believed(files, before)
    assert believed(files, after)
    assert believed(files, others)


def test_after_a_theft_nothing_old_is_believed(files: dict[str, Path]) -> None:
    before = mint(files["shops"])
    _, dropped = rotate(files["public"], files["shops"], 0, NOW)
    assert len(dropped) == 1
    assert not believed(files, before)
    assert believed(files, mint(files["shops"]))
    assert believed(files, mint(files["orders"], "order:1"))


def test_a_rotation_that_was_broken_off_is_made_good_by_the_next(files: dict[str, Path]) -> None:
    """The public key is there before anybody signs with it; nobody ever does with this one."""
    orphan = public_part(new_key("shop:"))
    public = json.loads(files["public"].read_text())
    files["public"].write_text(json.dumps({"keys": [*public["keys"], orphan]}))
    before = mint(files["shops"])
    rotate(files["public"], files["shops"], 48 * HOUR, NOW)
    assert believed(files, before)
    kept = {each["kid"]: each for each in json.loads(files["public"].read_text())["keys"]}
    assert kept[orphan["kid"]][RETIRED_AT] == NOW


def test_private_keys_stay_private(files: dict[str, Path]) -> None:
    rotate(files["public"], files["shops"], 48 * HOUR, NOW)
    assert stat.S_IMODE(files["shops"].stat().st_mode) == 0o600
    private = json.loads(files["shops"].read_text())["d"]
    assert private not in files["public"].read_text()


def run(monkeypatch: pytest.MonkeyPatch, files: dict[str, Path], *arguments: str) -> object:
    monkeypatch.setenv("TOKEN_PUBLIC_KEYS_FILE", str(files["public"]))
    for service in ("shops", "orders"):
        monkeypatch.setenv(f"{service.upper()}_TOKEN_PRIVATE_KEY_FILE", str(files[service]))
    try:
        main(["keys", "rotate", *arguments])
    except SystemExit as ended:
        return ended.code
    return 0


def test_the_command_rotates_both_or_one(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, files, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["service"] for each in told] == ["shops", "orders"]
    kids = [json.loads(files[service].read_text())["kid"] for service in ("shops", "orders")]
    assert [each["kid"] for each in told] == kids
    run(monkeypatch, files, "--service", "orders")
    assert json.loads(files["shops"].read_text())["kid"] == kids[0]
    assert json.loads(files["orders"].read_text())["kid"] != kids[1]


@pytest.mark.parametrize("text", [None, "", "[]", '{"keys": []}'])
def test_files_without_keys_are_left_alone(
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str | None,
) -> None:
    if text is None:
        files["shops"].unlink()
    else:
        files["shops"].write_text(text)
    public = files["public"].read_text()
    assert run(monkeypatch, files, "--service", "shops") == 1
    said = capsys.readouterr().err
    assert said.startswith("orderbell: ")
    assert said.count("\n") == 1
    assert files["public"].read_text() == public
