"""An installed wheel, with no checkout anywhere near, is the whole product."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = {".css", ".html", ".js", ".json", ".jsonl", ".mako", ".py", ".svg", ".yaml"}
Run = Callable[..., str]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the environment's own hatchling."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scs_bot(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the installed command in an empty folder and returns what it prints."""
    site, elsewhere = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("elsewhere")
    install = [
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--python",
        sys.executable,
        "--target",
        str(site),
    ]
    subprocess.run([sys.executable, "-m", "uv", *install, str(wheel)], check=True, timeout=60)
    # The dependencies are this environment's; the package itself must be the installed one.
    environ = {"PYTHONPATH": str(site), "DATABASE_URL": f"sqlite:///{elsewhere}/scs-bot.sqlite3"}

    def run(*arguments: str) -> str:
        command = [str(site / "bin" / "scs-bot"), *arguments]
        done = subprocess.run(
            command,
            cwd=elsewhere,
            env=environ,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = [sys.executable, "-c", "import bot; print(bot.__file__)"]
    found = subprocess.run(where, cwd=elsewhere, env=environ, capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()).is_relative_to(site)
    return run


def test_the_wheel_holds_every_file_of_the_package_the_packs_and_the_migrations(wheel: Path) -> None:
    wanted = {path.relative_to(ROOT) for path in (ROOT / "bot").rglob("*")}
    for folder in ("content", "migrations"):
        wanted |= {"bot" / path.relative_to(ROOT) for path in (ROOT / folder).rglob("*")}
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {path.as_posix() for path in wanted if path.suffix in DATA} <= held
    assert "bot/content/LICENSE" in held


def test_the_shipped_pack_is_checked(scs_bot: Run) -> None:
    assert "scenarios" in scs_bot("content", "check")


def test_a_question_is_answered(scs_bot: Run) -> None:
    assert "ram-shared-subnets" in scs_bot("ask", "how to share subnets")


def test_a_database_is_made(scs_bot: Run) -> None:
    scs_bot("db", "upgrade")
    assert "newest" in scs_bot("db", "current")
