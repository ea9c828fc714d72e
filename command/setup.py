"""`orderbell migrate` and `seed-demo`: making the databases ready; both may be repeated."""

import argparse

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from command.arguments import Parsers, add_verb
from command.database import connected, database_url, described
from command.failure import Failure
from command.printing import progress, tell
from command.settings import operator_settings
from services.orders.migrate import REVISIONS as ORDERS_REVISIONS
from services.shops import store
from services.shops.demo import MENUS, seed
from services.shops.migrate import REVISIONS as SHOPS_REVISIONS
from shared.database import first_line
from shared.migrations import migrate

REVISIONS = {"shops": SHOPS_REVISIONS, "orders": ORDERS_REVISIONS}
WAIT_LIMIT_SECONDS = 30


def add_commands(nouns: Parsers) -> None:
    """Add `migrate` and `seed-demo`."""
    add_verb(
        nouns,
        "migrate",
        _migrate,
        "bring every database that is known here to the newest schema",
        "Before new versions of the services are started. It waits up to "
        f"{WAIT_LIMIT_SECONDS} seconds for a database that does not answer.",
    )
    add_verb(
        nouns,
        "seed-demo",
        _seed_demo,
        "make the demo shops, whose passcodes are their ids",
        "Those that are there stay as they are. Refused with ENVIRONMENT=production.",
    )


def _migrate(options: argparse.Namespace) -> None:
    settings = operator_settings()
    known = [service for service in REVISIONS if getattr(settings, f"{service}_database_url")]
    # Where none is known, asking for one says how to name it.
    for service in known or REVISIONS:
        progress(f"Migrating {described(service)}")
        _bring_up_to_date(service)
    tell(options, {"migrated": known}, f"Up to date: {', '.join(known)}.")


def _bring_up_to_date(service: str) -> None:
    try:
        migrate(database_url(service), REVISIONS[service], WAIT_LIMIT_SECONDS)
    except SystemExit as ended:
        raise Failure(f"{service}: {ended.code}") from None
    except DBAPIError as error:
        raise Failure(f"{described(service)} says: {first_line(error)}") from None


def _seed_demo(options: argparse.Namespace) -> None:
    if operator_settings().environment == "production":
        raise Failure("ENVIRONMENT=production refuses shops whose passcodes everybody knows")
    progress(f"Seeding {described('shops')}")
    with connected("shops") as connection:
        made = [shop_id for shop_id in MENUS if not _is_there(connection, shop_id)]
        seed(connection)
    text = f"Made {', '.join(made)}." if made else "The demo shops are there already."
    tell(options, {"made": made}, text)


def _is_there(connection: Connection, shop_id: str) -> bool:
    try:
        store.read(connection, shop_id)
    except store.UnknownShop:
        return False
    return True
