"""Webhooks: the outbox, and the receiver's answer in the transcript."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the outbox."""
    op.add_column("transcripts", sa.Column("webhook_status_code", sa.Integer()))
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("transcript_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("receiver", sa.String(300), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("claim", sa.String(32)),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("status_code", sa.Integer()),
        sa.Column("problem", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        sa.ForeignKeyConstraint(["transcript_id"], ["transcripts.id"], name="fk_webhooks_transcript_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhooks_state_next_at", "webhooks", ["state", "next_at"])
    op.create_index("ix_webhooks_transcript_id_kind", "webhooks", ["transcript_id", "kind"], unique=True)
