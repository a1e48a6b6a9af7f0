"""What should have come of it, counted anew from what was asked, said and acknowledged: slow and obvious.

Nothing here uses the product's arithmetic; what a reply is worth is given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import create_engine, select

from bot.services.show_standing import ShowStanding
from bot.storage import SqlDatabase
from bot.storage.tables import posts, recaps, replies, reviews
from tests.chaos.crowd import outcome, worth
from tests.chaos.fate import POINTS
from tests.chaos.storm import START, Storm
from tests.chaos.workspace import TEAM

COUNTS_FROM = 40
FREEZE_EVERY, MOST_FREEZES = 7, 2
REACTIONS = {"full": "white_check_mark", "partial": "large_yellow_circle", "none": "white_circle"}

Violations = dict[str, list[str]]


@dataclass
class Books:
    """What the bot has written down."""

    url: str
    posts: dict[str, Any] = field(default_factory=dict)
    recaps: list[Any] = field(default_factory=list)
    replies: dict[tuple[str, str], Any] = field(default_factory=dict)
    doubles: list[str] = field(default_factory=list)
    reviews: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        engine = create_engine(self.url)
        with engine.connect() as connection:
            for post in connection.execute(select(posts)):
                self._put(self.posts, f"{post.channel_id}:{post.day.isoformat()}", post)
            for reply in connection.execute(select(replies)):
                self._put(self.replies, (reply.channel_id, reply.origin), reply)
            self.recaps = list(connection.execute(select(recaps)))
            for review in connection.execute(select(reviews)):
                self.reviews[review.origin, review.user_id, review.points] += 1
        engine.dispose()

    def _put(self, there: dict[Any, Any], key: Any, row: Any) -> None:  # noqa: ANN401 # rows of any table
        if key in there:
            self.doubles.append(str(key))
        there[key] = row


async def audit(storm: Storm) -> tuple[dict[str, int], Violations]:
    """The figures of a run, and everything that is not as it should be."""
    books = Books(storm.url)
    wrong: Violations = defaultdict(list)
    wrong["rows twice in the database"] += books.doubles
    figures = _messages(storm, books, wrong)
    figures |= _replies(storm, books, wrong)
    figures |= await _ledgers(storm, books, wrong)
    wrong["points at which nobody died"] += [
        point for point in POINTS if storm.fate.deaths.get(point) and not storm.fate.met(point)
    ]
    if storm.server is not None and storm.crashes < storm.size.restarts:
        wrong["crashes of the database that didn't happen"].append(
            f"{storm.crashes} of {storm.size.restarts}"
        )
    wrong["faults of Slack's that never came"] += storm.slack.missed()
    wrong["bad ends"] += storm.fleet.bad_ends
    return figures, {what: each for what, each in wrong.items() if each}


def days_of(storm: Storm) -> list[date]:
    return [START.date() + timedelta(days=n) for n in range(storm.size.days)]


def _messages(storm: Storm, books: Books, wrong: Violations) -> dict[str, int]:
    """Every post, reveal and recap is in its channel exactly once, and the database knows which it is."""
    out, keys = storm.workspace.by_key, [f"{c}:{d}" for c in storm.size.channel_ids() for d in days_of(storm)]
    figures: Counter[str] = Counter()
    for key in keys:
        sent, revealed = out["scs_bot_post", key], out["scs_bot_reveal", key]
        row = books.posts.get(key)
        if len(sent) != 1:
            wrong["posts not exactly once"].append(f"{key}: {len(sent)} times")
        if len(revealed) != 1:
            wrong["reveals not exactly once"].append(f"{key}: {len(revealed)} times")
        figures["posts exactly once"] += len(sent) == 1
        figures["reveals exactly once"] += len(revealed) == 1
        if row is None or row.stage != "closed":
            wrong["posts not closed"].append(f"{key}: {row.stage if row else 'no row'}")
        elif not sent or (row.message_ts, row.reveal_ts) != (
            sent[0].ts,
            revealed[0].ts if revealed else None,
        ):
            wrong["posts recorded wrongly"].append(key)
        if sent and revealed and (revealed[0].thread_ts != sent[0].ts or not sent[0].updates):
            wrong["closes out of place"].append(key)
    weeks = Counter(key for event, key in out if event == "scs_bot_recap" for _ in out[event, key])
    expected = storm.size.recaps()
    figures["recaps exactly once"] = sum(times == 1 for times in weeks.values())
    wrong["recaps not exactly once"] += [
        f"{key}: {times} times" for key, times in weeks.items() if times != 1
    ]
    if figures["recaps exactly once"] < expected:
        wrong["recaps not exactly once"].append(f"{len(weeks)} of {expected} are there")
    strangers = {key for event, key in out if event == "scs_bot_post" and out[event, key]} - set(keys)
    wrong["posts that nobody ordered"] += sorted(strangers)
    return {"posts due": len(keys)} | dict(figures)


def _replies(storm: Storm, books: Books, wrong: Violations) -> dict[str, int]:
    """Every acknowledged reply has one row with the score of its last wording, and its author was told."""
    figures: Counter[str] = Counter(written=len(storm.written))
    owed: Counter[tuple[str, str | None, str]] = Counter()
    for written in storm.written:
        row = books.replies.get((written.channel, written.ts))
        taken = written.acknowledged or written.edit_acknowledged
        figures["replies acknowledged"] += taken
        if row is None:
            if taken:
                wrong["replies lost"].append(f"{written.channel} {written.ts}")
            continue
        scores = {worth(written.pack_id, written.scenario_id, text) for text in written.possible()}
        good = row.text in written.possible() and row.points in scores and not (row.late or row.withdrawn)
        figures["acknowledged and scored exactly once"] += taken and good
        if not good:
            said = f"{written.channel} {written.ts}: {row.points} points, late {row.late}, expected {scores}"
            wrong["replies scored wrongly"].append(said)
        if row.owes_feedback_at is not None:
            wrong["feedback still owed"].append(f"{written.channel} {written.ts}")
        owed[written.channel, written.thread_ts, written.user] += 1
        shown = storm.workspace.reactions[written.channel, written.ts]
        if shown != {REACTIONS[outcome(written.pack_id, written.scenario_id, row.text)]}:
            wrong["reactions wrong"].append(
                f"{written.channel} {written.ts}: {shown} for {row.points} points"
            )
    known = {(written.channel, written.ts) for written in storm.written}
    wrong["replies that nobody wrote"] += [str(key) for key in books.replies.keys() - known]
    whispers = storm.workspace.whispers
    wrong["feedback missing"] += [
        f"{key}: {whispers[key]} of {n}" for key, n in owed.items() if whispers[key] < n
    ]
    edits = sum(written.edited is not None for written in storm.written)
    figures["feedback owed (with edits)"] = sum(owed.values()) + edits
    figures["feedback messages"] = sum(whispers.values())
    return dict(figures)


async def _ledgers(storm: Storm, books: Books, wrong: Violations) -> dict[str, int]:
    """Every person's days in every channel, and what is remembered of them."""
    best: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for written in storm.written:
        row = books.replies.get((written.channel, written.ts))
        if row is not None:
            mine = best[written.channel, written.user]
            points = worth(written.pack_id, written.scenario_id, row.text)
            mine[written.key] = max(mine.get(written.key, 0), points)
    database = SqlDatabase(storm.url)
    standing, right = ShowStanding(database, storm.clock), 0
    for (channel, user), mine in best.items():
        streak = (await standing.streak(TEAM, channel, user)).streak
        kept = [(line.day, line.kind.value, line.streak, line.freezes) for line in streak.ledger]
        counted = list(_ledger(channel, mine, days_of(storm)))
        right += kept == counted
        if kept != counted:
            wrong["ledgers wrong"].append(f"{channel} {user}: {kept} instead of {counted}")
    await database.close()
    expected: Counter[tuple[str, str, int]] = Counter()
    for (_, user), mine in best.items():
        expected |= Counter(
            {(f"post:{books.posts[key].id}", user, points): 1 for key, points in mine.items()}
        )
    wrong["reviews wrong"] += map(str, (expected - books.reviews) + (books.reviews - expected))
    return {"ledgers": len(best), "ledgers right": right}


def _ledger(channel: str, best: dict[str, int], days: list[date]) -> Iterator[tuple[date, str, int, int]]:
    """Day by day, from the first that counted."""
    row, freezes, begun = 0, 0, False
    for day in days:
        if best.get(f"{channel}:{day}", 0) >= COUNTS_FROM:
            begun, kind, row = True, "answered", row + 1
            freezes = min(MOST_FREEZES, freezes + 1) if row % FREEZE_EVERY == 0 else freezes
        elif freezes:
            kind, freezes = "frozen", freezes - 1
        else:
            kind, row = "missed", 0
        if begun:
            yield day, kind, row, freezes
