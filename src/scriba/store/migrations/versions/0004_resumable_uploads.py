"""Resumable uploads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create their table."""
    op.create_table(
        "resumable_uploads",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("metadata", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resumable_uploads"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_resumable_uploads_project_id"),
    )
    op.create_index("ix_resumable_uploads_expires_at", "resumable_uploads", ["expires_at"])
