from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.practice import Card, Rating, Recall, choose_new, most_forgotten, rating_of, readiness
from tests.domain.test_selection import EXAM, exam_pack, pack_of

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def card(scenario_id: str, due_at: datetime = NOW, pack_id: str = "test") -> Card:
    return Card("T1", "U1", pack_id, scenario_id, due_at, state=2)


def recall_of(**chances: float) -> Recall:
    return lambda card: chances[card.scenario_id.replace("-", "_")]


def test_the_marks_of_a_channel_make_the_four_ratings() -> None:
    points = (0, 39, 40, 59, 60, 89, 90, 100)
    assert [rating_of(value).name for value in points] == [
        "AGAIN", "AGAIN", "HARD", "HARD", "GOOD", "GOOD", "EASY", "EASY",
    ]  # fmt: skip


@given(st.integers(0, 100), st.integers(0, 99))
def test_more_points_are_never_rated_lower(pass_mark: int, points: int) -> None:
    assert rating_of(points, pass_mark) <= rating_of(points + 1, pass_mark)


@given(st.integers(41, 100))
def test_whatever_is_below_the_pass_mark_was_hard_at_best(pass_mark: int) -> None:
    assert rating_of(pass_mark - 1, pass_mark) <= Rating.HARD


def test_what_is_most_forgotten_comes_first_of_what_is_due() -> None:
    cards = [card("a", NOW - 9 * DAY), card("b"), card("c", NOW + DAY)]
    assert most_forgotten(cards, recall_of(a=0.8, b=0.5, c=0.1), NOW) == cards[1]


def test_of_equals_comes_what_has_waited_longest() -> None:
    cards = [card("a"), card("b", NOW - DAY)]
    assert most_forgotten(cards, recall_of(a=0.5, b=0.5), NOW) == cards[1]


def test_nothing_is_due_before_its_time() -> None:
    assert most_forgotten([card("a", NOW + DAY)], recall_of(a=0.1), NOW) is None


@given(st.text(max_size=12), st.integers(1, 50))
def test_new_scenarios_come_in_the_proportion_of_the_exam(seed: str, count: int) -> None:
    pack, seen = exam_pack(50), set[str]()
    for _ in range(count):
        chosen = choose_new(pack, seen, (), seed)
        assert chosen is not None
        seen.add(chosen.id)
    met = Counter(scenario.domain for scenario in pack.scenarios if scenario.id in seen)
    assert met.total() == count
    # Whole scenarios can't do better than one off; at the very end the pack's own rounding shows.
    assert all(abs(met[domain] - count * share / 100) < 1.01 for domain, share in EXAM.items())


@given(st.sets(st.sampled_from([s.id for s in exam_pack(50).scenarios])), st.data())
def test_neither_what_is_known_nor_what_is_open_is_new(seen: set[str], data: st.DataObject) -> None:
    pack = exam_pack(50)
    barred = data.draw(st.sets(st.sampled_from([s.id for s in pack.scenarios])))
    chosen = choose_new(pack, seen, barred, "U1")
    left = {s.id for s in pack.scenarios} - seen - barred
    assert chosen.id in left if chosen else not left


def test_two_people_dont_march_in_step_and_one_is_asked_the_same_again() -> None:
    pack = exam_pack(50)
    firsts = [choose_new(pack, (), (), f"U{number}") for number in range(20)]
    assert len({scenario.id for scenario in firsts if scenario}) > 1
    assert choose_new(pack, (), (), "U0") == firsts[0]


def test_readiness_counts_what_was_never_met_as_nothing() -> None:
    pack = pack_of({"detection": 2, "identity": 1}, {"detection": 25, "identity": 75})
    cards = [card("detection-0"), card("identity-0")]
    found = readiness(
        pack, cards, {"detection-0": 2, "identity-0": 1}, recall_of(detection_0=0.8, identity_0=0.4)
    )
    detection, identity = found.domains
    assert (detection.seen, detection.scenarios, detection.reviews) == (1, 2, 2)
    assert (detection.recall, detection.recall_of_seen) == (0.4, 0.8)
    assert found.recall == 0.25 * 0.4 + 0.75 * identity.recall
    assert found.recall_of_seen == 0.25 * 0.8 + 0.75 * 0.4
    assert found.reviews == 3


def test_readiness_without_an_answer_is_nothing_and_says_so() -> None:
    found = readiness(exam_pack(50), [], {}, recall_of())
    assert (found.recall, found.recall_of_seen, found.enough) == (0.0, None, False)
    assert not any(domain.enough for domain in found.domains)


def test_ten_answers_are_enough_and_three_in_a_domain() -> None:
    pack = pack_of({"detection": 1, "identity": 1})
    found = readiness(pack, [], {"detection-0": 3, "identity-0": 7}, recall_of())
    assert found.enough
    assert [domain.enough for domain in found.domains if domain.reviews] == [True, True]
    fewer = readiness(pack, [], {"detection-0": 2, "identity-0": 7}, recall_of())
    assert not fewer.enough
    assert [domain.enough for domain in fewer.domains if domain.reviews] == [False, True]


def test_cards_of_scenarios_that_are_gone_and_of_other_packs_count_for_nothing() -> None:
    pack = pack_of({"detection": 1})
    cards = [card("gone"), card("detection-0", pack_id="other")]
    found = readiness(pack, cards, {"gone": 9}, recall_of(gone=1.0, detection_0=1.0))
    assert (found.recall, found.reviews) == (0.0, 0)


@given(st.dictionaries(st.sampled_from([s.id for s in exam_pack(50).scenarios]), st.floats(0, 1)))
def test_the_whole_is_never_ready_beyond_what_was_met(chances: dict[str, float]) -> None:
    pack = exam_pack(50)
    found = readiness(pack, [card(id_) for id_ in chances], {}, lambda card: chances[card.scenario_id])
    assert 0 <= found.recall <= 1
    assert found.recall <= (found.recall_of_seen or 0) + 1e-9
