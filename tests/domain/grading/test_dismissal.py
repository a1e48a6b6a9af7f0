"""What a reply turns down, however it says so, is not its answer; what it prefers to something else is."""

from __future__ import annotations

import pytest

from bot.domain.grading import Grader, Remark
from bot.domain.grading.dismissal import dismissals, scopes
from bot.domain.reading.text import read
from bot.domain.scenario import Scenario
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
        "RAM only lists the subnets, the routes stay apart, so sharing them with the OU changes nothing.",
        "Sharing the subnets with the OU through RAM looks tidy and keeps nobody out. Doesn't help.",
        "A RAM share of the subnets with the OU is equally pointless. Peer the networks.",
        "RAM でサブネットを OU に共有すると運用が壊れるし、組織の共有も無意味。ピアリングにする。",
        "RAM でサブネットを OU に共有するという説明はおかしい。ピアリングにする。",
        "Sharing the subnets through RAM is no fix, the OU sees nothing of it. I doubt it helps.",
        "共有を有効にし、RAM でサブネットを OU に共有する。という方法は取りません。ピアリングにします。",
        "RAM でサブネットを OU に共有します。という案は採りません。Transit Gateway にします。",
        "Yes, one can share the subnets with the OU through RAM. I'd still refuse to do so.",
        "Sharing the subnets with the OU through RAM got voted down. Peer the networks.",
        "We ruled a RAM share of the subnets with the OU out. Peer the networks.",
        "I object to sharing the subnets with the OU through RAM.",
        "Sharing the subnets with the OU through RAM isn't going to happen.",
        "RAM でサブネットを OU に共有するべきじゃないですね。ピアリングにします。",
        "RAM でのサブネット共有はもってのほかです。ピアリングにします。",
        "RAM でのサブネット共有は後回しでいいので、ピアリングにします。",
        "RAM でサブネットを OU に共有する線は捨てましょう。",
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
        "ピアリングでは足りないし、Transit Gateway も無駄。RAM でサブネットを OU に共有しないと使えない。",
        "Peering is no help. You won't get there without a RAM share of the subnets with the OU.",
        "Transit Gateway でつなぐ。という方法は取りません。RAM でサブネットを OU に共有します。",
    ],
)
def test_the_answer_stands_beside_what_is_turned_down(grade: Grade, reply: str) -> None:
    score = grade(RAM, reply)
    assert score.value >= 40
    assert Remark.REJECTED not in score.remarks


@pytest.mark.parametrize(
    "reply",
    [
        "I keep reading that you should share the subnets with the OU through RAM. That's all wrong.",
        "People love to claim that you share subnets through RAM. It doesn't help. Peer the networks.",
        "The textbook says: share the subnets with the OU through RAM. The textbook is wrong.",
        "Share the subnets through RAM, with the OU as principal, no invitations. None of that helps here.",
        "A RAM share of the subnets with the OU: every word of that is false. Peer the networks.",
        "We looked at sharing the subnets with the OU through RAM and decided against it.",
        "RAM for the subnets is out. So are shares with the OU. Peer the networks.",
        "A RAM share of the subnets can't do this job, and neither can sharing with the OU.",
        "I don't see a RAM share being the answer, let alone sharing the subnets with the whole OU.",
        "Anyone proposing to share the subnets with the OU through RAM hasn't understood the problem.",
        "Sure, just share the subnets with the OU through RAM and pray. Peer the networks.",
        "Yeah right, a RAM share of the subnets with the OU will save us.",
        "Brilliant, a RAM share of the subnets. What could go wrong. Peer them.",
        "Sharing the subnets through RAM? Not a chance. Peer the networks.",
        "Anything but a RAM share of the subnets. Peer the networks.",
        "I'd rather peer all the networks than share the subnets through RAM.",
        "I'd go with peering over a RAM share of the subnets.",
        "The idea that a RAM share of the subnets is enough is nonsense. Peer the networks.",
        "A RAM share and a shared subnet are no use to us. Peer the networks.",
        "RAM でサブネットを共有するつもりはありません。ピアリングにします。",
        "RAM でサブネットを共有する、という答えを見かけますが誤りです。",
        "RAM でサブネットを OU に共有すればよい、は不正解。ピアリングにする。",
        "RAM でサブネットを共有しても解決にはならない。ピアリングにする。",
        "RAM でサブネットを OU に共有する案には賛成できません。",
        "RAM でサブネットを OU に共有する。受け入れは要らない。全部間違いです。",
        "RAM でサブネットを共有するなんてありえない。ピアリングにする。",
        "We had the subnets shared with the OU through RAM for a month. Slow, noisy. Threw it out.",
        "It is simply false that you share the subnets with the OU through RAM.",
        "Share the subnets with the OU. Do it through RAM. All wrong.",
        "Sharing subnets through RAM, which needs an OU that everybody is in, would be overkill.",
        "サブネットを RAM で OU に共有する、は反対。ピアリングにする。",
        "サブネットを RAM で OU に共有するという説明は正しくない。",
        "What exactly would a RAM share of the subnets with the OU buy us?",
        "Subnets shared through RAM, an OU as principal, no invitations. I'll pass on all of that.",
        "RAM でサブネットを共有するくらいならピアリングのほうがましです。",
        "サブネットを RAM に登録して、OU に共有して……複雑すぎて誰も保守できないので採用しません。",
        "RAM でサブネットを OU に共有する。理屈はわかりますが、誰も保守できないので、ピアリングにします。",
        "RAM でサブネットを OU に共有して何が嬉しいの？ピアリングで済む。",
        "サブネットを RAM に入れて OU に共有するのではなく、TGW のまま様子を見ます。",
        "サブネットを RAM に入れたり OU に共有したりはせず、今のままにします。",
        "Rule out sharing the subnets with the OU through RAM.",
        "Sharing the subnets with the OU through RAM should not be done.",
        "Sharing the subnets with the OU through RAM is forbidden here.",
        "Sharing the subnets with the OU through RAM only makes things worse.",
        "The last thing I'd do is share the subnets with the OU through RAM.",
        "We can do without sharing the subnets with the OU through RAM.",
        "サブネットを OU に RAM で共有するのは控えたいですね。",
        "サブネットを OU に RAM で共有するのは禁止です。",
        "サブネットを RAM で OU に共有するのは良くない。",
        "サブネットを RAM で OU に共有するのは時期尚早。",
        "サブネットを RAM で OU に共有することは考えていません。",
    ],
)
def test_the_answer_is_turned_down_in_any_turn_of_phrase(grade: Grade, reply: str) -> None:
    assert grade(RAM, reply).value <= 20


@pytest.mark.parametrize(
    "reply",
    [
        "Peering and VPNs are no use to us. Share the subnets with the OU through RAM.",
        "People love to claim that you must peer. It doesn't scale. Share the subnets through RAM instead.",
        "Sure, you could peer everything and pray. Share the subnets with the OU through RAM.",
        "We looked at peering and decided against it. Share the subnets with the OU through RAM.",
        "I'd rather share the subnets with the OU through RAM than peer everything.",
        "RAM share of the subnets with the OU, but first switch sharing on, won't work otherwise",
        "Share the subnets with the OU through RAM, the VPC has no business living in every account.",
        "Share the subnets with the OU through RAM. It has no effect until sharing is on.",
        "Peering won't scale, and neither will VPNs. Share the subnets with the OU through RAM.",
        "ピアリングを使うつもりはない。RAM でサブネットを OU に共有する。",
        "誰がサブネットを触るか、まず決める。RAM でサブネットを OU に共有する。",
        "ピアリングは間違い。RAM でサブネットを OU に共有する。",
        "ピアリングや VPN では解決にならないので、RAM でサブネットを OU に共有します。",
        "Peering is forbidden here, so share the subnets with the OU through RAM.",
        "Sharing the subnets with the OU through RAM is allowed, so do that.",
        "RAM でサブネットを OU に共有、ピアリングするのは禁止。",
        "ピアリングは控えたいので、RAM でサブネットを OU に共有します。",
    ],
)
def test_the_answer_stands_beside_scorn_for_something_else(grade: Grade, reply: str) -> None:
    assert grade(RAM, reply).value >= 40


def test_the_model_answer_turned_down_is_none(grader: Grader, scenarios: dict[str, Scenario]) -> None:
    answer = scenarios[RAM].answer.en
    assert grader.grade(scenarios[RAM], answer).value == 100
    for no in ("All wrong.", "I'd pass on all of that."):
        assert grader.grade(scenarios[RAM], f"{answer} {no}").value <= 30


@pytest.mark.parametrize(
    "around",
    [
        "Do not do this: {}",
        "I would not do the following. {}",
        "It would be a mistake to do this: {}",
        "Here is what not to do: {}",
        "{} I would not do that.",
        "{} That won't work.",
        "{} That's a bad idea.",
        "{} None of these steps should be taken.",
        "{} No, don't do that.",
        "{} Not going to happen.",
        "{} Wrong.",
        "次のことはしません。{}",
        "やってはいけないこと：{}",
        "{}という対応はすべきではありません。",
        "{}この案は通しません。",
        "{}どれも必要ありません。",
        "{}これでは解決しません。",
        "{}私ならやりません。",
    ],
)
def test_a_word_over_the_whole_turns_every_sentence_of_it_down(
    grader: Grader, scenarios: dict[str, Scenario], around: str
) -> None:
    for scenario in scenarios.values():
        answer = scenario.answer.en if around.isascii() else scenario.answer.ja
        assert grader.grade(scenario, around.format(answer)).value <= 30, scenario.id


@pytest.mark.parametrize(
    "reply",
    [
        "Share the subnets with the OU through RAM. Others peer the networks, I'd never do that.",
        "Some would peer the networks. I would not do that. Share the subnets with the OU through RAM.",
        "Don't do this: peer the networks. Share the subnets with the OU through RAM instead.",
        "What's wrong: sharing is off. Turn it on, then share the subnets with the OU through RAM.",
        "RAM でサブネットを OU に共有します。ピアリングという人もいますが、それはしません。",
    ],
)
def test_a_word_over_what_others_would_do_leaves_the_answer_alone(grade: Grade, reply: str) -> None:
    assert grade(RAM, reply).value >= 40


def test_an_answer_that_denies_something_can_be_turned_down_too() -> None:
    reading = read("「SCP は管理アカウントには効かない」とよく言われるけど、これは嘘。")
    said = reading.plain.index("効かない")
    assert any(ruling.reaches(((said, said + 4),)) for ruling in dismissals(reading))
    answer = read("SCP は管理アカウントには効かない。")
    said = answer.plain.index("効かない")
    assert not any(ruling.reaches(((said, said + 4),)) for ruling in dismissals(answer))


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
        ("Use Y. Setting aws:SourceVpce is pointless.", [" setting aws:sourcevpce is pointless"]),
        ("X? No thanks. Y it is.", ["x?", "no thanks."]),
        ("Don't bother with X. Use Y.", ["don't bother with x."]),
        ("X is what the old boxes that can't do it need.", []),
        ("if we don't do X we'll regret it", []),
        ("Xは使わない。Yにする。", ["xは使わない"]),
        ("Yを使い、Xは使わない。", ["xは使わない"]),
        ("Use X, and don't do it by hand.", ["and don't do it by hand"]),
        ("Use X, so don't skip it.", []),
        ("Doesn't help. Use Y.", ["doesn't help."]),
        ("X alone won't help, add Y.", []),
        ("X won't work if Y is off.", []),
        ("Replace X or it does nothing.", []),
        ("forget it once and you pay", []),
        ("Yでない限りXは認めない。", []),
        ("Yでない限りXは認めない、という案は採らない。", ["yでない限りxは認めない、という案は採らない"]),
        ("Xだけでは足りません。", []),
        ("使わないリージョンも有効にする。", []),
        ("必ずサブを見ないとダメ", []),
    ],
)
def test_only_what_is_turned_down_is_taken_out(reply: str, stretches: list[str]) -> None:
    reading = read(reply)
    assert [reading.plain[slice(*span)] for span in scopes(dismissals(reading))] == stretches
