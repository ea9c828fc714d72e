"""What the command line understands, and which database it takes, without one."""

from pathlib import Path

import pytest

from command.__main__ import main
from command.shops import PASSCODE_MIN


def failure(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Return the exit status of a command that fails, and what it says."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code, capsys.readouterr().err


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Run in a folder that is no checkout, with an environment that names no database."""
    for name in ("DATABASE_URL", "SHOPS_DATABASE_URL", "ORDERBELL_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("shops",),
        ("shops", "create"),
        ("shops", "create", "noodles"),
        ("shops", "create", "noodles", "--name", "x", "--accept-minutes", "soon"),
        ("shops", "set-passcode"),
        ("shops", "set-passcode", "noodles", "--passcode", "in the shell's history"),
        ("dishes",),
    ],
)
def test_what_is_no_command_shows_the_usage(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    status, said = failure(capsys, *arguments)
    assert status == 2
    assert "usage: orderbell" in said


def test_without_a_database_it_says_how_to_name_one(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = failure(capsys, "shops", "list")
    assert status == 1
    assert "SHOPS_DATABASE_URL is not set" in said
    assert ".stack/environment/operator.env" in said
    assert said.count("\n") == 1


def keep(folder: Path, text: str) -> Path:
    kept = folder / ".stack" / "environment" / "operator.env"
    kept.parent.mkdir(parents=True)
    kept.write_text(text)
    return kept


def url(port: int) -> str:
    return f"postgresql+psycopg2://shops:a=b@127.0.0.1:{port}/shops"


def test_it_takes_the_database_of_the_checkout_that_it_is_run_in(
    capsys: pytest.CaptureFixture[str], nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(nowhere, f"MANAGEMENT_URL=http://x\nSHOPS_DATABASE_URL={url(1)}\n")
    inside = nowhere / "docs" / "decisions"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    status, said = failure(capsys, "shops", "list")
    assert status == 1
    assert "the database of shops (127.0.0.1:1/shops) says" in said
    assert "port 1 failed" in said
    assert "a=b" not in said


@pytest.mark.parametrize("name", ["DATABASE_URL", "SHOPS_DATABASE_URL"])
def test_the_environment_goes_before_the_checkout(
    capsys: pytest.CaptureFixture[str], nowhere: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    keep(nowhere, f"SHOPS_DATABASE_URL={url(1)}\n")
    monkeypatch.setenv(name, url(2))
    _, said = failure(capsys, "shops", "list")
    assert "port 2 failed" in said


@pytest.mark.parametrize("text", ["", "SHOPS_DATABASE_URL=\n", "OTHER=1\n"])
def test_a_checkout_that_names_no_database_says_what_is_missing(
    capsys: pytest.CaptureFixture[str], nowhere: Path, text: str
) -> None:
    keep(nowhere, text)
    status, said = failure(capsys, "shops", "list")
    assert status == 1
    assert "SHOPS_DATABASE_URL" in said


def test_a_database_url_that_is_none_is_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPS_DATABASE_URL", "secret nonsense")
    status, said = failure(capsys, "shops", "list")
    assert status == 1
    assert "database of shops" in said
    assert "secret" not in said


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 81, "a\0"])
def test_names_that_no_page_could_show_are_refused(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    status, said = failure(capsys, "shops", "create", "noodles", "--name", name)
    assert status == 1
    assert "name" in said


def test_asked_passcodes_have_a_length(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    typed = tmp_path / "typed"
    typed.write_text("x" * (PASSCODE_MIN - 1) + "\n")
    with typed.open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        status, said = failure(capsys, "shops", "set-passcode", "noodles", "--ask-passcode")
    assert status == 1
    assert "passcode" in said
