"""How the texts that people read are written: Japanese marks and spaces, and today's names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.glossary import Glossary, Term
from bot.packs.japanese import slips
from bot.packs.naming import WrongNames
from tests.packs.checking import found
from tests.packs.small_pack import GLOSSARY, line_of, spoiled, write_pack

FILE = "scenarios/branch.yaml"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("S3 バケットに 3 日分を残します。", []),
        ("S3バケットを使います。", ["ja-space"]),
        ("保存期間は 3日です。", ["ja-space"]),
        ("状況を 確認します。", ["ja-stray-space"]),
        ("確認します。 次に削除します。", ["ja-stray-space"]),
        ("ＩＡＭ を使います。", ["ja-wide"]),
        ("確認します。\u3000次に削除します。", ["ja-stray-space", "ja-wide"]),
        ("ﾛｰﾙ を使います。", ["ja-narrow-kana"]),
        ("確認します.", ["ja-marks"]),
        ("確認し, 削除します。", ["ja-marks"]),
        ("確認しますか?", ["ja-marks"]),
        ("一覧 (CRL) を取り込みます。", ["ja-marks"]),
        ("CRL (一覧) に載せます。", ["ja-marks"]),
        ("一覧（CRL）を取り込みます。", []),
        ("s3.リージョン.amazonaws.com と指定します。", []),  # a name, not the end of anything
        ("kms:Decrypt (*) と ::/0、0.0.0.0/0 を許可します。", ["ja-marks"]),
        ("0.0.0.0/0 または ::/0 を許可します。", []),
    ],
)
def test_japanese_is_written_as_the_guide_says(text: str, kinds: list[str]) -> None:
    assert [key.removeprefix("fault.") for key, _ in slips(text)] == kinds


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("3 つのコミット", "3つのコミット", "ja: 同僚が 1 時間前に"),  # situation
        ("どこからも参照されないコミットは、", "参照されないコミットは,", "hint: {en: \"How long"),
        ("のはコミット前の変更だけです。", "のは HEAD前の変更です。", "why_ja: スタッシュ"),
    ],
)  # fmt: skip
def test_slips_are_found_in_what_people_read(tmp_path: Path, old: str, new: str, at: str) -> None:
    scenario = spoiled(old, new)

    kinds = ("ja-space", "ja-marks")
    places = [place for kind in kinds for place in found(write_pack(tmp_path, scenario=scenario), kind)]

    assert places == [(FILE, line_of(at, scenario))]


def test_what_people_write_themselves_is_left_alone(tmp_path: Path) -> None:
    scenario = spoiled("- リフログを見てハッシュを", "- リフログ(reflog)を見てhashを")
    scenario = spoiled("消えたブランチを戻したい", "消えたbranchを戻したい", scenario)

    folder = write_pack(tmp_path, scenario=scenario)

    assert [found(folder, kind) for kind in ("ja-space", "ja-marks")] == [[], []]


NAMES = WrongNames(
    Glossary(
        (
            Term(
                "AWS IAM Identity Center",
                "service",
                acronyms=("IdC",),
                aliases=("AWS SSO", "AWS Single Sign-On", "IAM Identity Centre", "SSO"),
                ambiguous=frozenset({"SSO"}),
            ),
            Term("Amazon GuardDuty", "service", aliases=("Guard Duty", "AWS GuardDuty", "GaurdDuty")),
            Term("Amazon EventBridge", "service", aliases=("CloudWatch Events", "Amazon CloudWatch Events")),
            Term("Amazon OpenSearch Ingestion", "service", aliases=("Data Prepper",)),
            Term("AWS Private Certificate Authority", "service", aliases=("Private CA", "ACM Private CA")),
            Term("Amazon S3", "service", acronyms=("S3",), aliases=("Simple Storage Service", "AWS S3")),
            Term("AWS Lambda", "service", aliases=("Lambda function", "Lamda")),
            Term("management account", "concept", aliases=("Master account",)),
        )
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Turn on Guard Duty and AWS GuardDuty.", ["Guard Duty", "AWS GuardDuty"]),
        ("GaurdDuty か Lamda で調べます。", ["GaurdDuty", "Lamda"]),
        ("Users sign in through AWS SSO.", ["AWS SSO"]),
        ("AWS SSO でサインインします。", ["AWS SSO"]),
        ("Match it with CloudWatch Events.", ["CloudWatch Events"]),
        ("Issue it from ACM Private CA.", ["ACM Private CA"]),
        ("Copy it into AWS S3.", ["AWS S3"]),
    ],
)
def test_old_and_misspelt_names_are_wrong(text: str, wrong: list[str]) -> None:
    assert [name for name, _ in NAMES.find(text)] == wrong


@pytest.mark.parametrize(
    "text",
    [
        "Identity Center was formerly called AWS SSO.",
        "旧称は AWS SSO です。",
        "IAM Identity Center（AWS SSO）を使います。",  # today's name beside it
        "Older notes call this CloudWatch Events.",
        "SSO, GuardDuty, S3, a Lambda function, the Simple Storage Service",  # short or spelt out
        "Private CA で発行します。",
        "Data Prepper filters the logs.",  # something else that people say for it
        "The Master account pays.",  # what a concept is called varies
        "s3:GetObject, arn:aws:Lamda:x and path/Guard Duty/x",  # identifiers
    ],
)
def test_todays_names_and_former_names_told_as_such_are_right(text: str) -> None:
    assert list(NAMES.find(text)) == []


def test_a_glossary_without_other_names_finds_nothing_wrong() -> None:
    assert list(WrongNames(Glossary()).find("AWS SSO")) == []


def test_a_wrong_name_is_named_with_its_line_and_todays_name(tmp_path: Path) -> None:
    glossary = GLOSSARY + '{"term": "Git Hub", "kind": "service", "aliases": ["GitHub"]}\n'
    scenario = spoiled("Pull the branch from the remote.", "Pull the branch from GitHub.")

    folder = write_pack(tmp_path, scenario=scenario, glossary=glossary)

    assert found(folder, "wrong-name") == [(FILE, line_of("Pull the branch from GitHub", scenario))]
