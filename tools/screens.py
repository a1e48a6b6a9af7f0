"""The screens by name, with what stands under each picture, and the pages that show them."""

from __future__ import annotations

from bot.domain.scenario import Bilingual, Language

SCREENS: dict[str, Bilingual[str]] = {
    "daily-post": Bilingual("The daily post", "毎日の出題"),
    "hint": Bilingual("The hint, for whoever pressed the button", "ヒント（ボタンを押した人だけに表示）"),
    "private-form": Bilingual("Answering privately", "非公開で回答するフォーム"),
    "private-result": Bilingual("The result of a private answer", "非公開の回答の採点結果"),
    "feedback-none": Bilingual("A reply in which nothing was detected", "ポイントを検出できなかった回答"),
    "feedback-partial": Bilingual("A partial answer", "一部正解の回答"),
    "feedback-full": Bilingual("A full answer", "正解の回答"),
    "pointer-to-thread": Bilingual(
        "An answer that was written in the channel", "チャンネルに直接書かれた回答への案内"
    ),
    "today": Bilingual("`/scs today` while a scenario is open", "受付中の `/scs today`"),
    "today-closed": Bilingual("`/scs today` after the close", "受付終了後の `/scs today`"),
    "today-everywhere": Bilingual(
        "`/scs today` in a direct message", "ダイレクトメッセージでの `/scs today`"
    ),
    "my-attempts": Bilingual(
        "*My attempts*: what one said and why it scored so", "「自分の回答」（内容と採点の理由）"
    ),
    "closed-post": Bilingual("The post once it is closed", "受付終了後の出題"),
    "reveal": Bilingual("The answer in the thread", "スレッドに公開される解答"),
    "dispute": Bilingual("Disputing a score", "採点への異議"),
    "dispute-notice": Bilingual("What whoever set the channel up is told", "チャンネルの設定者への通知"),
    "dispute-waits": Bilingual(
        "Accepting it while one may still answer", "まだ回答できる人が認めようとしたとき"
    ),
    "dispute-form": Bilingual("Accepting the dispute", "異議を認めるフォーム"),
    "dispute-ruled": Bilingual("The decision, for whoever made it", "判定した人に表示される結果"),
    "dispute-decided": Bilingual("The decision, for whoever disputed", "異議を出した人に届く結果"),
    "streak": Bilingual(
        "`/scs streak`: the streak, and why it changed", "`/scs streak`（連続記録と、その変化の理由）"
    ),
    "leaderboard": Bilingual("`/scs top`: the leaderboard", "`/scs top`（ランキング）"),
    "recap": Bilingual("The recap of a week", "1 週間の振り返り"),
    "app-home": Bilingual("The App Home", "アプリのホーム"),
    "vacation": Bilingual("Announcing a vacation", "休暇の登録"),
    "vacation-confirmation": Bilingual("The vacation that is announced", "登録された休暇"),
    "ask-answer": Bilingual("A question with an answer", "質問への回答"),
    "ask-unsure": Bilingual("A question the index isn't sure of", "はっきり分からなかった質問"),
    "ask-nothing": Bilingual("A question that nothing fits", "当てはまるものがない質問"),
    "ask-todays": Bilingual("A question about today's scenario", "今日のシナリオについての質問"),
    "ask-shared": Bilingual("An answer shared with the channel", "チャンネルに共有された回答"),
    "ask-about-this": Bilingual(
        "The message shortcut *Ask about this*", "メッセージショートカットからの質問"
    ),
    "gaps": Bilingual(
        "`/scs gaps`: what people asked and did not get", "`/scs gaps`（答えが得られなかった質問）"
    ),
    "practice": Bilingual("`/scs practice`", "`/scs practice`（練習）"),
    "practice-result": Bilingual("The result of practice", "練習の採点結果"),
    "ready": Bilingual(
        "`/scs ready`: what one would still remember", "`/scs ready`（いま覚えている割合の推定）"
    ),
    "help": Bilingual("`/scs help`", "`/scs help`"),
    "almost-a-command": Bilingual("What is almost a command", "コマンドに似た言葉"),
    "setup": Bilingual("`/scs setup`", "`/scs setup`（チャンネルの設定）"),
    "setup-confirmation": Bilingual("The set-up is kept", "設定の確認"),
    "paused": Bilingual("`/scs pause`", "`/scs pause`（一時停止）"),
    "resumed": Bilingual("`/scs resume`", "`/scs resume`（再開）"),
    "log": Bilingual("`/scs log`: who did what", "`/scs log`（操作の記録）"),
    "phrases": Bilingual(
        "`/scs phrases`: wordings kept from disputes", "`/scs phrases`（異議をもとに追加した表現）"
    ),
    "error-nothing-set-up": Bilingual("Nothing is set up here yet", "まだ設定されていないチャンネル"),
    "error-not-yours": Bilingual("Somebody else's set-up", "ほかの人が設定したチャンネル"),
    "privacy": Bilingual("`/scs privacy`: what is stored", "`/scs privacy`（保存されているデータ）"),
    "export": Bilingual("The export of one's data", "自分のデータの書き出し"),
    "forget": Bilingual("Asking to be forgotten", "データの削除の確認"),
    "forgotten": Bilingual("What was forgotten", "データの削除の結果"),
}

PAGES = {Language.EN: "README.md", Language.JA: "README.ja.md"}

INTRODUCTION = Bilingual(
    "# Screens\n\n[日本語](README.ja.md)\n\n"
    "Every screen of the bot, as the local workspace shows it; Slack draws the same blocks in its own way. "
    "`make pictures` takes them all anew, with the Chromium of your system.\n",
    "# 画面一覧\n\n[English](README.md)\n\n"
    "ボットの全画面です。ローカルワークスペースでの表示で、Slack では同じ内容が Slack の見た目になります。"
    "`make pictures` を実行すると、システムの Chromium ですべて撮り直せます。\n",
)  # fmt: skip


def page(language: Language) -> str:
    """The page that shows the pictures."""
    shown = (
        f"## {caption[language]}\n\n![{caption[language]}]({language}/{name}.png)\n"
        for name, caption in SCREENS.items()
    )
    return "\n".join([INTRODUCTION[language], *shown])
