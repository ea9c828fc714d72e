"""The secrets that containers read: made once, each part's in a folder of its own."""

import json
from pathlib import Path

import pytest

from provision import credentials
from provision.secret_files import SecretFilesSettings, main, write
from shared.broker_map import SERVICE_USERS
from shared.settings import load


@pytest.fixture
def made(tmp_path: Path) -> dict[str, str]:
    """Return what stands in each file, by its path."""
    settings = load(SecretFilesSettings, secrets_folder=tmp_path)
    write(settings, credentials.load(tmp_path))
    return contents(tmp_path)


def contents(folder: Path) -> dict[str, str]:
    files = filter(Path.is_file, folder.rglob("*"))
    return {str(file.relative_to(folder)): file.read_text() for file in files}


def test_each_part_has_what_it_needs_and_nothing_else(made: dict[str, str]) -> None:
    signer = {"broker-url", "database-url", "token-private-key.json"}
    by_part: dict[str, set[str]] = {}
    for path in made:
        part, _, name = path.rpartition("/")
        by_part.setdefault(part, set()).add(name)
    assert by_part == {
        "": {"passwords.json"},
        "public": {"token-public-keys.json"},
        "postgres": {"superuser-password"},
        "rabbitmq": {"definitions.json", "erlang-cookie"},
        "shops": signer,
        "orders": signer,
        "notifier": {"broker-url"},
        "gateway": {"broker-url"},
        "operator": {
            "broker-url",
            "management-password",
            "orders-database-url",
            "shops-database-url",
        },
    }


def test_no_password_is_given_to_two_parts(made: dict[str, str]) -> None:
    passwords = json.loads(made["passwords.json"])
    assert len(set(passwords.values())) == len(passwords)
    for name, password in passwords.items():
        holders = {path.partition("/")[0] for path, text in made.items() if password in text}
        assert len(holders - {"passwords.json"}) == 1, name


def test_services_connect_as_themselves_and_the_operator_as_owner(made: dict[str, str]) -> None:
    for user in SERVICE_USERS:
        assert made[f"{user}/broker-url"].startswith(f"amqp://{user}:")
    assert "//orders:" in made["orders/database-url"]
    assert "//orders_owner:" in made["operator/orders-database-url"]


def test_a_second_start_changes_nothing_but_the_salt_of_hashes(
    made: dict[str, str], tmp_path: Path
) -> None:
    write(load(SecretFilesSettings, secrets_folder=tmp_path), credentials.load(tmp_path))
    again = contents(tmp_path)
    changed = {path for path in made if made[path] != again[path]}
    assert changed <= {"rabbitmq/definitions.json"}
    assert set(again) == set(made)


def test_only_servers_files_are_readable_to_others(made: dict[str, str], tmp_path: Path) -> None:
    readable = {path for path in made if (tmp_path / path).stat().st_mode & 0o077}
    assert readable == {
        "postgres/superuser-password",
        "rabbitmq/definitions.json",
        "rabbitmq/erlang-cookie",
    }


def test_a_demo_in_production_is_refused_and_nothing_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRETS_FOLDER", str(tmp_path))
    monkeypatch.setenv("ENVIRONMENT", "production")
    with pytest.raises(SystemExit, match="DEMO"):
        main()
    assert contents(tmp_path) == {}


def test_a_demo_says_that_it_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SECRETS_FOLDER", str(tmp_path))
    main()
    said = capsys.readouterr().out
    assert "demo" in said
    assert not [secret for secret in contents(tmp_path).values() if secret in said]
    monkeypatch.setenv("DEMO", "false")
    main()
    assert "demo" not in capsys.readouterr().out
