"""What alembic runs: the connection it works on is handed over in the configuration."""

from alembic import context
from sqlmodel import SQLModel

from storage import tables

assert tables.OutboxRow.metadata is SQLModel.metadata  # noqa: S101 (the import fills the metadata)

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
