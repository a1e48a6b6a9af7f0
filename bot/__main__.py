"""The front door: `python -m bot`, installed also as `scs-bot`."""

from __future__ import annotations

import os
import sys
import warnings

# Matrices here are small: a second thread spins more than it helps, and takes the core of another worker.
# NumPy's OpenBLAS reads this when it is first imported, so it comes before everything else.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # noqa: TID251 - a setting of the library, not of ours

from bot.cli import main

# OpenBLAS raises a flag of the processor at random, whatever the numbers are (numpy/numpy#24067).
warnings.filterwarnings("ignore", "invalid value encountered in matmul", RuntimeWarning)

if __name__ == "__main__":
    sys.exit(main())
