"""What a reply turns down, however it says so, is not its answer; what it prefers to something else is."""

from __future__ import annotations

import pytest

from bot.domain.grading import Remark
from bot.domain.grading.dismissal import dismissed
from bot.domain.reading.text import read
from tests.domain.grading.conftest import Grade

RAM = "ram-shared-subnets"


@pytest.mark.parametrize(
    "reply",
    [
        "Share the subnets through RAM? Hardly. It couples all the teams. Peer the networks.",
        "Sharing the subnets with RAM is the wrong tool here. Peer the networks.",
        "Sharing the subnets with RAM sounds nice, but I'd pass on that. Peer the networks.",
        'Everybody says "share the subnets with the OU through RAM" but I don\'t buy it. Peer the networks.',
        "A RAM share of the subnets is often proposed, in my opinion it does not work, so no. Peer them.",
        "Who in their right mind would share the subnets through RAM when peering exists?",
        "What do we gain from a RAM share of the subnets with the OU? Peer the networks.",
        "A RAM share of the subnets with the OU is a black box. Forget it. Peer the networks.",
        "I know everybody loves a RAM share of the subnets but nah, peering for me",
        "My colleague's idea was a RAM share of the subnets. imo too brittle. Peer the networks.",
        "A RAM share of the subnets can't be tried first, so it's too dangerous. Peer the networks.",
        "RAM でサブネットを共有する？運用が地獄なのでお勧めしません。ピアリングにします。",
        "RAM でサブネットを OU に共有する方法もありますが、今回は採用しないで、ピアリングにします。",
        "RAM でのサブネット共有は無料だけど今回は関係ないと思います。ピアリングにします。",
        "RAM でサブネットを共有する機能は組織が止まると使えないので、採用しません。ピアリングでつなぎます。",
        "RAM でサブネットを OU に共有すると影響が大きいので使いたくない。ピアリングにする。",
        "RAM でサブネットを共有するのが普通なんでしょうけど、見送ります。",
    ],
)
def test_the_answer_turned_down_is_no_answer(grade: Grade, reply: str) -> None:
    score = grade(RAM, reply)
    assert score.value <= 20
    assert not any(point.hit for point in score.points if point.required)


@pytest.mark.parametrize(
    "reply",
    [
        "Peering? Hardly. Share the subnets with the OU through RAM.",
        "Everybody says transit gateway, but I'd share the subnets with the OU through RAM.",
        "Why would we peer everything when we can share the subnets with the OU through RAM?",
        "Peering is a nightmare. Forget it. Share the subnets with the OU through RAM.",
        "Don't build a transit gateway, just share the subnets with the OU through RAM.",
        "Transit Gateway？運用が地獄なのでお勧めしません。RAM でサブネットを OU に共有します。",
        "Transit Gateway を使う案もありますが、RAM でサブネットを OU に共有します。",
        "ピアリングは使わない。RAM でサブネットを OU に共有する。",
        "RAM でサブネットを OU に共有する、他は無理。",
        "RAM でサブネットを OU に共有して、ルートは各チームが触れないようにする。",
    ],
)
def test_the_answer_stands_beside_what_is_turned_down(grade: Grade, reply: str) -> None:
    score = grade(RAM, reply)
    assert score.value >= 40
    assert Remark.REJECTED not in score.remarks


def test_a_no_is_not_taken_for_small_talk(grade: Grade) -> None:
    said = (
        "A RAM share of the subnets with the OU sounds nice but it breaks the moment we add a friend, so no"
    )
    assert grade(RAM, said).value == 0


def test_what_is_meant_by_a_no_may_be_a_question_that_is_doubted(grade: Grade) -> None:
    reply = "RAM sharing of the subnets? You'd be coupling all the accounts for nothing. Peer the networks."
    assert grade(RAM, reply).value == 0


@pytest.mark.parametrize(
    ("reply", "stretches"),
    [
        ("X would be overkill and costs a lot. Use Y.", ["x would be overkill and costs a lot."]),
        ("X? No thanks. Y it is.", ["x?", "no thanks."]),
        ("Don't bother with X. Use Y.", ["don't bother with x."]),
        ("X is what the old boxes that can't do it need.", []),
        ("if we don't do X we'll regret it", []),
        ("Xは使わない。Yにする。", ["xは使わない"]),
        ("Yを使い、Xは使わない。", ["xは使わない"]),
        ("使わないリージョンも有効にする。", []),
        ("必ずサブを見ないとダメ", []),
    ],
)
def test_only_what_is_turned_down_is_taken_out(reply: str, stretches: list[str]) -> None:
    reading = read(reply)
    assert [reading.plain[slice(*span)] for span in dismissed(reading)] == stretches
