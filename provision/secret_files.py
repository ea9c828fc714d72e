"""Makes the secrets that containers read as files: `python -m provision.secret_files`.

Each part has a folder, and is given no other; what is there already stays. The definitions are
written anew each time, so that RabbitMQ loads those of this version when it starts.
"""

import json
import sys
from pathlib import Path
from typing import Literal

from pydantic import Field

from provision import broker, credentials, databases
from shared.broker_map import OPERATOR, SERVICE_USERS
from shared.definitions import definitions
from shared.settings import PersonalDataSettings, load

POSTGRES_PORT = 5432
BROKER_PORT = 5672
# Servers change to users of their own; nobody else has the folder that they read it from.
READABLE = 0o644


class SecretFilesSettings(PersonalDataSettings):
    """Where secrets are kept, and where the servers are."""

    secrets_folder: Path = Field(description="Folder of all passwords and keys.")
    postgres_host: str = Field("postgres", description="Where PostgreSQL is.")
    broker_host: str = Field("broker", description="Where RabbitMQ is.")
    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses demo data."
    )
    demo: bool = Field(True, description="Seed the demo shops, whose passcodes are their ids.")


def main() -> None:
    """Write what is missing, and say what is set up."""
    settings = load(SecretFilesSettings)
    if settings.demo and settings.environment == "production":
        sys.exit(
            "DEMO=true (the default here) is refused together with ENVIRONMENT=production:"
            " set DEMO=false"
        )
    folder = settings.secrets_folder
    new = not (folder / credentials.PASSWORDS).exists()
    try:
        write(settings, credentials.load(folder))
    except OSError as error:
        sys.exit(f"Cannot write {error.filename}: {error.strerror}")
    print("Passwords and keys have been made" if new else "Passwords and keys are there")
    if settings.demo:
        print(
            "This is a demo: everybody knows the passcodes of its shops. For a shop of your own,"
            " copy .env.example to .env and set DEMO=false there"
        )


def write(settings: SecretFilesSettings, known: credentials.Credentials) -> None:
    """Write the file of each secret."""
    folder = known.folder
    for user in SERVICE_USERS:
        credentials.write_private(folder / user / "broker-url", _broker_url(settings, known, user))
    for name, password in known.databases.items():
        url = databases.url(POSTGRES_PORT, name, name, password, settings.postgres_host)
        credentials.write_private(folder / name / "database-url", url)
        owners_url = databases.owners_url(known, name, POSTGRES_PORT, settings.postgres_host)
        credentials.write_private(folder / OPERATOR / f"{name}-database-url", owners_url)
    operators_url = _broker_url(settings, known, OPERATOR)
    credentials.write_private(folder / OPERATOR / "broker-url", operators_url)
    # For the person who opens the management UI.
    credentials.write_private(folder / OPERATOR / "management-password", known.broker[OPERATOR])
    _write_readable(folder / "postgres" / "superuser-password", known.superuser)
    _write_readable(folder / "rabbitmq" / "erlang-cookie", known.erlang_cookie)
    definitions_text = json.dumps(definitions(known.broker, settings.personal_data_days), indent=2)
    _write_readable(folder / "rabbitmq" / "definitions.json", definitions_text)


def _broker_url(settings: SecretFilesSettings, known: credentials.Credentials, user: str) -> str:
    return broker.url(BROKER_PORT, user, known.broker[user], settings.broker_host)


def _write_readable(path: Path, text: str) -> None:
    credentials.write_private(path, text)
    path.chmod(READABLE)


if __name__ == "__main__":
    main()
