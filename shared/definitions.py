"""RabbitMQ definitions made from the broker map; the broker itself loads them at boot.

`python -m shared.definitions FILE` writes them to a file; a user's password is taken from the
environment variable `<USER>_BROKER_PASSWORD`.
"""

import base64
import hashlib
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shared.broker_map import (
    DELIVERY_LIMIT,
    EXCHANGES,
    OPERATOR,
    PERSONAL_DATA_DAYS,
    QUEUES,
    SERVICE_USERS,
    VIRTUAL_HOST,
    permission,
    policies,
)

SALT_BYTES = 4


def definitions(
    passwords: Mapping[str, str], personal_data_days: float = PERSONAL_DATA_DAYS
) -> dict[str, Any]:
    """Return the definitions for these users' passwords, by user name.

    Dead letters are kept as long as an order that ended keeps its customer's data.
    """
    users = (*SERVICE_USERS, OPERATOR)
    return {
        "vhosts": [{"name": VIRTUAL_HOST}],
        "users": [
            {
                "name": user,
                "password_hash": password_hash(passwords[user]),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": "administrator" if user == OPERATOR else "",
            }
            for user in users
        ],
        "permissions": [
            {"user": user, "vhost": VIRTUAL_HOST, **vars(permission(user))} for user in users
        ],
        "exchanges": [
            {
                "name": exchange.name,
                "vhost": VIRTUAL_HOST,
                "type": exchange.type,
                "durable": True,
                "auto_delete": False,
                "internal": False,
                "arguments": {},
            }
            for exchange in EXCHANGES
        ],
        "queues": [
            {
                "name": queue.name,
                "vhost": VIRTUAL_HOST,
                "durable": True,
                "auto_delete": False,
                "arguments": {
                    "x-queue-type": "quorum",
                    "x-delivery-limit": DELIVERY_LIMIT,
                    **queue.arguments,
                },
            }
            for queue in QUEUES
        ],
        "bindings": [
            {
                "source": binding.exchange,
                "vhost": VIRTUAL_HOST,
                "destination": queue.name,
                "destination_type": "queue",
                "routing_key": binding.routing_key,
                "arguments": {},
            }
            for queue in QUEUES
            for binding in queue.bindings
        ],
        "policies": [
            {
                "name": policy.name,
                "vhost": VIRTUAL_HOST,
                "pattern": policy.pattern,
                "apply-to": "queues",
                "priority": 0,
                "definition": policy.definition,
            }
            for policy in policies(personal_data_days)
        ],
    }


def password_hash(password: str, salt: bytes | None = None) -> str:
    """Return a password as RabbitMQ stores it: base64 of salt and SHA-256 of salt and password."""
    salt = salt or secrets.token_bytes(SALT_BYTES)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def main() -> None:
    """Write the definitions to the file that the first argument names."""
    passwords = {
        user: os.environ[f"{user.upper()}_BROKER_PASSWORD"] for user in (*SERVICE_USERS, OPERATOR)
    }
    Path(sys.argv[1]).write_text(json.dumps(definitions(passwords), indent=2))


if __name__ == "__main__":
    main()
