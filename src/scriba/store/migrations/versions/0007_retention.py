"""Uploads expire, and transcripts may."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column, and indexes by age."""
    op.add_column("uploads", sa.Column("expired_at", sa.BigInteger()))
    op.create_index("ix_uploads_created_at", "uploads", ["created_at"])
    op.create_index("ix_transcripts_completed_at", "transcripts", ["completed_at"])
