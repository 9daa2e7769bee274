"""Alembic's entry: runs the migrations on the connection that `engine.store.migrate` hands over."""

from alembic import context

from engine.store.metadata import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
