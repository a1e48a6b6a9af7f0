"""What a reply rules out itself, and what it does not."""

from __future__ import annotations

import pytest

from bot.domain.grading.negation import negations
from bot.domain.reading.text import read


def rules_out(reply: str, word: str) -> bool:
    reading = read(reply)
    start = reading.plain.index(word)
    return any(ruling.covers(((start, start + len(word)),)) for ruling in negations(reading))


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        ("don't use ram", "ram"),
        ("do not share the subnets with ram", "ram"),
        ("never delete the key", "key"),
        ("instead of peering, share the subnets", "peering"),
        ("share the subnets rather than peering", "peering"),
        ("not a gateway but a share", "gateway"),
        ("don't use peering, endpoints, or a gateway", "gateway"),
        ("avoid long-term keys", "keys"),
        ("a gateway is overkill here", "gateway"),
        ("ram isn't needed", "ram"),
        ("a role without permissions", "permissions"),
        ("ramは使わない", "ram"),
        ("ramを使わずロールを渡す", "ram"),
        ("ゲートウェイではなく共有する", "ゲートウェイ"),
        ("サブネットを共有するべきではない", "共有"),
        ("キーは削除せず、そのままにする", "削除"),
        ("ピアリングの代わりに共有を使う", "ピアリング"),
        ("招待の承認は不要", "承認"),
        ("サブネットを共有してはいけない", "共有"),
        ("ramは使いません", "ram"),
        ("使うのはramではないから関係ない", "ram"),
        ("ramは使えないんじゃないですか", "ram"),
        ("isn't that a waste of a gateway", "gateway"),
        ("it isn't the gateway that helps here", "gateway"),
        ("we never used ram", "ram"),
        ("can't they bypass ram", "ram"),
    ],
)
def test_a_negation_rules_out_what_is_in_its_scope(reply: str, word: str) -> None:
    assert rules_out(reply, word)


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        ("new ou without the deny scp and move the account", "move"),
        ("don't use peering, share the subnets", "share"),
        ("don't use peering use ram", "ram"),
        ("instead of building twenty networks share the subnets", "share"),
        ("not only disable the key but also revoke the sessions", "disable"),
        ("don't forget to enable sharing", "enable"),
        ("isn't that what ram is for?", "ram"),
        ("so isnt this just ram? share the subnets", "ram"),
        ("isn't there a sharing service? use it", "sharing"),
        ("hm, shouldn't we share the subnets", "share"),
        ("Long day. Can't we just use ram here", "ram"),
        ("you never enabled sharing", "sharing"),
        ("the team never switched on sharing", "sharing"),
        ("not a gateway but a share", "share"),
        ("don't wait. delete the key", "delete"),
        ("if it isn't enabled, enable sharing", "sharing"),
        ("ゲートウェイではなく共有する", "共有"),
        ("ramを使わずロールを渡す", "ロール"),
        ("サブネットを共有するのがいいんじゃないですかね", "共有"),
        ("ramで共有でいいんじゃないかな", "ram"),
        ("サブネットを共有すればよいのではないでしょうか", "共有"),
        ("ramで共有するのがいいんじゃない", "共有"),
        ("有効にしなければなりません", "有効"),
        ("必ずキーを削除する", "キー"),
        ("まずキーを削除する", "キー"),
        ("キーだけでなくセッションも無効にする", "キー"),
        ("拒否がないouを作り、アカウントを移す", "移す"),
        ("パスワードは変えず、キーを無効化する", "キー"),
        ("共有するしかない", "共有"),
        ("組織で有効にしない限りramで共有できない", "共有"),
        ("一致しない限り拒否する", "一致"),
        ("ramで共有しないと他から使えない", "ram"),
        ("you can't do without ram", "ram"),
        ("turn on ram and don't do it only in one account", "ram"),
        ("有効にするのでなければ、共有は認めません", "共有"),
        ("ramで共有し、他からは変更できなくする", "ram"),
        ("ramだけでは足りない", "ram"),
        ("forget one subnet and you share nothing", "subnet"),
        ("最小権限のロールと、取り返しのつかない操作の承認", "最小"),
    ],
)
def test_what_only_looks_negated_stands(reply: str, word: str) -> None:
    assert not rules_out(reply, word)
