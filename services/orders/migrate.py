"""Bring the database of `orders` to its newest schema: `python -m services.orders.migrate`."""

from pathlib import Path

from shared.logs import configure_logs
from shared.migrations import migrate
from shared.settings import DatabaseSettings, load

REVISIONS = Path(__file__).parent / "migrations"


def main() -> None:
    """Wait for the database, within bounds, and migrate it."""
    configure_logs("orders", "info")
    migrate(load(DatabaseSettings).database_url.get_secret_value(), REVISIONS)


if __name__ == "__main__":
    main()
