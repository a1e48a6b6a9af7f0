"""What is talk under a scenario, and what may be an answer, however short or wrong."""

from __future__ import annotations

import pytest

from bot.bootstrap import load_library
from bot.domain.grading import is_talk
from bot.domain.scenario import Language

TALK = [
    "", "👍", ":tada: :fire:", "...", "???", "+1", "ok", "lol", "hmm", "haha", "https://example.com",
    "thanks", "Thank you so much for the explanation!", "thanks Sam!", "good morning everyone :sun:",
    "Interesting scenario, thanks!", "nice one", "that was a tricky one", "congrats!",
    "ありがとうございます！", "サムさん、ありがとうございます", "なるほど、勉強になります", "お疲れさまです",
    "難しいですね", "いいですね！笑", "ｗｗｗ", "了解です",
    "<!here> どう思う？", "みなさんはどうですか？", "誰かわかる人いますか", "うーん、ちょっと考えます",
    "考え中です",
    "<!channel> any ideas?", "so what do you think?", "Anyone?", "let me think...", "what about you?",
]  # fmt: skip
ANSWERS = [
    "I don't know", "no idea", "わかりません", "S3", "SNS", "KMS", "42", "隔離", "yes, use RAM", "encrypt it",
    "a good key policy", "thanks, but I would rotate the key", "nice question: block public access",
    "難しいですが、暗号化します",
    "any S3 bucket", "anyone can read it", "how about RAM?", "what about KMS",
    "どうします？ RAM を使います", "誰かのキーを消す", "what would you say to RAM",
    "ok, share the subnets", "I would tell my boss", "no public access",
]  # fmt: skip


@pytest.mark.parametrize("text", TALK)
def test_emoji_thanks_and_greetings_are_talk(text: str) -> None:
    assert is_talk(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_whatever_names_something_or_gives_up_may_be_an_answer(text: str) -> None:
    assert not is_talk(text)


def test_nothing_that_the_shipped_pack_takes_for_an_answer_is_talk() -> None:
    (pack,) = load_library(()).packs
    for scenario in pack.scenarios:
        for language in Language:
            given = scenario.examples[language]
            phrases = [phrase for point in scenario.rubric for phrase in point.accept[language]]
            said = [*given.full, *given.partial, *given.wrong, scenario.answer[language], *phrases]
            assert [text for text in said if is_talk(text)] == []
