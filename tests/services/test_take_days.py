from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.schedule import Timetable, grace
from bot.services.take_days import day_taken
from tests.domain.test_schedule import JUST_AFTER_MIDNIGHT, NUUK, timetables

AN_HOUR = timedelta(hours=1)
aways = st.timedeltas(timedelta(0), timedelta(days=9))
openings = st.timedeltas(AN_HOUR, timedelta(hours=23))


@given(timetables, openings, aways)
@example(NUUK, timedelta(hours=8), timedelta(days=1, hours=4))
@example(NUUK, AN_HOUR, timedelta(days=1, minutes=30))
def test_after_an_outage_the_next_day_is_the_first_that_can_still_be_posted(
    timetable: Timetable, open_for: timedelta, away: timedelta
) -> None:
    timetable = replace(timetable, open_for=open_for)
    due_at = timetable.next_due(JUST_AFTER_MIDNIGHT)
    now = due_at + away
    taken = day_taken(timetable, due_at, now)
    passed_over = takewhile(lambda due: due < taken.next_due_at, timetable.dues(due_at))
    assert all(now - due > grace(open_for) for due in passed_over)
    assert now - taken.next_due_at <= grace(open_for)
