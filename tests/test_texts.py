from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
import yaml

import bot
from bot.domain.daily import Answering, Miss
from bot.domain.disputes import ReplyNotFound
from bot.domain.errors import BotError, NoAttemptsLeft, UnknownScenario
from bot.domain.grading import Outcome, Remark
from bot.domain.scenario import Language
from bot.domain.streak import DayKind
from bot.settings import Mode
from bot.slack.blocks.setup import LANGUAGES
from bot.texts import Entry, catalogue, say, say_error

SOURCE = Path(bot.__file__).parent
KEY = re.compile(r"[a-z]+(\.[a-z0-9-]*[a-z0-9])+")
BEGINNING = re.compile(r"[a-z]+(\.[a-z0-9-]+)*\.[a-z0-9-]*")
PAGE = "playground."
KANA_OR_KANJI = r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff々]"


# Every text, as the catalogue has it


def forms(entry: Entry) -> list[str]:
    """All wordings of an entry."""
    return [*wordings(entry["en"]), *wordings(entry["ja"])]


def wordings(text: str | dict[str, str]) -> list[str]:
    """A text as it is, or in each of its forms."""
    return [text] if isinstance(text, str) else list(text.values())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def needs(key: str) -> set[str]:
    """The facts without which a text can't be said."""
    entry = catalogue()[key]
    counts = {"n"} if dict in map(type, entry.values()) else set()
    return counts.union(*(placeholders(form) for form in forms(entry)))


def faulty(pattern: str, texts: dict[str, list[str]]) -> list[str]:
    """The keys of the texts in which the pattern occurs."""
    return [key for key, wordings in texts.items() if any(re.search(pattern, text) for text in wordings)]


def japanese() -> dict[str, list[str]]:
    """As people read them: with an x for what is filled in, and a date as it ends."""
    return {
        key: [re.sub(r"\{\w+\}", "x", form.replace("{date}", "日")) for form in wordings(entry["ja"])]
        for key, entry in catalogue().items()
    }


def everything() -> dict[str, list[str]]:
    return {key: forms(entry) for key, entry in catalogue().items()}


def test_every_text_is_said_in_both_languages() -> None:
    for key, entry in catalogue().items():
        assert entry.keys() == {"en", "ja"}, key
        assert all(isinstance(form, str) and form.strip() for form in forms(entry)), key


def test_both_languages_are_filled_in_with_the_same_facts() -> None:
    for key, entry in catalogue().items():
        english, in_japanese = (wordings(text)[-1] for text in (entry["en"], entry["ja"]))
        assert placeholders(english) == placeholders(in_japanese), key


def test_facts_go_by_their_names() -> None:
    assert [key for key in catalogue() if not all(name.isidentifier() for name in needs(key))] == []


def test_what_is_counted_has_a_form_for_one_and_then_one_for_others() -> None:
    for key, entry in catalogue().items():
        for text in (entry["en"], entry["ja"]):
            if isinstance(text, dict):
                assert list(text) == ["one", "other"], key
                assert placeholders(text["one"]) <= placeholders(text["other"]), key


@pytest.mark.parametrize("key", ["post.how", "feedback.too-many", "error.no-attempts-left"])
@pytest.mark.parametrize("language", Language)
def test_where_there_is_one_attempt_nobody_speaks_of_the_best_or_of_all(key: str, language: Language) -> None:
    once = say(language, key, n=1, how="", closes="")
    assert not re.search("best|All|最も|最高|すべて", once)
    assert re.search("best|All|最も|最高|すべて", say(language, key, n=3, how="", closes=""))


def test_no_english_text_counts_with_a_plural_alone() -> None:
    single = {key: [entry["en"]] for key, entry in catalogue().items() if isinstance(entry["en"], str)}
    assert faulty(r"\{n\} (?!or )([a-z]+ )?[a-z]+s\b", single) == []


def test_japanese_sets_latin_letters_and_digits_off_by_a_space() -> None:
    assert faulty(rf"{KANA_OR_KANJI}[A-Za-z0-9]|[A-Za-z0-9%]{KANA_OR_KANJI}", japanese()) == []


def test_japanese_uses_half_width_letters_and_digits() -> None:
    assert faulty(r"[Ａ-Ｚａ-ｚ０-９]", japanese()) == []


def test_japanese_uses_full_width_commas_stops_and_brackets() -> None:
    assert faulty(rf"{KANA_OR_KANJI}[,.!?;()]|[,.!?;()]{KANA_OR_KANJI}", japanese()) == []


def test_japanese_has_no_space_within_a_sentence_or_after_a_stop() -> None:
    assert faulty(rf"{KANA_OR_KANJI} {KANA_OR_KANJI}|[、。] ", japanese()) == []


def test_japanese_shows_no_trace_of_translation() -> None:
    assert faulty(r"あなたは|することができ|彼ら|それらの", japanese()) == []


def test_no_text_has_double_spaces_or_spaces_at_the_end_of_a_line() -> None:
    # The welcome sets off what can be typed, as nothing else in a terminal can.
    texts = {key: wordings for key, wordings in everything().items() if key != "run.local"}
    assert faulty(r"\S {2,}|[ \t]\n|\t|\u3000", texts) == []


def test_no_key_stands_twice_in_a_file() -> None:
    for file in files("bot.texts").iterdir():
        if file.name.endswith(".yaml"):
            text = file.read_text("utf-8")
            assert len(re.findall(r"^[a-z]\S*:", text, re.MULTILINE)) == len(yaml.safe_load(text)), file.name


# Every text, as the code asks for it


@cache
def code() -> list[ast.AST]:
    return [
        node for file in sorted(SOURCE.rglob("*.py")) for node in ast.walk(ast.parse(file.read_text("utf-8")))
    ]


def literals() -> set[str]:
    """All strings of the code."""
    return {node.value for node in code() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def beginnings() -> set[str]:
    """What f-strings begin with that may make a key, such as `feedback.` in f"feedback.{outcome}"."""
    first = (node.values[0] for node in code() if isinstance(node, ast.JoinedStr))
    texts = (str(part.value) for part in first if isinstance(part, ast.Constant))
    return {text for text in texts if BEGINNING.fullmatch(text)}


def the_pages_keys() -> Iterator[str]:
    """The page of the local workspace leaves out the first part of its keys."""
    page = "\n".join(file.read_text("utf-8") for file in SOURCE.rglob("*.js"))
    begun = tuple(re.findall(r"`([a-z][a-z.-]*\.)\$\{", page))
    quoted = set(re.findall(r"""["'`]([a-z][a-z0-9.-]*)["'`]""", page))
    ours = (key.removeprefix(PAGE) for key in catalogue() if key.startswith(PAGE))
    return (PAGE + key for key in ours if key in quoted or key.startswith(begun))


def said() -> list[tuple[str, set[str]]]:
    """Key and facts of every `say(…, "key", fact=…)` in the code."""
    found = []
    for node in code():
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "say":
            keys = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
            names = {keyword.arg for keyword in node.keywords}
            found += [(str(key), {name for name in names if name}) for key in keys if None not in names]
    return found


def test_every_string_of_the_code_that_looks_like_a_key_is_one() -> None:
    parts = {key.rpartition(".")[0] for key in catalogue()}
    alike = {text for text in literals() if KEY.fullmatch(text) and text.rpartition(".")[0] in parts}
    assert alike - catalogue().keys() == set()


def test_every_text_is_used() -> None:
    used = literals().union(the_pages_keys())
    begun = tuple(beginnings())
    assert [key for key in catalogue() if key not in used and not key.startswith(begun)] == []


def test_every_key_that_is_said_exists_and_gets_its_facts() -> None:
    assert len(said()) > 100
    for key, facts in said():
        assert needs(key) <= facts, key


@pytest.mark.parametrize(
    ("beginning", "kinds"),
    [
        ("remark.", Remark),
        ("feedback.", Outcome),
        ("cli.score.", Outcome),
        ("streak.day.", DayKind),
        ("gap.", Miss),
        ("setup.answering.", Answering),
        ("post.how.", Answering),
    ],
)
def test_every_kind_of_a_thing_has_its_text(beginning: str, kinds: type[StrEnum]) -> None:
    assert [kind for kind in kinds if beginning + kind not in catalogue()] == []


def test_every_choice_of_the_setup_form_has_its_text() -> None:
    assert {f"setup.language.{choice}" for choice in LANGUAGES} <= catalogue().keys()
    assert {f"setup.weekday.{day}" for day in range(7)} <= catalogue().keys()


def test_every_mode_announces_itself() -> None:
    assert {f"run.{mode}" for mode in Mode} <= catalogue().keys()


# Errors


@cache
def errors() -> dict[str, type[BotError]]:
    """All errors that a person can act on, by the names of their classes."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: dict[str, type[BotError]] = {}
    waiting = list(BotError.__subclasses__())
    while waiting:
        error = waiting.pop()
        found[error.__name__] = error
        waiting += error.__subclasses__()
    return {name: error for name, error in found.items() if hasattr(error, "key")}


def raised() -> Iterator[tuple[type[BotError], set[str]]]:
    """Every error that the code makes, with the names of its facts."""
    for node in code():
        if isinstance(node, ast.Call) and not node.args and isinstance(node.func, ast.Name):
            if error := errors().get(node.func.id):
                yield error, {keyword.arg for keyword in node.keywords if keyword.arg}
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in errors():
            yield errors()[node.exc.id], set()


def test_every_error_has_its_text() -> None:
    assert len(errors()) > 10
    assert {error.key for error in errors().values()} <= catalogue().keys()


def test_every_error_is_made_with_the_facts_of_its_text() -> None:
    assert len(list(raised())) > 10
    for error, facts in raised():
        assert needs(error.key) <= facts, error.__name__


# Saying


def test_a_text_is_filled_in() -> None:
    assert say(Language.JA, "answer.reviewed", date="2026-11-02") == "最終レビュー: 2026-11-02"


def test_one_is_singular_and_all_else_plural() -> None:
    counted = [say(Language.EN, "setup.hours", n=n) for n in (0, 1, 2)]
    assert counted == ["0 hours", "1 hour", "2 hours"]


def test_japanese_has_one_form_for_every_number() -> None:
    assert [say(Language.JA, "setup.hours", n=n) for n in (1, 2)] == ["1 時間", "2 時間"]


def test_braces_in_a_fact_stay_as_they_are() -> None:
    assert say(Language.EN, "post.hint-text", hint="use {braces} and {0}") == "Hint: use {braces} and {0}"


def test_an_unknown_key_is_an_error_and_no_empty_text() -> None:
    with pytest.raises(KeyError):
        say(Language.EN, "no.such-text")


def test_a_missing_fact_is_an_error() -> None:
    with pytest.raises(KeyError):
        say(Language.EN, "post.hint-text")


def test_an_error_is_said_in_the_persons_language() -> None:
    error = NoAttemptsLeft(n=3)
    assert say_error(Language.EN, error).startswith("All 3 attempts")
    assert say_error(Language.JA, error).startswith("3 回の回答")


def test_an_unknown_scenario_is_answered_with_the_nearest_one() -> None:
    error = UnknownScenario.among("ram-share", ["ram-shared-subnets", "waf"])
    assert say_error(Language.EN, error).endswith("Did you mean “ram-shared-subnets”?")


@pytest.mark.parametrize(("language", "way"), [(Language.EN, "ask with `/scs`"), (Language.JA, "「/scs」")])
def test_without_a_near_one_the_way_to_others_is_told(language: Language, way: str) -> None:
    error = UnknownScenario.among("zzz", ["ram-shared-subnets"])
    told = say_error(language, error)
    assert "zzz" in told
    assert way in told


@pytest.mark.parametrize("language", Language)
def test_who_disputes_an_answer_that_is_gone_is_told_where_theirs_are(language: Language) -> None:
    assert "/scs today" in say_error(language, ReplyNotFound())
