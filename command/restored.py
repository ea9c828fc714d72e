"""`orderbell restored`: after a back-up was restored, have everybody believe what it says."""

import argparse

from command.arguments import Parsers, add_verb
from command.database import connected
from command.printing import progress, tell
from services.orders import restoring as orders
from services.shops import restoring as shops

# More than any order or shop has changed between a back-up and its loss.
LIFT_VERSIONS = 1_000_000


def add_commands(nouns: Parsers) -> None:
    """Add `restored`."""
    add_verb(
        nouns,
        "restored",
        _restored,
        "after restoring a back-up: lift all versions and publish everything again",
        "Pages and services keep the newest version of everything that they have seen, so they "
        "would ignore a restored state, whose versions are lower. This makes them higher, and "
        "tells everybody. It may be repeated.",
    )


def _restored(options: argparse.Namespace) -> None:
    lifted = {}
    progress("Lifting the versions of all shops")
    with connected("shops") as connection:
        lifted["shops"] = shops.lift(connection, LIFT_VERSIONS)
    progress("Lifting the versions of all orders that have not ended")
    with connected("orders") as connection:
        lifted["orders"] = orders.lift(connection, LIFT_VERSIONS)
    text = f"Lifted and published again: {lifted['shops']} shops, {lifted['orders']} orders."
    tell(options, lifted, text)
