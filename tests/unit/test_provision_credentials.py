"""Passwords and keys: made once, kept, and readable by their owner alone."""

import json
from pathlib import Path

import pytest

from provision.credentials import load, write_private
from provision.environment_file import read_environment, write_environment
from shared.tokens import InvalidToken, Signer, Verifier


def test_a_second_load_finds_what_the_first_made(tmp_path: Path) -> None:
    first = load(tmp_path / "secrets")
    key = first.private_key("orders").read_text()
    assert load(tmp_path / "secrets") == first
    assert first.private_key("orders").read_text() == key


def test_keys_sign_for_their_own_channels_alone(tmp_path: Path) -> None:
    known = load(tmp_path)
    verifier = Verifier(known.public_keys.read_text())
    signer = Signer(known.private_key("orders").read_text())
    token, _ = signer.mint("order:1", "1", send=False, presence=False, lifetime_seconds=60)
    assert verifier.verify(token).channel == "order:1"
    with pytest.raises(ValueError, match="order:"):
        signer.mint("shop:1", "1", send=True, presence=True, lifetime_seconds=60)


def test_a_rotated_key_logs_nobody_out(tmp_path: Path) -> None:
    known = load(tmp_path)
    old = Signer(known.private_key("shops").read_text())
    token, _ = old.mint("shop:1", "1", send=True, presence=True, lifetime_seconds=60)
    known.private_key("shops").unlink()
    load(tmp_path)
    assert known.private_key("shops").exists()
    assert Verifier(known.public_keys.read_text()).verify(token).channel == "shop:1"


def test_a_forged_key_is_not_believed(tmp_path: Path) -> None:
    elsewhere = load(tmp_path / "elsewhere")
    forger = Signer(elsewhere.private_key("shops").read_text())
    token, _ = forger.mint("shop:1", "1", send=True, presence=True, lifetime_seconds=60)
    with pytest.raises(InvalidToken):
        Verifier(load(tmp_path / "here").public_keys.read_text()).verify(token)


def test_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    load(tmp_path)
    for file in filter(Path.is_file, tmp_path.rglob("*")):
        assert file.stat().st_mode & 0o077 == 0, file
        json.loads(file.read_text())


def test_a_file_that_is_replaced_lets_in_whom_the_one_before_did(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    write_private(file, "old")
    file.chmod(0o640)
    write_private(file, "new")
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o640


def test_an_environment_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    variables = {"PLAIN": "a", "SPACES": "two words", "QUOTES": 'it\'s "it"', "DOLLAR": "$HOME=x"}
    file = tmp_path / "some.env"
    file.write_text(write_environment(variables))
    assert read_environment(file) == variables
