"""Settings are refused with one line that names the variable."""

from pathlib import Path

import pytest

from shared.settings import BrokerSettings, DatabaseSettings, ServiceSettings, file_of, load


class Everything(ServiceSettings, BrokerSettings, DatabaseSettings):
    """Settings of a service that uses all."""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "8000")
    monkeypatch.setenv("BROKER_URL", "amqp://user:pw@host/vhost")
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg2://user:pw@host:1/database")
    for name in ("DEMO", "ENVIRONMENT", "LOG_LEVEL", "DATABASE_THREADS"):
        monkeypatch.delenv(name, raising=False)


def refusal() -> str:
    with pytest.raises(SystemExit) as error:
        load(Everything)
    return str(error.value)


def test_settings_come_from_the_environment() -> None:
    settings = load(Everything)
    assert settings.http_port == 8000
    assert settings.database_threads == 4
    assert "pw" not in repr(settings)


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("amqp://from-a-file\n")
    monkeypatch.delenv("BROKER_URL")
    monkeypatch.setenv("BROKER_URL_FILE", str(tmp_path / "url"))
    assert load(Everything).broker_url.get_secret_value() == "amqp://from-a-file"
    assert file_of("broker_url") == tmp_path / "url"


def test_the_environment_goes_before_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "url").write_text("amqp://from-a-file")
    monkeypatch.setenv("BROKER_URL_FILE", str(tmp_path / "url"))
    assert load(Everything).broker_url.get_secret_value() == "amqp://user:pw@host/vhost"
    assert file_of("broker_url") is None


@pytest.mark.parametrize(
    ("name", "value", "names"),
    [
        ("HTTP_PORT", "", "HTTP_PORT"),
        ("HTTP_PORT", "eighty", "HTTP_PORT"),
        ("HTTP_PORT", "70000", "HTTP_PORT"),
        ("DATABASE_THREADS", "0", "DATABASE_THREADS"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL"),
        ("BROKER_URL", "not-a-url-but-a-secret", "BROKER_URL"),
        ("DATABASE_URL", "mysql://not-a-url-but-a-secret", "DATABASE_URL"),
    ],
)
def test_what_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, names: str
) -> None:
    monkeypatch.setenv(name, value)
    assert names in refusal()
    assert "\n" not in refusal()
    assert "a-secret" not in refusal()


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BROKER_URL")
    monkeypatch.setenv("BROKER_URL_FILE", str(tmp_path / "absent"))
    assert "absent" in refusal()


def test_demo_data_is_refused_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "true")
    monkeypatch.setenv("ENVIRONMENT", "production")
    assert "DEMO" in refusal()
