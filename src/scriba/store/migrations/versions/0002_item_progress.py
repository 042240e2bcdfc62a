"""What each work item covers of the recording, and how much of it is done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; items of a version before count as covering nothing."""
    op.add_column("work_items", sa.Column("audio_start", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("work_items", sa.Column("audio_end", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("work_items", sa.Column("share", sa.Float(), nullable=False, server_default="0"))
