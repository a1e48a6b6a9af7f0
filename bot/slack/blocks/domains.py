"""The exam domains of the set-up form, which are a pack's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from bot.domain.daily import Subscription
from bot.domain.scenario import Language, Pack
from bot.slack.blocks.parts import OPTION_TEXT, Block, clip, option

GROUP = 100  # options in a group, and groups in a select


def domain_choice(packs: Sequence[Pack], language: Language, current: Subscription | None) -> Block | None:
    """A select over the domains that have scenarios, by pack where there are several; None without any."""
    groups = [group for pack in packs[:GROUP] if (group := _group(pack, language))["options"]]
    if not groups:
        return None
    select: Block = {"type": "multi_static_select"}
    select |= {"option_groups": groups} if len(groups) > 1 else {"options": groups[0]["options"]}
    wanted = {_key(current.pack_id, name) for name in current.domains} if current else set()
    ticked = [choice for group in groups for choice in group["options"] if choice["value"] in wanted]
    return {**select, "initial_options": ticked} if ticked else select


def chosen_domains(packs: Sequence[Pack], pack_id: str, keys: Iterable[str]) -> frozenset[str] | None:
    """The English names of the chosen domains; None if one is none of this pack's."""
    names = {_key(pack.id, name): name for pack in packs if pack.id == pack_id for name in _present(pack)}
    chosen = [names.get(key) for key in keys]
    return None if None in chosen else frozenset(name for name in chosen if name)


def _group(pack: Pack, language: Language) -> Block:
    spoken = {domain.name.en: domain.name[language] for domain in pack.domains}
    options = [option(spoken[name], _key(pack.id, name)) for name in _present(pack)]
    title = {"type": "plain_text", "text": clip(pack.title[language], OPTION_TEXT)}
    return {"label": title, "options": options[:GROUP]}


def _present(pack: Pack) -> Iterator[str]:
    """The English names of the domains that have scenarios, in the pack's order."""
    held = {scenario.domain for scenario in pack.scenarios}
    return (name for name in dict.fromkeys(domain.name.en for domain in pack.domains) if name in held)


def _key(pack_id: str, name: str) -> str:
    """What stands for a domain in a form: short whatever its name, and another one in each pack."""
    return sha256(f"{pack_id}:{name}".encode()).hexdigest()[:20]
