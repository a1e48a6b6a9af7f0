"""A pack of eight small scenarios on different topics, in both languages."""

from __future__ import annotations

from bot.domain.glossary import Glossary, Term
from bot.domain.scenario import Bilingual, Examples, KeyPoint, Pack, Scenario
from bot.domain.search import SearchIndex
from bot.wordbook.loader import load_vectors

GLOSSARY = Glossary(
    (
        Term("AWS Secrets Manager", "service", ("ASM",), ("シークレットマネージャー",), ("secret manager",)),
        Term("AWS Key Management Service", "service", ("KMS",), ("キー管理サービス",), ("AWS KMS",)),
        Term("AWS IAM Identity Center", "service", ("IdC",), ("アイデンティティセンター",),
             ("AWS SSO", "SSO"), frozenset({"SSO"})),
        Term("single sign-on", "concept", ("SSO",), ("シングルサインオン",), (), frozenset({"SSO"})),
        Term("Amazon Macie", "service", (), ("メイシー",)),
        Term("AWS WAF", "service", (), ("ワフ",), ("web application firewall",)),
        Term("AWS Systems Manager Session Manager", "feature", ("SSM",), ("セッションマネージャー",),
             ("Session Manager",)),
        Term("Amazon Polly", "service", (), ("ポリー",)),
    )
)  # fmt: skip


def scenario(
    scenario_id: str,
    services: tuple[str, ...],
    situation: tuple[str, str],
    answer: tuple[str, str],
    questions: tuple[tuple[str, ...], tuple[str, ...]],
) -> Scenario:
    """A scenario of the parts that a search reads; each part is (English, Japanese)."""
    point = KeyPoint("do-it", 100, True, Bilingual(*answer), Bilingual((), ()), Bilingual("", ""))
    return Scenario(
        id=scenario_id, exam="X", domain="Security", task="1.1", difficulty=1, services=services,
        confusable_with=(), situation=Bilingual(*situation), answer=Bilingual(*answer),
        questions=Bilingual(*questions), rubric=(point,), misconceptions=(),
        examples=Bilingual(Examples(), Examples()), explanation=Bilingual("", ""), sources=(),
    )  # fmt: skip


SCENARIOS = (
    scenario(
        "database-password-rotation", ("AWS Secrets Manager",),
        ("An audit found that a database password has been the same for three years.",
         "監査で、データベースのパスワードが 3 年間変わっていないことが分かりました。"),
        ("Store it in AWS Secrets Manager and turn on automatic rotation.",
         "AWS Secrets Manager に保存し、自動ローテーションを有効にします。"),
        (("change credentials on a schedule", "old password of our database"),
         ("認証情報を定期的に変更したい", "データベースのパスワードが古い")),
    ),
    scenario(
        "waf-rate-limit", ("AWS WAF",),
        ("A login page receives thousands of requests a minute from a few addresses.",
         "ログインページに、少数のアドレスから毎分数千件のリクエストが届いています。"),
        ("Add a rate-based rule to the web ACL.", "ウェブ ACL にレートベースのルールを追加します。"),
        (("throttle abusive clients", "too many login attempts"),
         ("アクセスの回数を制限したい", "ログインの試行が多すぎる")),
    ),
    scenario(
        "kms-deletion-window", ("AWS KMS",),
        ("Somebody scheduled an encryption key for deletion and backups still depend on it.",
         "暗号化キーの削除が予約されましたが、バックアップがまだそのキーに依存しています。"),
        ("Cancel the deletion during the waiting period.", "待機期間のうちに削除をキャンセルします。"),
        (("undo key deletion", "key is pending deletion"),
         ("キーの削除を取り消したい", "削除待ちのキーを戻す")),
    ),
    scenario(
        "shell-without-bastion", ("AWS Systems Manager",),
        ("Administrators need a shell on private instances, and inbound ports must stay closed.",
         "管理者はプライベートなインスタンスでシェルを使う必要がありますが、受信ポートは開けません。"),
        ("Use Session Manager with an instance profile.",
         "インスタンスプロファイルを付け、セッションマネージャーを使います。"),
        (("log in to a server without ssh", "get rid of the jump host"),
         ("SSH なしでサーバーに入りたい", "踏み台をなくしたい")),
    ),
    scenario(
        "macie-personal-data", ("Amazon Macie",),
        ("Nobody knows which of four hundred buckets hold personal data of customers.",
         "400 個のバケットのうち、どれに顧客の個人データがあるか誰も知りません。"),
        ("Turn on automated sensitive data discovery.", "機密データの自動検出を有効にします。"),
        (("find credit card numbers in storage", "where is our personal information"),
         ("個人情報の置き場所を調べたい", "クレジットカード番号を探す")),
    ),
    scenario(
        "private-storage-endpoint", ("Amazon VPC", "Amazon S3"),
        ("Instances in an isolated subnet have to read objects without crossing the internet.",
         "隔離されたサブネットのインスタンスが、インターネットを通らずにオブジェクトを読み取ります。"),
        ("Create a gateway endpoint and add it to the route table.",
         "ゲートウェイエンドポイントを作成し、ルートテーブルに追加します。"),
        (("reach S3 privately", "no NAT for storage traffic"),
         ("インターネットなしで S3 を使いたい", "NAT を通さない")),
    ),
    scenario(
        "session-duration-engineers", ("AWS IAM Identity Center",),
        ("Engineers are signed out of the console after one hour, in the middle of their work.",
         "エンジニアは 1 時間でコンソールからサインアウトされ、作業が中断します。"),
        ("Raise the session duration of the permission set.",
         "許可セットのセッション時間を延ばします。"),
        (("logged out too early", "longer console sessions"),
         ("すぐログアウトされる", "コンソールの時間を延ばしたい")),
    ),
    scenario(
        "restore-from-clean-backup", ("AWS Backup",),
        ("After a malware incident the team has to choose a recovery point that is not infected.",
         "マルウェアのインシデント後、感染していない復旧ポイントを選ぶ必要があります。"),
        ("Scan recovery points and restore into an isolated account.",
         "復旧ポイントをスキャンし、隔離したアカウントに復元します。"),
        (("find a clean copy", "safe restore after ransomware"),
         ("安全なコピーから戻したい", "ランサムウェアからの復旧")),
    ),
)  # fmt: skip


def pack_of(*scenarios: Scenario) -> Pack:
    """A pack of these scenarios and the glossary above."""
    title = Bilingual("Practice", "練習")
    return Pack("test", title, "X", Bilingual("", ""), (), GLOSSARY, scenarios)


def index_of(*scenarios: Scenario) -> SearchIndex:
    """An index of these scenarios, with the figures that ship."""
    return SearchIndex.build(scenarios, GLOSSARY, load_vectors())
