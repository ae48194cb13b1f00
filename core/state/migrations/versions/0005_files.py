"""Where an answer's files lie, readable without the key that its reply is sealed with."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SEALED = "maintbot-sealed-1\n"
_ROWS = 100


def upgrade() -> None:
    with op.batch_alter_table("turns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("files", sa.Text(), nullable=True))
    connection, after = op.get_bind(), 0
    wanted = sa.text(f"SELECT id, reply FROM turns WHERE has_files AND id > :after ORDER BY id LIMIT {_ROWS}")
    while rows := connection.execute(wanted, {"after": after}).all():
        for number, reply in rows:
            after = number
            if not reply.startswith(_SEALED):  # what is sealed, `maintbot keys reseal` fills in
                files = "\n".join(artifact["path"] for artifact in json.loads(reply).get("artifacts", ()))
                connection.execute(
                    sa.text("UPDATE turns SET files = :files WHERE id = :id"), {"files": files, "id": number}
                )


def downgrade() -> None:
    with op.batch_alter_table("turns", schema=None) as batch_op:
        batch_op.drop_column("files")
