"""What must survive a restart: SQLite for one machine, PostgreSQL for several.

    database = SqlDatabase("postgresql://bot@db/scs")
    post = await database.transact(lambda work: work.posts.by_id(7))

Only domain values cross this room's door; SQLAlchemy Core stays inside.
"""

from bot.storage.errors import BadDatabaseAddress, DatabaseTooNew, DatabaseUnavailable
from bot.storage.unit_of_work import SqlDatabase

__all__ = ["BadDatabaseAddress", "DatabaseTooNew", "DatabaseUnavailable", "SqlDatabase"]
