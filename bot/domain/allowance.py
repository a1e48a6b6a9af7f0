"""How often somebody may do a thing: so many at once, then one in every so often.

The generic cell rate algorithm (ITU-T I.371, appendix A): one instant for each person says all, so that a
person who asks costs a subtraction and a hundred thousand people cost little memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Allowance:
    """`at_once` are free after a rest; each is free again `every` so often."""

    at_once: int
    every: timedelta

    def wait(self, used_until: datetime | None, now: datetime) -> timedelta:
        """How long until the next one is allowed; nothing if it is now. `used_until` is what `used` said
        the last time, None at first."""
        ahead = (used_until or now) - now
        return max(ahead - (self.at_once - 1) * self.every, NOTHING)

    def used(self, used_until: datetime | None, now: datetime) -> datetime:
        """What is to be remembered once one more was used."""
        return max(used_until or now, now) + self.every
