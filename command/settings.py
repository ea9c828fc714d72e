"""Where everything is: from the environment, or else as `make run` keeps it in its data folder."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from command.failure import Failure
from provision.environment_file import read_environment
from shared.settings import Settings, load

DATA = ".stack"
KEPT = Path("environment/operator.env")


class OperatorSettings(Settings):
    """What the command line needs to know; each command needs some of it."""

    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses demo data."
    )
    shops_database_url: SecretStr | None = Field(
        None, description="DATABASE_URL of `shops`, which may also stand in DATABASE_URL itself."
    )
    orders_database_url: SecretStr | None = Field(None, description="DATABASE_URL of `orders`.")
    operator_broker_url: SecretStr | None = Field(
        None, description="amqp://operator:password@host:port/vhost of RabbitMQ."
    )
    management_url: str | None = Field(
        None, description="RabbitMQ's management API, asked as the user of OPERATOR_BROKER_URL."
    )
    ready_urls: str | None = Field(
        None, description="name=URL of the /readyz of each process, separated by spaces."
    )
    token_public_keys_file: Path | None = Field(
        None, description="File of the public keys (JWKS) that every service reads."
    )
    shops_token_private_key_file: Path | None = Field(
        None, description="File of the key that `shops` signs with."
    )
    orders_token_private_key_file: Path | None = Field(
        None, description="File of the key that `orders` signs with."
    )


def operator_settings() -> OperatorSettings:
    """Return the settings; raises SystemExit for what is wrong, and Failure for an unreadable file.

    What the environment says goes before what is kept.
    """
    kept = _kept()
    if (url := os.environ.get("DATABASE_URL")) and not _is_set("SHOPS_DATABASE_URL"):
        kept |= {"SHOPS_DATABASE_URL": url}
    given = {name.lower(): value for name, value in kept.items() if not _is_set(name)}
    return load(OperatorSettings, **given)


def required(settings: OperatorSettings, name: str) -> str:
    """Return a setting's text; raises Failure, which says how to give it, where there is none."""
    value = getattr(settings, name)
    if not value:
        raise Failure(
            f"{name.upper()} is not set, and no {DATA}/{KEPT} is here: run it in a checkout that"
            " `make run` has started, or set it"
        )
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _kept() -> dict[str, str]:
    data = os.environ.get("ORDERBELL_DATA") or DATA
    for folder in (Path.cwd(), *Path.cwd().parents):
        file = folder / data / KEPT
        try:
            return read_environment(file)
        except FileNotFoundError:
            continue
        except (OSError, ValueError, IndexError) as error:
            raise Failure(f"cannot read {file}: {error}") from None
    return {}
