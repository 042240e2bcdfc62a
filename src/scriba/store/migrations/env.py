"""Alembic's entry: runs the revisions on the connection that `scriba.store.migration` hands over."""

from __future__ import annotations

from alembic import context

from scriba.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a table in place; batch mode copies it.
    render_as_batch=True,
)
context.run_migrations()
