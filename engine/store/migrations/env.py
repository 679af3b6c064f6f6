"""Alembic's way in: runs on the connection that `engine.store.upgrading` opened, inside its transaction."""

from alembic import context

from engine.store.all_tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
