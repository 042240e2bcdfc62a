"""The tables. Times are ms since the epoch; documents and results are compressed JSON."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

projects = Table(
    "projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("turn", BigInteger, nullable=False, server_default="0", comment="last claim: round-robin order"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("prefix", String(16), nullable=False),
    Column("digest", String(64), nullable=False, unique=True, comment="SHA-256 of the secret"),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("region", String(32), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expired_at", BigInteger, comment="when the file was deleted for its age"),
    Index("ix_uploads_created_at", "created_at"),
)

resumable_uploads = Table(
    "resumable_uploads",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("offset", BigInteger, nullable=False, comment="bytes that are safe on disk"),
    Column("metadata", Text, nullable=False, comment="as the client sent it"),
    Column("expires_at", BigInteger, nullable=False),
    Index("ix_resumable_uploads_expires_at", "expires_at"),
)

calls = Table(
    "calls",
    metadata,
    Column("transcript_id", String(36), primary_key=True, comment="a transcript that ends with the call"),
    Column("project_id", Integer, nullable=False),
)

transcripts = Table(
    "transcripts",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("key_name", String(200), nullable=False),
    Column("region", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("audio_url", Text, nullable=False),
    Column("upload_id", String(80)),
    Column("options", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("completed_at", BigInteger),
    Column("error", Text),
    Column("is_deleted", Boolean, nullable=False),
    Column("turn", BigInteger, nullable=False, comment="last claim: round-robin order"),
    Column("document", LargeBinary),
    Column("webhook_status_code", Integer, comment="the receiver's last answer"),
    Column("key_id", Integer, comment="the key that asked; none for transcripts of versions before"),
    Column("priority", Integer, nullable=False, server_default="1", comment="the lowest number goes first"),
    Column("throttled", Boolean, nullable=False, server_default=false(), comment="waits for others of its key"),
    Column("purpose", String(16), nullable=False, server_default="transcript", comment="or enrolment: core.enrolment"),
    Index("ix_transcripts_project_id_sequence", "project_id", "sequence"),
    Index("ix_transcripts_upload_id", "upload_id"),
    Index("ix_transcripts_turn", "turn"),
    Index("ix_transcripts_status_key_id", "status", "key_id"),
    Index("ix_transcripts_completed_at", "completed_at"),
    sqlite_autoincrement=True,
)

transcript_voices = Table(
    "transcript_voices",
    metadata,
    Column("transcript_id", ForeignKey("transcripts.id"), primary_key=True),
    Column("speaker", String(16), primary_key=True, comment="as diarization named it: A, B, 1A"),
    Column("model", String(64), nullable=False, comment="the embedder whose point it is"),
    Column("point", LargeBinary, nullable=False, comment="little-endian float32"),
    Column("speech", BigInteger, nullable=False, comment="clean speech, ms"),
)

speakers = Table(
    "speakers",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("job_id", ForeignKey("transcripts.id"), comment="until the voice is known"),
    Column("upload_id", String(80)),
    Column("model", String(64)),
    Column("point", LargeBinary, comment="little-endian float32"),
    Column("speech", BigInteger, comment="clean speech, ms"),
    Column("created_at", BigInteger, nullable=False),
    Column("completed_at", BigInteger),
    Index("ix_speakers_project_id", "project_id"),
    Index("ix_speakers_job_id", "job_id"),
    sqlite_autoincrement=True,
)

work_items = Table(
    "work_items",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("transcript_id", ForeignKey("transcripts.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("lane", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False, comment="fencing token: grows with every claim"),
    Column("strikes", Integer, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("audio_start", BigInteger, nullable=False, server_default="0", comment="what it covers of the recording"),
    Column("audio_end", BigInteger, nullable=False, server_default="0"),
    Column("share", Float, nullable=False, server_default="0", comment="how much is done, 0..1; never goes back"),
    Column("result", LargeBinary),
    Column("worker_id", String(64)),
    Column("lease_until", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    Column("started_at", BigInteger),
    Column("finished_at", BigInteger),
    Column("cause", Text, comment="why the last attempt ended without a result"),
    Index("ix_work_items_lane_state", "lane", "state"),
    Index("ix_work_items_transcript_id_kind_position", "transcript_id", "kind", "position", unique=True),
    Index("ix_work_items_worker_id", "worker_id"),
    sqlite_autoincrement=True,
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("project_id", ForeignKey("projects.id"), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("digest", String(64), nullable=False, comment="SHA-256 of the request"),
    Column("transcript_id", ForeignKey("transcripts.id"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("ix_idempotency_keys_created_at", "created_at"),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("transcript_id", ForeignKey("transcripts.id"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("receiver", String(300), nullable=False, comment="host:port, the unit of fairness"),
    Column("body", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("claim", String(32), comment="fencing token of the attempt under way"),
    Column("lease_until", BigInteger),
    Column("status_code", Integer),
    Column("problem", Text, comment="why the last attempt brought no 2xx"),
    Column("created_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Index("ix_webhooks_state_next_at", "state", "next_at"),
    Index("ix_webhooks_transcript_id_kind", "transcript_id", "kind", unique=True),
    sqlite_autoincrement=True,
)

workers = Table(
    "workers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("pid", Integer, nullable=False),
    Column("lane", String(16), nullable=False),
    Column("ready_at", BigInteger),
    Column("seen_at", BigInteger, nullable=False),
)
