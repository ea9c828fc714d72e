"""What the service itself may do: it changes rows, and owns no table.

Replicas of the release before need nothing else. Whoever locks a row needs UPDATE; shops are made
by the operator's command.
"""

from alembic import op

from shared.privileges import grant

revision = "0002"
down_revision = "0001"

PRIVILEGES = {
    "alembic_version": "SELECT",
    "shops": "SELECT, UPDATE",
    "dishes": "SELECT, INSERT, UPDATE, DELETE",
    "presence_holders": "SELECT, INSERT, UPDATE, DELETE",
    "presence_leases": "SELECT, INSERT, DELETE",
    "passcode_failures": "SELECT, INSERT, UPDATE, DELETE",
    "outbox": "SELECT, INSERT, UPDATE, DELETE",
}


def upgrade() -> None:
    """Grant it."""
    grant(op.get_bind(), PRIVILEGES)
