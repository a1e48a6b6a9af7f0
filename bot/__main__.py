"""The front door: `python -m bot`, installed also as `scs-bot`."""

from __future__ import annotations

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
