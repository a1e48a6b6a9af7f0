"""Known holes in what an installation runs: pip-audit over the locked dependencies.

pip-audit alone says "No known vulnerabilities found" also where it could look nothing up, because the
advisory service was away or a mirror of the registry doesn't serve advisories. Here that is a word of its own
on stderr, and no fault: a check that needs the network must not stop whoever has none.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence

LOCK = "requirements-runtime.lock"
PATIENCE_SECONDS = 30
CALL_SECONDS = 5
SHOWN = 300  # characters of what pip-audit says when it fails

COMMAND = (
    *(sys.executable, "-m", "pip_audit", "--requirement", LOCK),
    *("--require-hashes", "--disable-pip"),  # read the lock file as it stands, install nothing
    *("--format", "json", "--progress-spinner", "off", "--timeout", str(CALL_SECONDS)),
)

Run = Callable[[Sequence[str]], tuple[str, str]]
"""Runs a command; its stdout and stderr. Raises `TimeoutError`."""


def run(command: Sequence[str]) -> tuple[str, str]:
    """Run it for real, for at most `PATIENCE_SECONDS`."""
    try:
        done = subprocess.run(  # noqa: S603 # the command above
            command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise TimeoutError from late
    return done.stdout, done.stderr


def audit(run: Run = run) -> int:
    """0 if nothing was found, 1 if a hole was; says on stderr what could not be looked up."""
    try:
        out, err = run(COMMAND)
        dependencies = json.loads(out)["dependencies"]
    except TimeoutError:
        return _not_audited(f"no answer within {PATIENCE_SECONDS} s")
    except (ValueError, KeyError, TypeError):  # no report: it broke off, mostly over the network
        return _not_audited(err.strip()[-SHOWN:] or "pip-audit gave no report")
    unknown = [each["name"] for each in dependencies if "skip_reason" in each]
    holes = [(each, hole) for each in dependencies for hole in each.get("vulns", ())]
    for each, hole in holes:
        mended = ", ".join(hole.get("fix_versions", ())) or "no version yet"
        print(f"{each['name']} {each['version']}: {hole['id']}, mended in {mended}", file=sys.stderr)
    if holes:
        print("Raise the versions: make lock UPGRADE=--upgrade", file=sys.stderr)
        return 1
    if unknown:
        known = len(dependencies) - len(unknown)
        return _not_audited(
            f"the service knew nothing about {len(unknown)} of {len(dependencies)}, nothing against {known}"
        )
    print(f"{len(dependencies)} dependencies, no known hole")
    return 0


def _not_audited(why: str) -> int:
    print(f"NOT AUDITED: dependencies could not be checked for known holes: {why}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(audit())
