"""What can go wrong with a database that a person can put right."""

from __future__ import annotations

from bot.domain.errors import BotError


class DatabaseUnavailable(BotError):
    """The database can't be reached or can't write now; nothing was stored unless the connection
    broke during the commit itself. `address` holds no password."""

    key = "error.database-unavailable"


class BadDatabaseAddress(BotError):
    """An address that is neither a SQLite file nor a PostgreSQL server."""

    key = "error.bad-database-address"


class DatabaseTooNew(BotError):
    """A newer version of the bot has changed this database in a way this version doesn't know."""

    key = "error.database-too-new"


class DatabaseEmpty(BotError):
    """There is nothing to read: the database has no tables yet, or its file isn't there."""

    key = "error.database-empty"


class DatabaseBehind(BotError):
    """The database's schema is older than what this version reads."""

    key = "error.database-behind"


class DatabaseUnusable(DatabaseUnavailable):
    """The same at the start of the program, told to its operator: `why` is the driver's reason."""

    key = "error.database-unusable"


class BackupFailed(BotError):
    """A copy could not be made: `why` is the system's reason."""

    key = "error.backup-failed"


class BackupThere(BackupFailed):
    """There is a file of that name already."""

    key = "error.backup-there"


class BackupNowhere(BackupFailed):
    """There is no such folder."""

    key = "error.backup-nowhere"


class BackupForbidden(BackupFailed):
    """Nobody may write there, or not this user."""

    key = "error.backup-forbidden"


class BackupElsewhere(BotError):
    """PostgreSQL is backed up with its own tools."""

    key = "error.backup-elsewhere"


class ForeignDatabase(BotError):
    """The database holds tables, but not of the bot's."""

    key = "error.foreign-database"


class OldLog(BotError):
    """A copy was put in a database's place, and the log of what was there lies beside it still."""

    key = "error.old-log"
