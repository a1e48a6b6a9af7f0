"""The front door: `python -m bot`, installed also as `scs-bot`."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from types import FrameType

# Matrices here are small: a second thread spins more than it helps, and takes the core of another worker.
# NumPy's OpenBLAS reads this when it is first imported, so it comes before everything else.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # noqa: TID251 - a setting of the library, not of ours

from bot import cli

# OpenBLAS raises a flag of the processor at random, whatever the numbers are (numpy/numpy#24067).
warnings.filterwarnings("ignore", "invalid value encountered in matmul", RuntimeWarning)


def _end(number: int, _frame: FrameType | None) -> None:
    """End as if nobody handled the signal. What it leaves unhandled the kernel keeps from the first process
    of a container, so without this a stop before the bot serves would wait for SIGKILL."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    os._exit(128 + number)


def main() -> int:
    """The command line as a process of its own; `run` replaces the handler once it serves."""
    signal.signal(signal.SIGTERM, _end)
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
