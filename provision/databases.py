"""Makes the databases, their roles and their schemas: `python -m provision.databases`.

Waits for PostgreSQL as long as it takes, and tries again what was interrupted. Every step may be
repeated.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
from psycopg2 import extensions, sql
from pydantic import Field

from provision import credentials
from shared.settings import Settings, load

RETRY_SECONDS = 1.0
SUPERUSER = "postgres"
CONNECT_LIMIT_SECONDS = 5
# Who owns a database and what is in it: not the service's own role, which has its name.
OWNER_SUFFIX = "_owner"
# An error's statement and detail hold what customers wrote, and a server's log outlives that.
SAYING_NOTHING = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
# Databases that every server has, and that PostgreSQL opens to every role.
EVERY_SERVERS = (SUPERUSER, "template1")
# What libpq passes on of the server's refusal; it gives no code.
WRONG_PASSWORD = "password authentication failed"  # noqa: S105


class DatabasesSettings(Settings):
    """Where the server is, and who may do what."""

    postgres_host: str = Field("127.0.0.1", description="Where PostgreSQL is.")
    postgres_port: int = Field(5432, ge=1, le=65535, description="Port of PostgreSQL.")
    secrets_folder: Path = Field(description="Folder of all passwords and keys.")
    demo: bool = Field(False, description="Seed the demo shops, whose passcodes are their ids.")


def main() -> None:
    """Return when everything is up to date."""
    settings = load(DatabasesSettings)
    known = credentials.load_passwords(settings.secrets_folder)
    while not _databases_exist(settings, known):
        time.sleep(RETRY_SECONDS)
    for service in known.databases:
        _run_until_it_succeeds(settings, known, service, f"services.{service}.migrate")
    if settings.demo:
        _run_until_it_succeeds(settings, known, "shops", "services.shops.demo")


def connect(
    port: int, superuser_password: str, host: str = "127.0.0.1", database: str = SUPERUSER
) -> extensions.connection:
    """Return a superuser's connection, in autocommit; raises psycopg2.OperationalError."""
    connection = psycopg2.connect(
        host=host,
        port=port,
        user=SUPERUSER,
        password=superuser_password,
        dbname=database,
        connect_timeout=CONNECT_LIMIT_SECONDS,
    )
    connection.autocommit = True
    return connection


def ensure_database(
    connection: extensions.connection, name: str, password: str, owner_password: str
) -> None:
    """Make sure that a database exists, with a role that owns it and one of its own name.

    The second may connect, and do what the owner's revisions grant it. Neither has what it writes
    shown in the server's log.
    """
    database, owner = sql.Identifier(name), sql.Identifier(f"{name}{OWNER_SUFFIX}")
    with connection.cursor() as cursor:
        for role, its_password in ((name, password), (f"{name}{OWNER_SUFFIX}", owner_password)):
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
            verb = sql.SQL("ALTER" if cursor.rowcount else "CREATE")
            statement = sql.SQL("{} ROLE {} LOGIN PASSWORD %s").format(verb, sql.Identifier(role))
            cursor.execute(statement, [its_password])
            for setting, value in SAYING_NOTHING.items():
                setting_of = sql.SQL("ALTER ROLE {} SET {} TO %s")
                names = map(sql.Identifier, (role, setting))
                cursor.execute(setting_of.format(*names), [value])
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if not cursor.rowcount:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(database))
        # Before rights are granted: those of an owner go over to the next one.
        cursor.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, owner))
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {0} TO {0}").format(database))


def close_to_services(connection: extensions.connection) -> None:
    """Keep everybody but superusers and standbys out of the databases that every server has."""
    with connection.cursor() as cursor:
        for database in map(sql.Identifier, EVERY_SERVERS):
            cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        # A standby is rewound, and its slots are kept in step, by way of this one.
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolreplication AND NOT rolsuper")
        for (role,) in cursor.fetchall():
            names = map(sql.Identifier, (SUPERUSER, role))
            cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(*names))


def hand_over(connection: extensions.connection, name: str) -> None:
    """Give the owner what the service's role owns in a database of the time before there were two.

    The connection is to that database. Replicas that run go on: the service may do all it needs to
    rows, until a revision says what exactly.
    """
    service, owner = sql.Identifier(name), sql.Identifier(f"{name}{OWNER_SUFFIX}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_tables WHERE tableowner = %s", [name])
        if not cursor.rowcount:
            return
        # Sent together they are one transaction.
        cursor.execute(
            sql.SQL(
                "REASSIGN OWNED BY {0} TO {1};"
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {0}"
            ).format(service, owner)
        )


def url(port: int, database: str, user: str, password: str, host: str = "127.0.0.1") -> str:
    """Return the address of a database for SQLAlchemy."""
    return f"postgresql+psycopg2://{user}:{password}@{host}:{port}/{database}"


def owners_url(
    known: credentials.Credentials, name: str, port: int, host: str = "127.0.0.1"
) -> str:
    """Return the address of a database as its owner."""
    return url(port, name, f"{name}{OWNER_SUFFIX}", known.owners[name], host)


def _databases_exist(settings: DatabasesSettings, known: credentials.Credentials) -> bool:
    host, port = settings.postgres_host, settings.postgres_port
    try:
        with contextlib.closing(connect(port, known.superuser, host)) as connection:
            for name, password in known.databases.items():
                ensure_database(connection, name, password, known.owners[name])
            close_to_services(connection)
        for name in known.databases:
            with contextlib.closing(connect(port, known.superuser, host, name)) as connection:
                hand_over(connection, name)
    except psycopg2.OperationalError as error:
        if WRONG_PASSWORD in str(error):
            sys.exit(
                "PostgreSQL refuses the password that is kept here: its data are those of another"
                " installation. Give it the secrets that belong to them, or remove the data"
            )
        print(f"waiting for PostgreSQL: {str(error).strip().splitlines()[0]}", flush=True)
        return False
    return True


def _run_until_it_succeeds(
    settings: DatabasesSettings, known: credentials.Credentials, service: str, module: str
) -> None:
    address = owners_url(known, service, settings.postgres_port, settings.postgres_host)
    environment = {**os.environ, "DATABASE_URL": address}
    command = [sys.executable, "-P", "-m", module]
    while True:
        print(f"running {module}", flush=True)
        status = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
        if status == 0:
            return
        print(f"{module} ended with status {status}; trying again", flush=True)
        time.sleep(RETRY_SECONDS)


if __name__ == "__main__":
    main()
