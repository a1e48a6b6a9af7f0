"""Words that carry no subject: a question made of nothing else is no question.

Only the question is stripped of them. The index keeps every word; there its rarity decides.
"""

from __future__ import annotations

import re

ENGLISH = frozenset(
    """
    a about after again all also always am an and any anybody anyone anything are aren as ask at away
    be because been before being best better between but by came can cannot come could couldn d did
    didn do does doesn doing don done each either else ever every everyone everything few for from get
    gets getting give go goes going good got had happen happened happening happens has hasn have haven
    having he hello help her here hey hi him his how howto i if im in instead into is isn it its just
    know let like ll look m make makes many may maybe me mean means might more most much must my need
    needed needs never new no nor not now of off ok on one only onto or other our out over own please
    possible put question really right s same say see seem seems shall she should show so some somebody
    someone something still such sure t tell than thank thanks that the their them then there these
    they thing things think this those though through to too tried try trying under until up us use
    used using ve very via want wanted wants was wasn way ways we well went were weren what whats when
    where whether which while who whose why will with within without won wondering would yes yet you
    your dont cant doesnt isnt didnt wont wasnt whatis thats ive youre lets etc
    """.split()  # noqa: SIM905 - a list literal would be two hundred quoted words
)

VENDORS = frozenset({"aws", "amazon"})
"""Words that people put before a service's name or leave out; alone they ask nothing."""

_JAPANESE = """
について に関して に関する に対して によって として という といった
教えてください 教えて下さい 教えてほしい 教えて おしえて 知りたいです 知りたい 調べたい 聞きたい
お願いします お願い ください 下さい
どうすればいいですか どうすればいい どうすれば どうしたらいい どうしたら どうやったら どうやって
どのように どうやる どうする どうなる どう対応 どういう どんな どの なぜ なんで
いつ どこ だれ なに 何ですか 何か
方法 やり方 仕方 手順 場合 とき 時は
したいです したい したくない しますか できますか できるか できます できる ありますか あります ある
ですか でしょうか でしょう です ますか ました ません ます ましょう
している していて していた してある してしまった しまった しまう される された されて されない
すること することは するには するため するには した して する しない すべき べき
必要がある 必要 ほしい 欲しい たい
とは には では から まで より だけ のに ので けど けれど
""".split()  # noqa: SIM905 - as above

JAPANESE = re.compile("|".join(sorted(_JAPANESE, key=lambda phrase: (-len(phrase), phrase))))
"""Phrases of asking and of grammar, longest first; they end a run of content."""
