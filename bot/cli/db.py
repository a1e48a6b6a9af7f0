"""`db`: the schema of the database, for operators and for whoever changes the tables."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.session import Session
from bot.domain.errors import BotError


class SchemaDiffers(BotError):
    """The tables in the code are not what the migrations make."""

    key = "error.schema-differs"


def register(app: typer.Typer, session: Session) -> None:
    """Add the commands to the app."""
    db = typer.Typer(help=session.say("cli.db.help"), no_args_is_help=True)
    app.add_typer(db, name="db")

    def address() -> str:
        from bot.settings import read_settings

        return read_settings(session.environ).database_url

    def tell(found: str | None) -> None:
        from bot.storage import migrations

        facts = {"revision": found or "", "head": migrations.head()}
        print(session.say(f"db.{migrations.standing(found)}", **facts))

    @db.command("upgrade", help=session.say("cli.db.upgrade"))
    def upgrade(
        contract: Annotated[bool, typer.Option("--contract", help=session.say("cli.db.contract"))] = False,
    ) -> None:
        from bot.storage import migrations

        migrations.upgrade(address(), migrations.head() if contract else None)
        tell(migrations.current(address(), known_only=True))

    @db.command("current", help=session.say("cli.db.current"))
    def current() -> None:
        from bot.storage import migrations

        tell(migrations.current(address(), known_only=True))

    @db.command("rekey", help=session.say("cli.db.rekey"))
    def rekey() -> None:
        from bot.settings import read_settings

        settings = read_settings(session.environ)
        count = asyncio.run(_rekey(settings.database_url, settings.keys))
        print(session.say("db.rekeyed", n=count))

    @db.command("check", help=session.say("cli.db.check"))
    def check() -> None:
        from bot.storage import migrations

        with tempfile.TemporaryDirectory() as folder:
            scratch = f"sqlite:///{folder}/scratch.sqlite3"
            migrations.upgrade(scratch)
            if differences := migrations.check(scratch):
                raise SchemaDiffers(differences="\n".join(differences))
        print(session.say("db.checked", revision=migrations.head()))

    @db.command("backup", help=session.say("cli.db.backup"))
    def backup(
        file: Annotated[Path, typer.Argument(help=session.say("cli.db.backup-file"))],
    ) -> None:
        from bot.storage.backup import backup

        size = backup(address(), file)
        print(session.say("db.backed-up", path=str(file.resolve()), bytes=f"{size:,}"))

    @db.command("revision", help=session.say("cli.db.revision"))
    def revision(
        name: Annotated[str, typer.Argument(help=session.say("cli.db.revision-name"))],
    ) -> None:
        from bot.storage import migrations

        with tempfile.TemporaryDirectory() as folder:
            written = migrations.write_revision(f"sqlite:///{folder}/scratch.sqlite3", name)
        print(session.say("db.written", path=str(Path(written).resolve())))


async def _rekey(address: str, keys: Sequence[str]) -> int:
    from bot.storage import SqlDatabase, migrations
    from bot.storage.cipher import Cipher

    cipher = Cipher(keys).require()
    await asyncio.to_thread(migrations.require_newest, address)
    database = SqlDatabase(address, cipher)
    try:
        return await database.transact(lambda work: work.installations.rekey())
    finally:
        await database.close()
