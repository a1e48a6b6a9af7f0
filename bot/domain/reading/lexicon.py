"""Everyday English and Japanese that the grader knows: words without content, verbs of action, and
words that mean the same. Nothing here belongs to any exam; names of things come from the glossary."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, to write long lists of them readably."""
    return frozenset(text.split())


def one_of(*regexes: str) -> str:
    """A regular expression for any of these."""
    return "(?:" + "|".join(regexes) + ")"


HOW = one_of("only|just|in|on|by|from|with|before|after|until|unless|without|halfway|late|manually|for")
"""What begins a manner: "don't do it only in one account" is no "don't do it"."""

JAPANESE_UNLESS = one_of(
    "(?:ない|ません)(?:限り|かぎり|うち[はに])|なければ|なきゃ|ないことには",
    "(?:ない|ません)と(?!い[うけ]|[思考言聞のもし])",
)
"""The end of a condition without which what follows isn't so."""

JAPANESE_BECAUSE = one_of("ので|ため|(?<=[うくぐすつぬぶむるいただ])から")
"""The end of a reason; 他から is none."""

FUNCTION_WORDS = word_set(
    """a an the this that these those it its they them their theirs we us our you your i my me he she his her
    who which what when where why how there here of to in on at by for with from into onto through via within
    between across over under about as per and or but nor so then than if because since while until unless
    before after also too is are was were be been being am do does did done have has had will would shall
    should can could may might must not no yes just only own each every all any some both either neither
    such same other another more most very first next later now again up down out off i'd we'd you'd i'll
    we'll you'll it's that's let's i'm we're they're one actually really
    anyway"""
)

# Words that a phrase of several may leave out: "trusted access for RAM" is also "RAM trusted access".
FILLERS = word_set("a an the of for to in by with from is are be been and its their your our this that")

ENGLISH_VERBS = word_set(
    """use using enable turn switch activate create make build set configure add put move attach apply assign
    grant give allow let share deny block restrict limit remove delete revoke rotate disable detach isolate
    quarantine encrypt decrypt store keep retain send ship stream forward route connect launch run start stop
    check verify confirm validate review inspect look find investigate analyze analyse search query detect
    alert notify monitor log record enforce require need want change modify update edit replace swap migrate
    point name specify include contain manage own delegate register assume pass sign publish expose accept
    get take do go try test deactivate activate peer
    shift park schedule trigger invoke call deploy scan patch snapshot copy restore recover back
    import generate issue request scope tag filter match stay work prevent ensure protect lock tell ask
    contact open close"""
)

# English words that deny; apostrophes are dropped before looking here.
NEGATIVE_WORDS = word_set(
    """not no never cannot cant dont doesnt didnt wont wouldnt shouldnt couldnt isnt arent wasnt werent mustnt
    neednt hasnt havent without unable nobody none nothing neither nor"""
)

# A kanji run that ends so is an action, with or without する.
JAPANESE_ACTIONS = tuple(
    word_set(
        """共有 有効 有効化 無効 無効化 作成 追加 指定 設定 管理 移動 削除 変更 適用 許可 拒否 制限 確認 検証
        調査 特定 隔離 取得 保存 保管 転送 配信 収集 通知 検知 検出 暗号化 復号 更新 失効 再発行 交換 割当
        付与 引受 接続 利用 使用 実行 起動 停止 監視 記録 分析 検索 委任 登録 配置 公開 参照 限定 維持 継続
        保護"""
    )
)

# Words that mean the same in an instruction. They count only in a pattern of several parts, where the
# other part says what it is about.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("enable", "turn on", "switch on", "activate", "opt in", "flip on", "toggle on", "allow"),
    ("disable", "turn off", "switch off", "deactivate", "shut off", "shut down", "inactive", "kill"),
    ("create", "make", "build", "set up", "spin up", "add", "provision", "define", "carve out", "introduce"),
    ("delete", "remove", "drop", "get rid", "take away", "strip", "wipe", "purge", "clean up"),
    ("move", "put", "relocate", "transfer", "place", "shift", "take", "bring", "migrate"),
    ("attach", "associate", "apply", "assign", "bind", "link", "hook up", "put"),
    ("deny", "denies", "block", "forbid", "prohibit", "reject", "refuse", "disallow", "ban"),
    ("prevent", "stop", "block", "keep from", "cut off"),
    ("allow", "permit", "grant", "let", "authorize", "give", "add"),
    ("restrict", "limit", "scope", "narrow", "confine", "lock down", "tighten"),
    ("rotate", "roll", "renew", "cycle"),
    ("revoke", "invalidate", "kill", "expire", "cut off", "terminate", "void", "block"),
    ("check", "verify", "confirm", "validate", "make sure", "prove", "look"),
    (
        "investigate",
        "look into",
        "examine",
        "dig",
        "find out",
        "inspect",
        "review",
        "go through",
        "go over",
        "comb",
        "search",
        "audit",
        "trace",
        "analyze",
    ),
    ("identify", "find out", "determine", "work out", "figure out", "see who", "find", "locate"),
    ("isolate", "quarantine", "contain", "cut off", "separate", "segregate"),
    ("share", "lend", "hand out", "offer", "make available"),
    ("only", "just", "solely", "nothing but", "nothing else", "restricted", "limited"),
    ("keep", "retain", "hold", "preserve", "remain", "stay"),
    ("change", "modify", "edit", "alter", "touch", "update", "tamper", "adjust"),
    ("send", "stream", "ship", "forward", "push", "deliver", "feed", "route"),
    ("store", "save", "archive", "keep"),
    ("replace", "swap", "substitute", "switch", "exchange"),
    ("new", "separate", "another", "different", "fresh", "second", "dedicated", "extra", "own"),
    ("other", "another", "different", "else"),
    ("old", "existing", "current", "previous"),
    ("automatic", "by itself", "hands off"),
    ("central", "centralized", "one place", "single place", "centrally", "consolidated"),
    ("before", "first", "beforehand", "prior"),
    ("after", "afterwards", "once", "then"),
    ("back", "return", "revert", "restore"),
    ("all", "every", "each", "whole", "entire"),
    ("owner", "owning"),
    ("temporary", "short lived", "short term", "for now", "temporarily"),
    ("permanent", "long lived", "long term", "static"),
    ("login", "sign in", "log in", "logon"),
    ("cross account", "other account", "another account", "different account"),
    ("credential", "secret"),
    ("log", "record", "trail", "history"),
    ("integrity", "unaltered", "unchanged", "tamper"),
    ("有効", "オン", "アクティブ", "有効化", "on"),
    ("無効", "オフ", "無効化", "停止", "止める", "潰す"),
    ("作成", "作る", "新設", "用意", "追加", "構築", "切り出す", "設ける", "立てる"),
    ("削除", "消す", "外す", "取り除く", "なくす", "取り払う"),
    ("移動", "移す", "入れる", "移し替える", "引っ越し", "置く"),
    ("アタッチ", "関連付け", "適用", "割り当て", "付ける", "紐付け", "紐づけ", "結び付ける"),
    ("拒否", "ブロック", "禁止", "遮断", "弾く", "締め出す"),
    ("防ぐ", "防止", "ブロック", "止める", "阻止"),
    ("許可", "認める", "与える", "付与", "通す"),
    ("制限", "絞る", "限定", "絞り込む", "限る"),
    ("確認", "チェック", "検証", "確かめる", "見直す"),
    ("調査", "調べる", "分析", "洗い出す", "追跡", "追う", "確認", "たどる"),
    ("特定", "突き止める", "割り出す", "見つける"),
    ("隔離", "切り離す", "遮断", "分離"),
    ("共有", "貸し出す", "貸す", "使わせる", "見せる", "シェア"),
    ("変更", "修正", "編集", "書き換える", "いじる", "直す"),
    ("保存", "保管", "残す", "貯める", "溜める", "アーカイブ"),
    ("送信", "送る", "転送", "配信", "流す", "集約"),
    ("失効", "無効化", "取り消す", "無効", "弾く", "切る"),
    ("ローテーション", "ローテート", "更新", "交換", "差し替える", "入れ替える"),
    ("だけ", "のみ", "しか", "限り", "限定"),
    ("自動", "勝手に", "オート"),
    ("一元", "まとめて", "集約", "一か所", "一箇所", "中央"),
    ("事前", "先に", "まず", "最初", "あらかじめ"),
    ("新しい", "別", "もう1つ", "もう一つ", "新規", "代わり", "専用"),
    ("別", "他", "ほか", "異なる", "違う"),
    ("自分", "自ら", "自身", "自前"),
    ("既存", "今ある", "すでにある", "今まで", "過去"),
    ("一時", "短期", "テンポラリ"),
    ("長期", "永続", "固定"),
    ("キー", "鍵"),
    ("戻す", "復帰", "元通り"),
)
