"""A sound pack of one scenario, about something other than cloud exams, for tests to spoil."""

from __future__ import annotations

from datetime import date
from pathlib import Path

TODAY = date(2026, 3, 10)

SCENARIO = """\
id: recover-deleted-branch
exam: GIT-1
domain: Recovering work
task: "1.2"
difficulty: 2
services: [git]
confusable_with: [undo-last-commit]

situation:
  en: A colleague deleted a local branch an hour ago that was never pushed. The clone is still on the laptop and nothing was cleaned up since. The three commits on it are needed today. What do you do?
  ja: 同僚が 1 時間前に、一度もプッシュしていないローカルブランチを削除しました。クローンはノート PC に残っており、その後は何も整理していません。ブランチにあった 3 つのコミットが今日必要です。どう対応しますか。

answer:
  en: Look up the last commit of the branch in the reflog, then create a new branch at that commit hash. Do it soon, before garbage collection clears the unreachable commits.
  ja: reflog でブランチの最後のコミットを調べ、そのコミットハッシュに新しいブランチを作成します。ガベージコレクションで到達できないコミットが消える前に、早めに行います。

questions:
  en: [I deleted a branch by mistake, get back a lost branch, undo branch delete, my commits are gone, restore work that was never pushed, where did my local branch go]
  ja: [ブランチを間違えて消した, 消えたブランチを戻したい, ブランチの削除を取り消す, コミットがなくなった, プッシュしていない作業を復元, ローカルブランチが見つからない]

rubric:
  - id: reflog
    weight: 50
    required: true
    en: The reflog shows the branch's last commit.
    ja: reflog でブランチの最後のコミットを調べる。
    accept:
      en: [reflog, ref log, reference log, git log -g]
      ja: [reflog, リフログ, 参照ログ, 操作履歴]
    hint: {en: "Git keeps a diary of where HEAD has been.", ja: "HEAD がどこにあったかは記録されています。"}
  - id: branch-at-commit
    weight: 35
    required: true
    en: A new branch is created at that commit.
    ja: そのコミットに新しいブランチを作成する。
    accept:
      en: ["create|make|new|recreate + branch", "checkout -b|switch -c", "branch + hash|sha|commit"]
      ja: ["ブランチ + 作成|作る|作り直す|切る", "checkout -b|switch -c"]
    hint: {en: "A name has to point there again.", ja: "もう一度、名前を付ける必要があります。"}
  - id: before-gc
    weight: 15
    en: It is done before garbage collection removes the commits.
    ja: ガベージコレクションでコミットが消える前に行う。
    accept:
      en: ["before|soon + gc|garbage collection", "gc|garbage collection + remove|delete|prune"]
      ja: ["gc|ガベージコレクション + 前|早め", "gc|ガベージコレクション + 消える|削除"]
    hint: {en: "How long do loose commits live?", ja: "どこからも参照されないコミットは、いつまで残りますか。"}

misconceptions:
  - id: pull
    en: Pull the branch from the remote.
    ja: リモートからブランチをプルする。
    why_en: It was never pushed, so the remote has nothing to give.
    why_ja: 一度もプッシュしていないため、リモートにはありません。
  - id: stash
    en: Take the commits out of the stash.
    ja: スタッシュからコミットを取り出す。
    why_en: The stash holds uncommitted changes only.
    why_ja: スタッシュにあるのはコミット前の変更だけです。
    belongs_to: undo-last-commit

examples:
  en:
    full:
      - find the commit in the reflog and create a new branch at its hash
      - git reflog, then git checkout -b with that sha, before gc runs
      - reference log has the last commit, make a branch there
    partial: [look it up in the reflog, check git reflog]
    wrong: [pull the branch from the remote, ask the colleague to write it again]
  ja:
    full:
      - reflog でコミットを調べて、そこに新しいブランチを作成します
      - リフログを見てハッシュを確認し、ブランチを作り直す
      - 参照ログから最後のコミットを探してブランチを切る。gc の前に早めに
    partial: [reflog で調べる, リフログを見る]
    wrong: [リモートからプルする, 同僚にもう一度書いてもらう]

explanation:
  en: Entries of unreachable commits stay in the reflog for thirty days unless configured otherwise.
  ja: 到達できないコミットの記録は、既定では 30 日間 reflog に残ります。

sources:
  - title: git-reflog (Git documentation)
    url: https://git-scm.com/docs/git-reflog
    read: 2026-03-01
    supports: [reflog, branch-at-commit, before-gc]
reviewed: 2026-03-02
"""

PACK = """\
id: git-drill
title: {en: Git drill, ja: Git ドリル}
exam: GIT-1
notice: {en: For practice., ja: 学習用です。}
domains:
  - name: {en: Recovering work, ja: 作業の復旧}
    weight: 60
  - name: {en: Sharing work, ja: 作業の共有}
    weight: 40
"""

GLOSSARY = """\
{"term": "reflog", "kind": "feature", "ja": ["リフログ", "参照ログ"], "aliases": ["reference log"]}

{"term": "garbage collection", "acronyms": ["GC"], "ja": ["ガベージコレクション"], "ambiguous": ["GC"]}
"""


def write_pack(folder: Path, **changed: str | bytes | None) -> Path:
    """Write the sound pack into the folder; `scenario`, `pack` and `glossary` replace a file, None drops it."""
    files: dict[str, str | bytes | None] = {"scenario": SCENARIO, "pack": PACK, "glossary": GLOSSARY} | changed
    names = {
        "scenario": "scenarios/branch.yaml",
        "pack": "pack.yaml",
        "glossary": "glossary.jsonl",
        "second": "scenarios/second.yaml",
    }
    for key, content in files.items():
        if content is not None:
            file = folder / names[key]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def line_of(snippet: str, text: str = SCENARIO) -> int:
    """The line, from 1, on which the snippet begins; it must stand in the text once."""
    before, _, after = text.partition(snippet)
    assert after and snippet not in after, f"{snippet!r} should stand in the text once"
    return before.count("\n") + 1


def spoiled(old: str, new: str, text: str = SCENARIO) -> str:
    """The text with one place changed."""
    assert text.count(old) == 1, f"{old!r} should stand in the text once"
    return text.replace(old, new)
