"""Study notes become topics, and every line of them is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.scenario import Language
from bot.packs.draft import draft_yaml
from bot.packs.importing import drafts_of
from bot.packs.notes import Left, Notes, Topic, read_notes
from bot.packs.notes.marks import is_blank
from bot.packs.notes.outline import Item, Kind, read_outline
from bot.packs.surroundings import Surroundings
from bot.packs.yaml_tree import read_tree
from tests.packs.small_pack import SOUND

NOWHERE = Surroundings("GIT-1", (), {}, {}, SOUND / "scenarios")

MARKS = [
    "- ",
    "* ",
    "• ",
    "・",
    "◦ ",
    "1. ",
    "２）",
    "① ",
    "o\t",
    "# ",
    "## ",
    "■",
    "【x】",
    "→ ",
    "A: ",
    "Q: ",
    "> ",
]
OTHERS = [
    "```",
    "~~~",
    "---",
    "===",
    "| a | b |",
    "",
    " ",
    "\u3000",
    "key: value",
    "[x](https://x.y)",
    "**b**",
]
INDENTS = ["", "  ", "    ", "\t", "\u3000", "\u00a0 ", "\t\t", "      "]
WORDS = [
    "share subnets",
    "共有したい",
    "設定:",
    "What do you do?",
    "どうしますか。",
    "x" * 50,
    "\u2028",
    "\x85",
    "\0",
    "\ufeff",
    "",
]
LINES = st.builds(lambda *parts: "".join(parts), *map(st.sampled_from, (INDENTS, MARKS + OTHERS, WORDS)))
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
SOME_NOTES = st.lists(st.tuples(LINES, ENDS), max_size=30).map(lambda rows: "".join(map("".join, rows)))


def topics(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(topic.situation, topic.points) for topic in read_notes(text).topics]


def accounted(text: str) -> Notes:
    """The notes, once it is certain that no line of them is lost, told twice or changed."""
    notes = read_notes(text)
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert list(notes.lines) == (rows if rows[-1] else rows[:-1])
    placed = [number for topic in notes.topics for number in topic.lines]
    assert sorted([*placed, *notes.left]) == list(range(1, len(notes.lines) + 1))
    for topic in notes.topics:
        assert topic.notes.split("\n") == [notes.lines[number - 1] for number in topic.lines]
        assert {*topic.situation_lines, *topic.point_lines} <= {*topic.lines}
    for number, why in notes.left.items():
        assert is_blank(notes.lines[number - 1]) == (why is Left.BLANK)
    return notes


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_accounted_for_line_by_line(text: str) -> None:
    accounted(text)


@given(SOME_NOTES)
@settings(max_examples=600, deadline=None)
def test_anything_like_notes_is_accounted_for_and_comes_back_out_of_its_drafts(text: str) -> None:
    notes = accounted(text)

    drafts = drafts_of(notes.topics, "notes.md", NOWHERE, Language.EN)

    assert len({draft.id for draft in drafts}) == len(drafts)
    for topic, draft in zip(notes.topics, drafts, strict=True):
        assert_read_back(topic, draft_yaml(draft, ["Sharing work"], Language.EN))


@given(SOME_NOTES)
@settings(max_examples=300, deadline=None)
def test_a_line_is_left_out_only_if_it_is_blank_drawn_or_names_what_follows(text: str) -> None:
    notes = read_notes(text)
    outline = read_outline(notes.lines)

    headings = set(names_of_sections(outline.root))

    for number, why in notes.left.items():
        assert why is not Left.HEADING or number - 1 in headings
        assert why is not Left.RULE or number - 1 in outline.rules


def names_of_sections(item: Item) -> Iterator[int]:
    """The lines of headings, and of what may serve as one: it has others under it or after it."""
    for child, after in zip_longest(item.children, item.children[1:]):
        if child.kind is Kind.HEADING or child.children or (child.kind is Kind.PARAGRAPH and after):
            yield from child.text
        yield from names_of_sections(child)


def assert_read_back(topic: Topic, text: str) -> None:
    tree = read_tree("draft.yaml", text)
    assert tree.faults == []
    assert isinstance(tree.value, dict)
    assert tree.value["notes"] == topic.notes
    assert topic.situation in tree.value["situation"].values()
    claims = [point["en"] or point["ja"] for point in tree.value["rubric"]]
    assert tuple(claims[: len(topic.points)]) == topic.points


def test_bullets_under_a_bullet_are_its_points() -> None:
    text = "- You may not build more VPCs. What do you do?\n  - Share the subnets with RAM\n  - Name the OU\n"

    assert topics(text) == [
        (
            "You may not build more VPCs. What do you do?",
            ("Share the subnets with RAM", "Name the OU"),
        )
    ]


@pytest.mark.parametrize("bullet", ["-", "*", "+", "•", "・", "◦", "1.", "２）", "①", "(3)", "–"])
@pytest.mark.parametrize("indent", ["  ", "    ", "\t", "\u3000", "\u00a0\u00a0"])
def test_every_bullet_and_indentation_nests(bullet: str, indent: str) -> None:
    text = f"{bullet} 共有したい\n{indent}{bullet} RAM を使う\n{indent}{bullet} OU を指定\n"

    assert topics(text) == [("共有したい", ("RAM を使う", "OU を指定"))]


def test_bullets_that_lost_their_indentation_nest_by_their_marks() -> None:
    text = "• one\n◦ share it\n▪ with RAM\n◦ name it\n• two\n◦ copy it\n"

    assert topics(text) == [("one", ("share it", "name it")), ("two", ("copy it",))]


def test_bullets_under_a_number_nest_without_indentation() -> None:
    assert topics("1. one\n- a\n- b\n2. two\n- c\n") == [("one", ("a", "b")), ("two", ("c",))]


def test_notes_without_any_bullet_nest_by_indentation() -> None:
    assert topics("one\n\ta\n\tb\ntwo\n\tc\n") == [("one", ("a", "b")), ("two", ("c",))]


def test_a_bullet_on_a_line_of_its_own_takes_the_next_line() -> None:
    assert topics("•\nshare it\n  ◦\n  with RAM\n") == [("share it", ("with RAM",))]


def test_arrows_and_answers_are_points_of_what_they_answer() -> None:
    assert topics("- 共有したい\n→ RAM を使う\n⇒ OU を指定\n") == [
        ("共有したい", ("RAM を使う", "OU を指定"))
    ]
    assert topics("Q: How to share?\nA: With RAM\n") == [("How to share?", ("With RAM",))]
    assert topics("Q: Share\n→ RAM\nRoles\n- a\n") == [("Share", ("RAM",)), ("Roles", ("a",))]


def test_flat_bullets_are_the_points_of_their_heading() -> None:
    assert topics("# Notes\n## Sharing subnets\n- RAM\n- the OU\n") == [
        ("Sharing subnets", ("RAM", "the OU"))
    ]


def test_flat_bullets_are_the_points_of_the_paragraph_before_them() -> None:
    text = "Twenty accounts need\none network. What do you do?\n\n- RAM\n- the OU\n"

    assert topics(text) == [("Twenty accounts need one network. What do you do?", ("RAM", "the OU"))]


def test_a_bullet_that_only_names_a_subject_holds_topics() -> None:
    text = "- IAM\n  - policies\n    - a\n    - b\n  - roles\n    - c\n    - d\n"

    notes = read_notes(text)

    assert topics(text) == [("policies", ("a", "b")), ("roles", ("c", "d"))]
    assert notes.topics[0].path == ("IAM",)
    assert notes.left == {1: Left.HEADING}


def test_the_bullets_under_a_label_are_points_and_the_label_is_none() -> None:
    assert topics("- 共有したい\n  - 答え:\n    - RAM を使う\n    - OU を指定\n") == [
        ("共有したい", ("RAM を使う", "OU を指定"))
    ]


def test_headings_of_either_kind_are_the_path_of_a_topic() -> None:
    text = "Notes\n=====\n\n■ IAM\n【roles】\n- a\n  - b\n- c\n  - d\n"

    assert [topic.path for topic in read_notes(text).topics] == [("Notes", "IAM", "【roles】")] * 2


def test_wrapped_lines_are_joined_with_a_space_but_not_within_japanese() -> None:
    assert topics("- share the\n  subnets\n  - 管理アカウントで\n    有効にする\n") == [
        ("share the subnets", ("管理アカウントで有効にする",))
    ]


def test_markdown_is_taken_off_what_is_filled_in_and_left_in_the_notes() -> None:
    text = "- **share** [subnets](https://x.example/a)\n  - [ ] with `RAM`\n"

    assert topics(text) == [("share subnets", ("with RAM",))]
    assert read_notes(text).topics[0].notes == text.rstrip("\n")


def test_stars_in_plain_text_are_not_taken_for_markdown() -> None:
    assert topics("• deny s3:*/* and kms:*/*\n  • here\n") == [("deny s3:*/* and kms:*/*", ("here",))]


def test_code_and_tables_stay_with_the_bullet_before_them() -> None:
    code = "```json\n{\n\n- no bullet\n# no heading\n}\n```\n"
    text = f"- one\n  - a\n{code}| a | b |\n|---|---|\n  - b\n- two\n  - c\n"

    assert topics(text) == [("one", ("a", "b")), ("two", ("c",))]
    assert read_notes(text).topics[0].lines == tuple(range(1, 13))


def test_a_fence_that_is_never_closed_swallows_nothing() -> None:
    assert topics("- one\n  - a\n```\n- two\n  - b\n") == [("one", ("a",)), ("two", ("b",))]


def test_settings_before_markdown_and_drawn_lines_are_left_out_as_such() -> None:
    notes = read_notes("---\ntitle: x\ntags:\n  - a\n---\n- one\n  - a\n\n---\n\n- two\n  - b\n")

    assert [number for number, why in notes.left.items() if why is Left.RULE] == [1, 2, 3, 4, 5, 9]


def test_only_headings_and_blank_lines_make_no_topic() -> None:
    notes = read_notes("# Notes\n\n## IAM\n")

    assert notes.topics == ()
    assert notes.left == {1: Left.HEADING, 2: Left.BLANK, 3: Left.HEADING}


def test_a_paragraph_alone_is_a_situation() -> None:
    assert topics("# Notes\n\nSomebody deleted a branch.\n") == [("Somebody deleted a branch.", ())]


def test_bullets_nested_a_thousand_deep_are_read() -> None:
    accounted("".join(" " * depth + "- x\n" for depth in range(1000)))


def test_paragraphs_before_a_question_belong_to_its_situation_and_others_do_not() -> None:
    assert topics("You run a team.\n\nWhat do you do?\n- RAM\n") == [
        ("You run a team. What do you do?", ("RAM",))
    ]
    assert topics("This is about IAM.\n\nRoles\n- a\n- b\n") == [
        ("This is about IAM.", ()),
        ("Roles", ("a", "b")),
    ]


def test_a_first_line_that_names_the_whole_is_a_heading() -> None:
    notes = read_notes("My notes\n\nRoles\n- a\n- b\n")

    assert [topic.situation for topic in notes.topics] == ["Roles"]
    assert notes.left == {1: Left.HEADING, 2: Left.BLANK}


def test_a_few_nested_bullets_among_flat_ones_are_points_like_them() -> None:
    text = "# Grants\n- only allow\n- are temporary\n  - until retired\n- have tokens\n"

    assert topics(text) == [("Grants", ("only allow", "are temporary", "have tokens"))]
