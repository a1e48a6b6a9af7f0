"""Alembic's entry: migrates over the connection that `bot.storage.migrations` hands in.

That connection is already in a transaction and holds the lock that keeps other replicas waiting, so
a migration is stored whole or not at all, on SQLite too.
"""

from alembic import context

from bot.storage.migrations import OPTIONS

context.configure(connection=context.config.attributes["connection"], **OPTIONS)
context.run_migrations()
