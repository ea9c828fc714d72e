"""Passwords and signing keys, made at the first start and kept."""

import json
import os
import secrets
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.broker_map import OPERATOR, SERVICE_USERS
from shared.tokens import new_key, public_part

PASSWORDS = "passwords.json"
PASSWORD_BYTES = 16
# The services that mint tokens, and the channels that their keys may name.
SIGNERS = {"shops": "shop:", "orders": "order:"}
DATABASES = ("shops", "orders")


@dataclass(frozen=True)
class Credentials:
    """Passwords by user, and the files of the keys.

    A database has two users: its service, and the owner that changes its schema.
    """

    superuser: str
    databases: Mapping[str, str]
    owners: Mapping[str, str]
    broker: Mapping[str, str]
    # What RabbitMQ's nodes believe each other by.
    erlang_cookie: str
    folder: Path

    @property
    def public_keys(self) -> Path:
        """Return the file of the keys whose tokens are believed (a JWKS)."""
        return self.folder / "public" / "token-public-keys.json"

    def private_key(self, signer: str) -> Path:
        """Return the file of the key that a service signs with (a JWK)."""
        return self.folder / signer / "token-private-key.json"


def load(folder: Path) -> Credentials:
    """Return the credentials of a folder, making passwords and keys that are missing."""
    credentials = load_passwords(folder)
    _load_keys(credentials)
    return credentials


def load_passwords(folder: Path) -> Credentials:
    """Return the credentials of a folder for whoever needs no key, making missing passwords."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    passwords = _read_passwords(
        folder / PASSWORDS,
        [
            "postgres-superuser",
            *(f"database-{name}" for name in DATABASES),
            *(f"database-{name}-owner" for name in DATABASES),
            *(f"broker-{name}" for name in (*SERVICE_USERS, OPERATOR)),
            "erlang-cookie",
        ],
    )
    return Credentials(
        superuser=passwords["postgres-superuser"],
        databases={name: passwords[f"database-{name}"] for name in DATABASES},
        owners={name: passwords[f"database-{name}-owner"] for name in DATABASES},
        broker={name: passwords[f"broker-{name}"] for name in (*SERVICE_USERS, OPERATOR)},
        erlang_cookie=passwords["erlang-cookie"],
        folder=folder,
    )


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all; make its folder.

    One that is replaced keeps its owner and mode: others may have been let in on purpose.
    """
    path.parent.mkdir(exist_ok=True, mode=0o700)
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    if path.exists():
        before = path.stat()
        os.chown(new, before.st_uid, before.st_gid)
        new.chmod(stat.S_IMODE(before.st_mode))
    new.write_text(text)
    new.replace(path)


def _read_passwords(path: Path, names: Iterable[str]) -> dict[str, str]:
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    passwords = {name: secrets.token_hex(PASSWORD_BYTES) for name in names} | known
    if passwords != known:
        write_private(path, json.dumps(passwords, indent=2))
    return passwords


def _load_keys(credentials: Credentials) -> None:
    believed = {}
    if credentials.public_keys.exists():
        # Keys that sign no more stay believed: rotating one logs nobody out.
        keys = json.loads(credentials.public_keys.read_text())["keys"]
        believed = {key["kid"]: key for key in keys}
    for signer, channels in SIGNERS.items():
        path = credentials.private_key(signer)
        if not path.exists():
            write_private(path, json.dumps(new_key(channels)))
        public = public_part(json.loads(path.read_text()))
        believed[public["kid"]] = public
    write_private(credentials.public_keys, json.dumps({"keys": list(believed.values())}, indent=2))
