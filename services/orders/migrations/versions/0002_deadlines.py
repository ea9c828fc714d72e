"""What the sweep and the forgetting keep beside an order, and where they look.

Replicas of the release before go on beside it: they neither read nor write the new columns, and
null in them means that nothing was done yet. While the indexes are made, a few seconds for each
million orders, changes wait or are answered with 503.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns and their indexes."""
    for name in ("republish_at", "erased_at"):
        op.add_column("orders", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name, column, condition in (
        ("orders_unreceived", "placed_at", "status = 'placed' AND received_at IS NULL"),
        ("orders_in_work", "updated_at", "status IN ('accepted', 'ready')"),
        ("orders_personal", "ended_at", "ended_at IS NOT NULL AND erased_at IS NULL"),
    ):
        op.create_index(name, "orders", [column], postgresql_where=sa.text(condition))
