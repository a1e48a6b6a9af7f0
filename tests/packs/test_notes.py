"""Study notes become topics, and every line of them is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.scenario import Bilingual, Language
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
    "B. ",
    "** ",
    "✅",
    "○",
    "> ",
    "(a) ",
    "2. ",
    "2.1 ",
    "× ",
    "Q1. ",
    "A) ",
    "解説：",
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
    "[x](#x)",
    "![x](y.png)",
    "<!--",
    "-->",
    "<ul>",
    "<li>a</li>",
    "<pre>",
    "</pre>",
    "a | b",
    "--- | ---",
    "a\tb",
    "{code}",
    "h2. x",
    "目次",
    "{",
    "}",
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
        assert {*topic.situation_lines, *topic.point_lines, *topic.trap_lines} <= {*topic.lines}
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
    bullets = set(lines_of_bullets(outline.root))

    for number, why in notes.left.items():
        assert why is not Left.HEADING or number - 1 in headings
        assert why is not Left.RULE or number - 1 in outline.rules
        assert why is not Left.CONTENTS or number - 1 in bullets


def names_of_sections(item: Item) -> Iterator[int]:
    """The lines of headings, and of what may serve as one: it has others under it or after it."""
    for child, after in zip_longest(item.children, item.children[1:]):
        if child.kind is Kind.HEADING or child.children or (child.kind is Kind.PARAGRAPH and after):
            yield from child.text
        yield from names_of_sections(child)


def lines_of_bullets(item: Item) -> Iterator[int]:
    if item.kind is Kind.BULLET:
        yield from (*item.text, *item.extra)
    for child in item.children:
        yield from lines_of_bullets(child)


def assert_read_back(topic: Topic, text: str) -> None:
    tree = read_tree("draft.yaml", text)
    assert tree.faults == []
    assert isinstance(tree.value, dict)
    assert tree.value["notes"] == topic.notes
    assert topic.situation in tree.value["situation"].values()
    claims = [point["en"] or point["ja"] for point in tree.value["rubric"]]
    assert tuple(claims[: len(topic.points)]) == topic.points
    traps = [trap["en"] or trap["ja"] for trap in tree.value["misconceptions"]]
    assert tuple(traps[: len(topic.traps)]) == topic.traps


def test_tags_under_the_word_contents_are_no_heading() -> None:
    assert accounted("目次\n<ul>\n- share subnets\n").topics[0].lines == (1, 2)


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
    notes = read_notes("My notes\n\nRoles\n- a\n- b\nKeys\n- c\n")

    assert [topic.situation for topic in notes.topics] == ["Roles", "Keys"]
    assert notes.left == {1: Left.HEADING, 2: Left.BLANK}


def test_a_few_nested_bullets_among_flat_ones_are_points_like_them() -> None:
    text = "# Grants\n- only allow\n- are temporary\n  - until retired\n- have tokens\n"

    assert topics(text) == [("Grants", ("only allow", "are temporary", "have tokens"))]


def test_a_prefix_is_taken_off_only_where_the_text_begins() -> None:
    assert topics("- IT管理者\n  - フルアクセス＋MFA：管理ポリシー\n  - A: 読むだけ\n") == [
        ("IT管理者", ("フルアクセス＋MFA：管理ポリシー", "読むだけ"))
    ]


def test_a_label_among_other_points_keeps_its_bullets_to_itself() -> None:
    text = "# Services\n- regional\n- priced by use\n- Managed by AWS:\n  - compute\n  - storage\n"

    assert topics(text) == [("Services", ("regional", "priced by use", "Managed by AWS:"))]


def test_options_from_a_to_d_are_points_beside_each_other() -> None:
    text = "■ 選択肢\n\nA. CloudHSM を使う。\nB. BYOK を使う。\nC. SSE-S3 を使う。\n"

    assert topics(text) == [("選択肢", ("CloudHSM を使う。", "BYOK を使う。", "SSE-S3 を使う。"))]


def test_a_table_of_contents_is_left_out_as_such() -> None:
    text = "# Notes\n\n- [KMS](#kms)\n  - [Rotation](#rotation)\n- [S3](#s3)\n\n## KMS\n- rotate\n- deny\n"

    notes = read_notes(text)

    assert topics(text) == [("KMS", ("rotate", "deny"))]
    assert [number for number, why in notes.left.items() if why is Left.CONTENTS] == [3, 4, 5]


def test_bullets_under_the_word_contents_are_a_table_of_contents_without_any_links() -> None:
    notes = read_notes("目次\n・KMS\n・S3\n\n■ KMS\n・鍵は必ず一つ\n・消せない\n")

    assert [topic.situation for topic in notes.topics] == ["KMS"]
    assert [number for number, why in notes.left.items() if why is Left.CONTENTS] == [2, 3]


@pytest.mark.parametrize(
    "said",
    [
        "![KMS](https://x.example/kms.png)",
        "[![badge](https://x.example/a.svg)](https://x.example)",
        "<!-- to do -->",
        "<!--\nto do\n-->",
        '<a id="kms"></a>',
        "<details><summary>more</summary>",
        ":::note info",
        "[^1]: as of 2024",
        "https://docs.aws.amazon.com/kms/",
    ],
)
def test_what_is_no_sentence_goes_into_the_notes_only(said: str) -> None:
    text = f"## KMS\n\n{said}\n\n- one policy a key\n- no way without\n"

    assert topics(text) == [("KMS", ("one policy a key", "no way without"))]
    assert said in read_notes(text).topics[0].notes


def test_a_heading_with_nothing_but_a_picture_is_a_topic_with_the_picture_in_its_notes() -> None:
    text = "## KMS\n![KMS](kms.png)\n"

    assert topics(text) == [("KMS", ())]
    assert read_notes(text).topics[0].notes == text.rstrip("\n")


@pytest.mark.parametrize(
    "table",
    [
        "Service | Use\n--- | ---\nMacie | PII in S3",
        "項目\t内容\n時間\t170分\n問題数\t65問",
        "||Service||Use||\n|Macie|PII in S3|",
    ],
)
def test_tables_without_bars_at_their_sides_are_tables(table: str) -> None:
    text = f"## Services\n\n{table}\n\n- Macie finds data\n- GuardDuty finds threats\n"

    assert topics(text) == [("Services", ("Macie finds data", "GuardDuty finds threats"))]
    assert read_notes(text).topics[0].notes == text.rstrip("\n")


def test_tags_and_marks_of_footnotes_are_taken_off_what_is_filled_in_and_placeholders_stay() -> None:
    text = "# **KMS**\n- <img src='a.png'/> use keys[^1]<br>or `<key>` and <your-key>\n- deny\n"

    assert topics(text) == [("KMS", ("use keys or <key> and <your-key>", "deny"))]


def test_a_short_line_that_stands_alone_is_a_heading_in_text_copied_from_a_page() -> None:
    text = (
        "合格記\n\nはじめに\n\n先日合格しました。\n\n対象読者\n\n  • 受験する方\n  • 設計する方\n\n"
        "考え方\n\n守る技術です。\n\n手順は次のとおりです。\n\n  1. 図にする\n  2. 脅威を挙げる\n"
    )

    assert topics(text) == [
        ("先日合格しました。", ()),
        ("対象読者", ("受験する方", "設計する方")),
        ("守る技術です。", ()),
        ("手順は次のとおりです。", ("図にする", "脅威を挙げる")),
    ]
    assert read_notes(text).topics[3].path == ("合格記", "考え方")


def test_short_lines_one_after_another_are_no_headings() -> None:
    assert topics("EC2\n\nRDS\n\nS3\n") == [("EC2 RDS S3", ())]


def test_bold_lines_are_headings_in_markdown_and_other_short_lines_are_not() -> None:
    text = (
        "# Notes\n\n**Network**\n\n**VPC**\n- groups\n- NACLs\n\n## Other\n\nA word\n\nSome text is here.\n"
    )

    notes = read_notes(text)

    assert [topic.situation for topic in notes.topics] == ["VPC", "A word Some text is here."]
    assert notes.topics[0].path == ("Notes", "Network")


def test_a_title_right_above_the_first_label_is_no_part_of_it() -> None:
    text = "試験対策まとめ\nKMS\n・一つだけ\n・消せない\n\nS3\n・公開しない\n・ロックする\n"

    assert topics(text) == [("KMS", ("一つだけ", "消せない")), ("S3", ("公開しない", "ロックする"))]
    assert read_notes(text).left[1] is Left.HEADING


def test_a_sentence_between_two_bullets_of_a_list_goes_on_with_the_first() -> None:
    text = "要点です。\n- 証跡が中心。\n組織で集約する。\n- ログを検索する。\nまとめ\n- 以上\n"

    assert topics(text) == [
        ("要点です。", ("証跡が中心。組織で集約する。", "ログを検索する。")),
        ("まとめ", ("以上",)),
    ]


def test_half_of_the_bullets_with_one_below_each_are_points_like_the_others() -> None:
    text = "# Roles\n- need a trust policy\n- are temporary\n→ no long-term keys\n"

    assert topics(text) == [("Roles", ("need a trust policy", "are temporary"))]


def test_a_bullet_alone_is_a_situation() -> None:
    assert topics("Security notes\n\nKMS\n\tpolicies\n\tgrants\n")[-1] == ("KMS", ("policies", "grants"))
    assert topics("- only this\n") == [("only this", ())]


def test_marks_that_came_from_a_wiki_nest() -> None:
    text = (
        "h1. Notes\nh2. KMS\n* policies\n** one a key\n*** or none\n** required\n* grants\n** only allow\n"
        "** temporary\nh2. Response\n# isolate\n# snapshot\n## tag it\n{code}\n# no number\n{code}\n"
    )

    assert topics(text) == [
        ("policies", ("one a key", "required")),
        ("grants", ("only allow", "temporary")),
        ("Response", ("isolate", "snapshot")),
    ]
    assert read_notes(text).topics[0].path == ("Notes", "KMS")


def test_squares_below_circles_are_bullets_and_no_headings() -> None:
    text = "● KMS\n○ ポリシー\n■ 一つ\n■ 必須\n○ グラント\n■ 許可のみ\n● S3\n○ 公開\n■ しない\n"

    assert topics(text) == [("KMS", ("ポリシー", "グラント")), ("S3", ("公開",))]


@pytest.mark.parametrize("bullet", ["✅ ", "❌", "👉 ", "☑️ ", "➢ ", "-", "・"])
def test_signs_and_hyphens_without_a_space_are_bullets_before_japanese(bullet: str) -> None:
    assert topics(f"## KMS\n{bullet}一つだけ\n{bullet}消せない\n") == [("KMS", ("一つだけ", "消せない"))]


def test_headings_of_old_articles_have_no_space_after_their_signs() -> None:
    assert topics("##KMS\n- 一つ\n- 必須\n") == [("KMS", ("一つ", "必須"))]
    assert topics("メモ\n#AWS\n") == [("メモ #AWS", ())]


def test_links_to_documentation_are_no_points() -> None:
    text = "## KMS\n- one policy a key\n- [📖 KMS Documentation](https://x.example)\n- https://y.example\n"

    assert topics(text) == [("KMS", ("one policy a key",))]
    assert read_notes(text).topics[0].lines == (1, 2, 3, 4)


def test_pasted_html_is_read_as_the_page_that_it_is() -> None:
    text = (
        '<h2 id="k">KMS &amp; S3</h2>\n<p>鍵の管理。</p>\n<ul>\n  <li>ポリシー\n    <ul>\n'
        "      <li>一つ</li>\n      <li>必須</li>\n    </ul>\n  </li>\n"
        "  <li>グラント\n    <ul><li>一時的</li></ul>\n  </li>\n</ul>\n"
        "<h3>証跡</h3>\n<ol>\n<li>組織で<b>作る</b></li>\n<li>検証する</li>\n</ol>\n"
        "<pre><code>aws\n- no bullet\n</code></pre>\n"
    )

    assert topics(text) == [
        ("鍵の管理。", ()),
        ("ポリシー", ("一つ", "必須")),
        ("グラント", ("一時的",)),
        ("証跡", ("組織で作る", "検証する")),
    ]
    assert read_notes(text).topics[1].path == ("KMS & S3",)


@pytest.mark.parametrize(
    "heading",
    [
        "Domain 2: Sharing & Working (16%)",
        "Sharing and Working",
        "第 2 分野: 共有と作業 16%",
        "2. 共有と作業",
        "🔑 Sharing and Working",
    ],
)
def test_a_heading_that_names_a_domain_in_its_own_way_says_which_it_is(heading: str) -> None:
    around = Surroundings(
        "GIT-1", (Bilingual("Sharing and Working", "共有と作業"),), {}, {}, SOUND / "scenarios"
    )
    notes = read_notes(f"## {heading}\n\n- Roles\n  - a\n  - b\n- Keys\n  - c\n  - d\n")

    drafts = drafts_of(notes.topics, "notes.md", around, Language.EN)

    assert {draft.domain for draft in drafts} == {"Sharing and Working"}


def test_a_tick_before_a_label_makes_no_bullet_of_it() -> None:
    assert topics("✅ 正解:\n- RAM を使う\n- OU を指定する\n") == [
        ("✅ 正解:", ("RAM を使う", "OU を指定する"))
    ]


def test_the_word_contents_is_no_heading_above_a_topic() -> None:
    notes = read_notes(
        "# 目次\n- [KMS](#kms)\n- [S3](#s3)\n\n## KMS\n- 一つ\n- 必須\n\n## S3\n- 公開しない\n"
    )

    assert [(topic.path, topic.situation) for topic in notes.topics] == [((), "KMS"), ((), "S3")]


def test_one_bullet_among_flat_ones_that_holds_much_is_a_topic_of_its_own() -> None:
    text = (
        "# Accounts\n- have a root user\n- Scenarios for several accounts:\n"
        "  - Need: separation\n    - three\n  - Need: one bill\n    - consolidate\n- are cheap\n- are safe\n"
    )

    assert topics(text) == [
        ("Accounts", ("have a root user", "are cheap", "are safe")),
        ("Scenarios for several accounts:", ("Need: separation", "Need: one bill")),
    ]


def test_letters_and_small_roman_numbers_in_brackets_are_bullets() -> None:
    text = "(1) groups\n     (a) are stateful\n     (b) only allow\n(2) 一覧\n  （ア）順に\n  (ii) 状態なし\n"

    assert topics(text) == [
        ("groups", ("are stateful", "only allow")),
        ("一覧", ("順に", "状態なし")),
    ]
    assert topics("(1) groups\n(a) stateful\n(2) lists\n(a) stateless\n") == [
        ("groups", ("stateful",)),
        ("lists", ("stateless",)),
    ]


def test_numbers_of_numbers_are_bullets_under_the_number_they_begin_with() -> None:
    text = "1. Contain\n  1.1 isolate\n  1.2. revoke\n2. Keep\n2.1 memory\n2.2 disks\n"

    assert topics(text) == [("Contain", ("isolate", "revoke")), ("Keep", ("memory", "disks"))]


def test_a_version_at_the_beginning_of_a_wrapped_line_is_no_bullet() -> None:
    assert topics("- use TLS\n  1.2 or later\n  - everywhere\n") == [
        ("use TLS 1.2 or later", ("everywhere",))
    ]


def test_options_in_brackets_are_points_beside_each_other() -> None:
    text = "■ 選択肢\nA) CloudHSM を使う。\nB) BYOK を使う。\nC) SSE-S3 を使う。\n"

    assert topics(text) == [("選択肢", ("CloudHSM を使う。", "BYOK を使う。", "SSE-S3 を使う。"))]


def test_a_question_and_its_answer_may_have_brackets_after_their_letters() -> None:
    assert topics("Q) Somebody stopped the trail!\nA) Start it again\n- find out who\n") == [
        ("Somebody stopped the trail!", ("Start it again",))
    ]


def test_an_explanation_is_a_point_beside_the_answer() -> None:
    text = (
        "問１　暗号化するには？\n　解答：コピーする\n　解説：直接は変えられない。\n"
        "問２　消した。\n　解答：取り消す\n"
    )

    assert topics(text) == [
        ("暗号化するには？", ("コピーする", "直接は変えられない。")),
        ("消した。", ("取り消す",)),
    ]


def test_every_arrow_after_a_paragraph_is_a_point_of_it() -> None:
    text = (
        "**SCP で許可したのに使えない**\n→ 各階層で許可が要る\n→ IAM でも許可が要る\n  ⇒ 一方では足りない\n"
    )

    assert topics(text) == [("SCP で許可したのに使えない", ("各階層で許可が要る", "IAM でも許可が要る"))]


def test_right_wrong_and_half_right_are_bullets_beside_each_other_and_keep_what_they_judge() -> None:
    text = "◇ よくある間違い\n× ルートを守れる\n○ メンバーには効く\n△ 全サービスに効く\n"

    assert topics(text) == [
        ("よくある間違い", ("× ルートを守れる", "○ メンバーには効く", "△ 全サービスに効く"))
    ]


def test_spaces_within_a_line_stay_and_only_those_where_lines_are_joined_go() -> None:
    assert topics("- Ｓｅｃｕｒｉｔｙ　Ｈｕｂ\n  - 東京　大阪\n    の順\n") == [
        ("Ｓｅｃｕｒｉｔｙ Ｈｕｂ", ("東京 大阪の順",))
    ]


def test_a_line_between_a_bullet_and_those_indented_under_it_goes_on_with_it() -> None:
    assert topics("1. 手順その一\nそのまま続く行\n   1. 入れ子\n2. 手順その二\n   - 次\n") == [
        ("手順その一そのまま続く行", ("入れ子",)),
        ("手順その二", ("次",)),
    ]


def test_paragraphs_after_a_numbered_question_answer_it() -> None:
    text = (
        "# FAQ\n\n**Q1. 誰のもの？**\n\nバケット側のもの。\n\nA. ACL は見ない\n\n"
        "**Q2. 消せる？**\n\n消せない。\n"
    )

    assert topics(text) == [
        ("誰のもの？", ("バケット側のもの。", "ACL は見ない")),
        ("消せる？", ("消せない。",)),
    ]


@pytest.mark.parametrize("said", ["[TOC]", "[[toc]]", "[[_TOC_]]"])
def test_the_place_of_a_table_of_contents_is_no_heading(said: str) -> None:
    notes = read_notes(f"# Notes\n\n{said}\n\n## KMS\n- one policy a key\n- no way without\n")

    assert [topic.path for topic in notes.topics] == [("Notes",)]
    assert 3 not in notes.left


@pytest.mark.parametrize("question", ["Q) Who stopped it?", "Q2: Who stopped it?", "問２　止めたのは誰？"])
def test_a_question_never_goes_on_with_the_answer_before_it(question: str) -> None:
    answer = "A: deactivate it\n   then rotate it and look at what it did\n"
    text = f"Q: A key is public?\n{answer}{question}\nA: x\n"

    assert [situation for situation, _ in topics(text)] == [
        "A key is public?",
        read_notes(question).topics[0].situation,
    ]


def test_a_policy_without_fences_stays_with_the_bullet_before_it() -> None:
    policy = '{\n  "Effect": "Deny",\n  "Condition": {\n    "Bool": {"aws:x": "false"}\n  }\n}\n'
    text = f"- one\n  - a\n\n{policy}\n- two\n  - c\n"

    assert topics(text) == [("one", ("a",)), ("two", ("c",))]
    assert policy.strip() in read_notes(text).topics[0].notes


def test_a_brace_that_is_never_closed_swallows_nothing() -> None:
    assert topics("- one\n  - a\n{\n- two\n  - b\n") == [("one", ("a",)), ("two", ("b",))]


def test_numbers_and_letters_before_a_wide_space_are_bullets_as_in_official_papers() -> None:
    text = (
        "１　引き受け\n　１－１　ロール\n　　ア　信頼ポリシー\n　　イ　許可ポリシー\n　１－２　境界\n"
        "２　通信\n　（１）　順番\n"
    )

    assert topics(text) == [("引き受け", ("ロール", "境界")), ("通信", ("順番",))]


def test_a_policy_without_fences_leaves_notes_without_bullets_nested_by_indentation() -> None:
    text = 'KMS\n キーポリシーが起点\n  {\n   "Effect": "Deny"\n  }\nCloudHSM\n 自分だけが持つ\n'

    assert topics(text) == [("KMS", ("キーポリシーが起点",)), ("CloudHSM", ("自分だけが持つ",))]


@pytest.mark.parametrize(
    "closing", ["参考: https://docs.example/x", "https://docs.example/x", "Worth knowing."]
)
def test_a_paragraph_behind_the_only_list_of_a_section_closes_it(closing: str) -> None:
    text = f"## Sharing subnets\nTwo accounts need the same subnets.\n- Use RAM\n- Name the OU\n\n{closing}\n"

    (topic,) = accounted(text).topics

    assert topic.title == "Sharing subnets"
    assert topic.situation == "Two accounts need the same subnets."
    assert topic.points == ("Use RAM", "Name the OU")
    assert topic.notes.endswith(closing)


def test_a_source_behind_a_list_goes_with_it_though_there_are_others() -> None:
    text = (
        "# Notes\nSharing?\n- RAM\n\nhttps://docs.example/a\n\nLogging?\n- Trails\n\nhttps://docs.example/b\n"
    )

    sharing, logging = accounted(text).topics

    assert sharing.notes.endswith("https://docs.example/a")
    assert logging.notes.endswith("https://docs.example/b")


@pytest.mark.parametrize(
    ("bullet", "claim"),
    [
        ("よくある間違い: VPC ピアリングを使う", "VPC ピアリングを使う"),
        ("よくある誤解：ルートを共有する", "ルートを共有する"),
        ("Common mistake: a peering connection", "a peering connection"),
        ("**Pitfall:** a peering connection", "a peering connection"),
    ],
)
def test_what_notes_call_a_mistake_is_no_point_but_a_misconception(bullet: str, claim: str) -> None:
    (topic,) = accounted(f"## Sharing subnets\nTwo accounts need them.\n- Use RAM\n- {bullet}\n").topics

    assert topic.points == ("Use RAM",)
    assert topic.traps == (claim,)
    assert topic.trap_lines == (4,)


def test_bullets_under_the_word_mistakes_are_misconceptions() -> None:
    text = "## Sharing subnets\nThey are needed.\n- Use RAM\n- Common mistakes:\n  - peering\n  - copying\n"

    (topic,) = accounted(text).topics

    assert (topic.points, topic.traps) == (("Use RAM",), ("peering", "copying"))
