"""Enrolled voices, the voices of transcripts, and what a job is for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("transcripts", sa.Column("purpose", sa.String(16), nullable=False, server_default="transcript"))
    op.create_table(
        "transcript_voices",
        sa.Column("transcript_id", sa.String(36), nullable=False),
        sa.Column("speaker", sa.String(16), nullable=False),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("point", sa.LargeBinary(), nullable=False),
        sa.Column("speech", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("transcript_id", "speaker", name="pk_transcript_voices"),
        sa.ForeignKeyConstraint(["transcript_id"], ["transcripts.id"], name="fk_transcript_voices_transcript_id"),
    )
    op.create_table(
        "speakers",
        sa.Column("sequence", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("job_id", sa.String(36)),
        sa.Column("upload_id", sa.String(80)),
        sa.Column("model", sa.String(64)),
        sa.Column("point", sa.LargeBinary()),
        sa.Column("speech", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("completed_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("sequence", name="pk_speakers"),
        sa.UniqueConstraint("id", name="uq_speakers_id"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_speakers_project_id"),
        sa.ForeignKeyConstraint(["job_id"], ["transcripts.id"], name="fk_speakers_job_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_speakers_project_id", "speakers", ["project_id"])
    op.create_index("ix_speakers_job_id", "speakers", ["job_id"])
