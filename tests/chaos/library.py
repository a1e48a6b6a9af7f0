"""The packs of the chaos: the one that comes along, and a small one that grades at once.

A replica that is killed is forked anew from a process that has imported this already, so a new life
costs a fraction of a second.
"""

from __future__ import annotations

from bot.bootstrap import load_library
from bot.packs.loader import shipped_pack_path
from tests.packs.small_pack import SOUND

LIBRARY = load_library((shipped_pack_path(), SOUND))
EXAM, SMALL = (pack.id for pack in LIBRARY.packs)
