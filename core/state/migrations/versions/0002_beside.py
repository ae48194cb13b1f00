"""Steps that are delivered beside their answer: which they are, who works on them, and when they are due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_UNSENT = sa.text("beside AND status IN ('waiting', 'sending')")


def upgrade() -> None:
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.add_column(sa.Column("beside", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("lease_owner", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
    marked = sa.text("UPDATE steps SET beside = true WHERE step LIKE :optional")
    op.get_bind().execute(marked, {"optional": '%"optional":true%'})
    op.create_index("ix_steps_beside", "steps", ["updated_at"], sqlite_where=_UNSENT, postgresql_where=_UNSENT)


def downgrade() -> None:
    op.drop_index("ix_steps_beside", table_name="steps")
    with op.batch_alter_table("steps", schema=None) as batch_op:
        for name in ("not_before", "lease_until", "lease_owner", "beside"):
            batch_op.drop_column(name)
