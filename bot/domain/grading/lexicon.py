"""Everyday English and Japanese that the grader knows: words without content, verbs of action, and
words that mean the same. Nothing here belongs to any exam; names of things come from the glossary."""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """a an the this that these those it its they them their theirs we us our you your i my me he she his her
    who which what when where why how there here of to in on at by for with from into onto through via within
    between across over under about as per and or but nor so then than if because since while until unless
    before after also too is are was were be been being am do does did done have has had will would shall
    should can could may might must not no yes just only own each every all any some both either neither
    such same other another more most very first next later now again up down out off i'd we'd you'd i'll
    we'll you'll it's that's let's i'm we're they're one""".split()
)

# Words that a phrase of several may leave out: "trusted access for RAM" is also "RAM trusted access".
FILLERS = frozenset("a an the of for to in by with from is are be been and its their your our this that".split())

ENGLISH_VERBS = frozenset(
    """use using enable turn switch activate create make build set configure add put move attach apply assign
    grant give allow let share deny block restrict limit remove delete revoke rotate disable detach isolate
    quarantine encrypt decrypt store keep retain send ship stream forward route connect launch run start stop
    check verify confirm validate review inspect look find investigate analyze analyse search query detect
    alert notify monitor log record enforce require need want change modify update edit replace swap migrate
    point name specify include contain manage own delegate register assume pass sign publish expose accept
    get take do go try test schedule trigger invoke call deploy scan patch snapshot copy restore recover back
    import generate issue request scope tag filter match stay work prevent ensure protect lock tell ask
    contact open close""".split()
)

# A kanji run that ends so is an action, with or without する.
JAPANESE_ACTIONS = (
    *("共有", "有効", "有効化", "無効", "無効化", "作成", "追加", "指定", "設定", "管理", "移動", "削除", "変更", "適用", "許可"),
    *("拒否", "制限", "確認", "検証", "調査", "特定", "隔離", "取得", "保存", "保管", "転送", "配信", "収集", "通知", "検知"),
    *("検出", "暗号化", "復号", "更新", "失効", "再発行", "交換", "割当", "付与", "引受", "接続", "利用", "使用", "実行"),
    *("起動", "停止", "監視", "記録", "分析", "検索", "委任", "登録", "配置", "公開", "参照", "限定", "維持", "継続", "保護"),
)

# Words that mean the same in an instruction. They count only in a pattern of several parts, where the
# other part says what it is about.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("enable", "turn on", "turned on", "switch on", "activate", "opt in", "flip on", "toggle on"),
    ("disable", "turn off", "switch off", "deactivate"),
    ("create", "make", "build", "set up", "spin up", "add", "provision", "define"),
    ("delete", "remove", "drop", "get rid", "take away", "strip"),
    ("move", "put", "relocate", "transfer", "place", "shift"),
    ("attach", "associate", "apply", "assign", "bind", "link"),
    ("deny", "denies", "block", "forbid", "prohibit", "reject", "refuse", "disallow"),
    ("prevent", "stop", "block", "keep from"),
    ("allow", "permit", "grant", "let", "authorize"),
    ("restrict", "limit", "scope", "narrow", "confine", "lock down"),
    ("rotate", "roll", "renew"),
    ("revoke", "invalidate", "kill", "expire", "cut off"),
    ("check", "verify", "confirm", "validate", "make sure"),
    ("investigate", "look into", "examine", "dig into", "find out", "inspect", "review"),
    ("identify", "find out", "determine", "work out", "figure out", "see who"),
    ("isolate", "quarantine", "contain", "cut off"),
    ("share", "lend"),
    ("only", "just", "solely", "nothing but", "nothing else"),
    ("keep", "retain", "hold", "preserve", "remain"),
    ("change", "modify", "edit", "alter", "touch", "update", "tamper"),
    ("send", "stream", "ship", "forward", "push", "deliver", "feed"),
    ("replace", "swap", "substitute"),
    ("automatic", "automatically", "by itself", "hands off"),
    ("central", "centralized", "one place", "single place", "centrally"),
    ("before", "first", "beforehand", "prior"),
    ("owner", "owning"),
    ("temporary", "short lived", "short term"),
    ("permanent", "long lived", "long term", "static"),
    ("customer", "client"),
    ("cross account", "other account", "another account", "different account"),
    ("有効", "オン", "アクティブ", "有効化"),
    ("無効", "オフ", "無効化"),
    ("作成", "作る", "作り", "新設", "用意", "追加", "構築"),
    ("削除", "消す", "外す", "取り除く", "なくす"),
    ("移動", "移す", "入れる", "移し替える"),
    ("アタッチ", "関連付け", "適用", "割り当て", "付ける", "紐付け", "紐づけ"),
    ("拒否", "ブロック", "禁止", "遮断", "弾く"),
    ("防ぐ", "防止", "ブロック", "止める"),
    ("許可", "認める", "与える", "付与"),
    ("制限", "絞る", "限定", "絞り込む", "限る"),
    ("確認", "チェック", "検証", "確かめる"),
    ("調査", "調べる", "分析", "洗い出す", "追跡"),
    ("特定", "突き止める", "割り出す", "見つける"),
    ("隔離", "切り離す", "遮断", "分離"),
    ("変更", "修正", "編集", "書き換える", "いじる"),
    ("保存", "保管", "残す", "貯める", "溜める"),
    ("送信", "送る", "転送", "配信", "流す"),
    ("失効", "無効化", "取り消す", "無効"),
    ("ローテーション", "ローテート", "更新", "交換", "差し替える"),
    ("だけ", "のみ", "しか", "限り"),
    ("自動", "勝手に", "オート"),
    ("一元", "まとめて", "集約", "一か所", "一箇所", "中央"),
    ("事前", "先に", "まず", "最初", "あらかじめ"),
    ("別", "他", "ほか", "異なる"),
    ("一時", "短期", "テンポラリ"),
    ("長期", "永続", "固定"),
)
