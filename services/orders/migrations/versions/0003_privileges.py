"""What the service itself may do: it changes rows, and owns no table.

Replicas of the release before need nothing else. Whoever locks a row needs UPDATE.
"""

from alembic import op

from shared.privileges import grant

revision = "0003"
down_revision = "0002"

PRIVILEGES = {
    "alembic_version": "SELECT",
    "orders": "SELECT, INSERT, UPDATE",
    "order_history": "SELECT, INSERT",
    "idempotency_keys": "SELECT, INSERT, UPDATE, DELETE",
    "counters": "SELECT, INSERT, UPDATE, DELETE",
    "shops": "SELECT, INSERT, UPDATE",
    "outbox": "SELECT, INSERT, UPDATE, DELETE",
}


def upgrade() -> None:
    """Grant it."""
    grant(op.get_bind(), PRIVILEGES)
