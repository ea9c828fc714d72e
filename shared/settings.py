"""Settings: typed, from the environment, refused at the start with one clear line.

Every setting is an environment variable named like the field in upper case. A secret may instead
stand in the file that the variable with `_FILE` appended names.
"""

import os
import sys
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from pydantic import (
    AmqpDsn,
    AnyHttpUrl,
    Field,
    PostgresDsn,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from shared.broker_map import PERSONAL_DATA_DAYS


def file_of(name: str) -> Path | None:
    """Return the file that a setting comes from; None where the environment itself holds it."""
    return None if os.environ.get(name.upper()) else _named_file(name)


def _named_file(name: str) -> Path | None:
    path = os.environ.get(f"{name.upper()}_FILE")
    return Path(path) if path else None


class FileSettingsSource(PydanticBaseSettingsSource):
    """Reads a setting from the file that `<NAME>_FILE` names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the file's text without surrounding white space, or None."""
        del field
        path = _named_file(field_name)
        return (path.read_text().strip() if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return every setting that is given by a file."""
        values = (
            (name, self.get_field_value(field, name)[0])
            for name, field in self.settings_cls.model_fields.items()
        )
        return {name: value for name, value in values if value is not None}


class Settings(BaseSettings):
    """The base of all settings."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Look at arguments first, then the environment, then the files it names."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, FileSettingsSource(settings_cls)


class ServiceSettings(Settings):
    """What every service needs to know."""

    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses demo data."
    )
    demo: bool = Field(False, description="Seed the demo shops, whose passcodes are their ids.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least severe log lines that are written."
    )
    http_host: str = Field("127.0.0.1", description="Address that the HTTP port listens on.")
    http_port: int = Field(description="Port of HTTP calls, health and metrics.", ge=0, le=65535)
    otel_exporter_otlp_endpoint: AnyHttpUrl | None = Field(
        None, description="Base URL of a collector of traces (OTLP/HTTP); none are made without."
    )

    @model_validator(mode="after")
    def refuse_demo_in_production(self) -> Self:
        """Raise ValueError where demo passcodes would guard a real shop."""
        if self.demo and self.environment == "production":
            raise ValueError("DEMO=true is refused together with ENVIRONMENT=production")
        return self


class BrokerSettings(Settings):
    """How a service reaches RabbitMQ."""

    broker_url: SecretStr = Field(description="amqp://user:password@host:port/vhost of RabbitMQ.")

    @field_validator("broker_url")
    @classmethod
    def refuse_what_names_no_broker(cls, url: SecretStr) -> SecretStr:
        """Raise ValueError for what is no AMQP URL; the text does not repeat it."""
        return _checked(AmqpDsn, url, "amqp://user:password@host:port/vhost")


class DatabaseSettings(Settings):
    """How a service reaches its own PostgreSQL database."""

    database_url: SecretStr = Field(
        description="postgresql+psycopg2://user:password@host:port/database of this service."
    )
    database_threads: int = Field(
        4, ge=1, le=64, description="Threads for database calls, and connections held."
    )

    @field_validator("database_url")
    @classmethod
    def refuse_what_names_no_database(cls, url: SecretStr) -> SecretStr:
        """Raise ValueError for what is no URL of PostgreSQL; the text does not repeat it."""
        return _checked(PostgresDsn, url, "postgresql+psycopg2://user:password@host:port/database")


class TokenVerifierSettings(Settings):
    """What is needed to check tokens."""

    token_public_keys: str = Field(description="JWKS of the public keys whose tokens are believed.")

    @field_validator("token_public_keys")
    @classmethod
    def refuse_what_verifies_nothing(cls, keys: str) -> str:
        """Raise ValueError where no token could be checked with this."""
        # Not at the top: the notifier knows no tokens and has no library for them.
        from shared.tokens import Verifier  # noqa: PLC0415

        try:
            Verifier(keys)
        except Exception:
            raise ValueError("is no JWKS of Ed25519 keys, each with kid and channels") from None
        return keys


class TokenSignerSettings(TokenVerifierSettings):
    """What is needed to mint tokens."""

    token_private_key: SecretStr = Field(description="JWK (Ed25519) that this service signs with.")

    @field_validator("token_private_key")
    @classmethod
    def refuse_what_signs_nothing(cls, key: SecretStr) -> SecretStr:
        """Raise ValueError where no token could be signed with this."""
        from shared.tokens import Signer  # noqa: PLC0415

        try:
            Signer(key.get_secret_value())
        except Exception:
            raise ValueError("is no private Ed25519 JWK with kid and channels") from None
        return key


class PersonalDataSettings(Settings):
    """How long what customers wrote is kept."""

    personal_data_days: float = Field(
        PERSONAL_DATA_DAYS,
        ge=1,
        description="Days after an order's end until it is forgotten for whom it was; dead letters "
        "are kept as long, and 49 days at most.",
    )


def _checked(kind: Any, url: SecretStr, form: str) -> SecretStr:
    try:
        TypeAdapter(kind).validate_python(url.get_secret_value())
    except ValidationError:
        raise ValueError(f"is not of the form {form}") from None
    return url


SettingsType = TypeVar("SettingsType", bound=Settings)


def load(settings: type[SettingsType], **given: Any) -> SettingsType:
    """Return the settings from the environment, but for those that are given.

    Raises SystemExit with one line that names each variable that is missing or wrong.
    """
    try:
        return settings(**given)
    except ValidationError as error:
        sys.exit(f"Settings refused: {'; '.join(map(_complaint, error.errors()))}")
    except OSError as error:
        sys.exit(f"Settings refused: cannot read {error.filename}: {error.strerror}")


def _complaint(error: Any) -> str:
    variable = "_".join(str(part) for part in error["loc"]).upper()
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{variable}: {message}" if variable else message
