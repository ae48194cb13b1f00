"""How often somebody asks, counted over all processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rates",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("stretch", sa.BigInteger(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "stretch", name=op.f("pk_rates")),
    )
    op.create_index("ix_rates_expires_at", "rates", ["expires_at"])


def downgrade() -> None:
    op.drop_index("ix_rates_expires_at", table_name="rates")
    op.drop_table("rates")
