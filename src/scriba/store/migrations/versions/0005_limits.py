"""Priorities, limits of keys, and idempotency keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; transcripts of a version before count for no key."""
    op.add_column("transcripts", sa.Column("key_id", sa.Integer()))
    op.add_column("transcripts", sa.Column("priority", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("transcripts", sa.Column("throttled", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_transcripts_status_key_id", "transcripts", ["status", "key_id"])
    op.create_table(
        "idempotency_keys",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("transcript_id", sa.String(36), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "key", name="pk_idempotency_keys"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_idempotency_keys_project_id"),
        sa.ForeignKeyConstraint(["transcript_id"], ["transcripts.id"], name="fk_idempotency_keys_transcript_id"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
