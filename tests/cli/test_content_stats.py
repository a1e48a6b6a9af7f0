"""`scs-bot content stats`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from bot.services.measure_coverage import Age, age
from tests.cli.calling import Call
from tests.packs.small_pack import PACK, spoiled, write_pack

SVG = "{http://www.w3.org/2000/svg}"
SECOND = (
    spoiled("id: recover-deleted-branch", "id: share-a-branch")
    .replace("domain: Recovering work", "domain: Sharing work")
    .replace("difficulty: 2", "difficulty: 3")
    .replace("read: 2026-03-01", "read: 2025-03-01")
    .replace("reviewed: 2026-03-02", "reviewed: null")
)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A pack of two scenarios, one in each domain."""
    return write_pack(tmp_path / "two", second=SECOND)


def test_a_table_for_each_way_to_look_at_the_pack(call: Call, two: Path) -> None:
    shown = call("content", "stats", "--pack", two)

    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines()[:24] == [
        "Git drill",
        "git-drill · 2 scenarios · as of 2026-03-10",
        "",
        "Exam domains",
        "  Domain           Scenarios  Share  Exam",
        "  Recovering work          1   50 %  60 %  ██████████████████████████████▉     ┃",
        "  Sharing work             1   50 %  40 %  ████████████████████████┃█████▉",
        "  ┃ the exam's weight",
        "",
        "Difficulty",
        "  Level  Scenarios  Share",
        "  ●○○            0    0 %",
        "  ●●○            1   50 %  ████████████████████████████████████████",
        "  ●●●            1   50 %  ████████████████████████████████████████",
        "",
        "Languages",
        "  Language  Complete  Share  Questions  Phrasings  Examples",
        "  English          2  100 %         12         18        14  ███████████████████",
        "  Japanese         2  100 %         12         16        14  ███████████████████",
        "",
        "Last review",
        "  How long ago    Scenarios  Share",
        "  never                   1   50 %  ████████████████████████████████████████",
        "  up to 3 months          1   50 %  ████████████████████████████████████████",
    ]


def test_columns_of_japanese_stand_under_each_other(call: Call, two: Path) -> None:
    lines = call("content", "stats", "--pack", two, LANG="ja_JP.UTF-8").out.splitlines()

    title, *rows = lines[lines.index("試験分野") + 1 :][:3]
    ends = {cell_len(row[: row.index(" 50 %")]) for row in rows}
    assert ends == {cell_len(title[: title.index("割合")]) - len(" ")}
    assert max(map(cell_len, lines)) <= 80


def test_json_has_the_same_for_programs(call: Call, two: Path) -> None:
    assert call("content", "stats", "--pack", two, "--json").json == {
        "pack": "git-drill",
        "day": "2026-03-10",
        "drafts": 0,
        "scenarios": 2,
        "domains": [
            {"domain": "Recovering work", "scenarios": 1, "share": 50.0, "weight": 60.0},
            {"domain": "Sharing work", "scenarios": 1, "share": 50.0, "weight": 40.0},
        ],
        "difficulty": [
            {"difficulty": 1, "scenarios": 0, "share": 0.0},
            {"difficulty": 2, "scenarios": 1, "share": 50.0},
            {"difficulty": 3, "scenarios": 1, "share": 50.0},
        ],
        "languages": [
            {
                "language": language,
                "scenarios": 2,
                "share": 100.0,
                "questions": 12,
                "phrasings": phrasings,
                "examples": 14,
            }
            for language, phrasings in (("en", 18), ("ja", 16))
        ],
        "reviewed": {"never": 1, "to-3": 1, "to-6": 0, "to-12": 0, "over-12": 0},
        "sources": {"to-3": 1, "to-6": 0, "to-12": 0, "over-12": 1},
    }


def test_a_scenario_without_an_example_of_every_outcome_is_not_complete(call: Call, tmp_path: Path) -> None:
    pack = write_pack(tmp_path, scenario=spoiled("    partial: [reflog で調べる, リフログを見る]\n", ""))

    languages = call("content", "stats", "--pack", pack, "--json").json["languages"]

    assert [each["scenarios"] for each in languages] == [1, 0]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, Age.NEVER),
        (date(2026, 3, 11), Age.TO_3),
        (date(2025, 12, 10), Age.TO_3),
        (date(2025, 12, 9), Age.TO_6),
        (date(2025, 9, 10), Age.TO_6),
        (date(2025, 9, 9), Age.TO_12),
        (date(2025, 3, 10), Age.TO_12),
        (date(2025, 3, 9), Age.OVER_12),
    ],
)
def test_ages_are_counted_in_calendar_months(day: date | None, expected: Age) -> None:
    assert age(day, date(2026, 3, 10)) is expected


def test_three_months_after_the_end_of_november_is_the_end_of_february() -> None:
    assert age(date(2025, 11, 30), date(2026, 2, 28)) is Age.TO_3
    assert age(date(2025, 11, 30), date(2026, 3, 1)) is Age.TO_6


def test_scenarios_that_cannot_be_read_are_left_out_and_that_is_said(call: Call, tmp_path: Path) -> None:
    pack = write_pack(tmp_path, second=spoiled("weight: 50", "weight: 40", SECOND))

    shown = call("content", "stats", "--pack", pack, "--json")

    assert (shown.code, shown.json["scenarios"]) == (0, 1)
    assert f"{pack} has 1 fault" in shown.err


def test_a_pack_in_which_no_scenario_can_be_read_covers_nothing(call: Call, tmp_path: Path) -> None:
    pack = write_pack(tmp_path, scenario=spoiled("weight: 50", "weight: 40"))

    shown = call("content", "stats", "--pack", pack, "--svg", tmp_path / "coverage.svg")

    assert shown.code == 0
    assert "0 scenarios" in shown.out


def test_a_folder_that_is_no_pack_is_told_what_it_lacks(call: Call, tmp_path: Path) -> None:
    shown = call("content", "stats", "--pack", tmp_path)

    assert (shown.code, shown.out) == (1, "")
    assert "No scenario in this folder" in shown.err


# The picture


@pytest.mark.parametrize(
    ("locale", "language", "title"),
    [("en", "en", "What the pack covers: R&D <drill>"), ("ja_JP.UTF-8", "ja", "パックの内容: Git ドリル")],
)
def test_the_picture_is_labelled_for_those_who_cannot_see_it(
    call: Call, tmp_path: Path, locale: str, language: str, title: str
) -> None:
    pack = write_pack(tmp_path, second=SECOND, pack=spoiled("en: Git drill", 'en: "R&D <drill>"', PACK))
    file = tmp_path / "coverage.svg"

    assert call("content", "stats", "--pack", pack, "--svg", file, LANG=locale).code == 0

    drawn = ElementTree.parse(file).getroot()
    named = {part.get("id"): part.text for part in drawn if part.tag in (f"{SVG}title", f"{SVG}desc")}
    assert (drawn.get("role"), drawn.get("lang")) == ("img", language)
    assert drawn.get("aria-labelledby", "").split() == list(named)
    assert named["title"] == title
    assert "50 %" in str(named["about"])


def test_the_picture_has_colours_for_light_and_for_dark(call: Call, two: Path, tmp_path: Path) -> None:
    call("content", "stats", "--pack", two, "--svg", tmp_path / "coverage.svg")

    style = str(ElementTree.parse(tmp_path / "coverage.svg").getroot().findtext(f"{SVG}style"))
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    assert set(re.findall(r"(--[a-z]+):", light)) == set(re.findall(r"(--[a-z]+):", dark.split("text {")[0]))


def test_everything_drawn_lies_within_the_picture(call: Call, two: Path, tmp_path: Path) -> None:
    call("content", "stats", "--pack", two, "--svg", tmp_path / "coverage.svg")

    drawn = ElementTree.parse(tmp_path / "coverage.svg").getroot()
    width, height = float(drawn.get("width", "0")), float(drawn.get("height", "0"))
    for box in drawn.iter(f"{SVG}rect"):
        x, y, wide, high = (float(box.get(name, "0")) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + wide <= width
        assert 0 <= y <= y + high <= height


def test_with_json_the_picture_is_drawn_too_and_only_json_is_printed(
    call: Call, two: Path, tmp_path: Path
) -> None:
    shown = call("content", "stats", "--pack", two, "--json", "--svg", tmp_path / "coverage.svg")

    assert shown.json["scenarios"] == 2
    assert (tmp_path / "coverage.svg").exists()


def test_a_picture_that_cannot_be_written_is_wrong_usage(call: Call, two: Path, tmp_path: Path) -> None:
    shown = call("content", "stats", "--pack", two, "--svg", tmp_path / "nowhere" / "coverage.svg")

    assert shown.code == 2
    assert "can't be written" in shown.err


def test_a_picture_of_two_packs_is_wrong_usage(call: Call, two: Path, pack: Path, tmp_path: Path) -> None:
    shown = call("content", "stats", "--svg", tmp_path / "coverage.svg", SCS_PACK=f"{two}:{pack}")

    assert shown.code == 2
    assert "--pack DIR" in shown.err


def test_drafts_are_not_counted_and_it_says_so(call: Call, two: Path) -> None:
    (two / "scenarios" / "draft.yaml").write_text("draft: true\nid: half-done\n", "utf-8")

    shown = call("content", "stats", "--pack", two)

    assert shown.code == 0
    assert shown.out.splitlines()[1:3] == [
        "git-drill · 2 scenarios · as of 2026-03-10",
        "1 draft is not counted.",
    ]
    assert call("content", "stats", "--pack", two, "--json").json["drafts"] == 1
    assert "下書き 1 件は集計に含みません。" in call("content", "stats", "--pack", two, LANG="ja").out
