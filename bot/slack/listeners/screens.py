"""Screens that both a command and a button open."""

from __future__ import annotations

from bot.domain.periods import Period
from bot.ports import PeopleDirectory
from bot.slack.blocks.gaps import gaps
from bot.slack.blocks.parts import Message
from bot.slack.blocks.setup import setup_form
from bot.slack.blocks.standing import leaderboard, no_leaderboard, overview, streak, today
from bot.slack.client import Clients
from bot.slack.command_words import PERIODS
from bot.slack.requests import Sender
from bot.slack.use_cases import UseCases


class Screens:
    """Reads what a screen shows and puts it in the person's language."""

    def __init__(self, use_cases: UseCases, people: PeopleDirectory, clients: Clients) -> None:
        self._use_cases = use_cases
        self._people = people
        self._clients = clients

    async def streak(self, sender: Sender) -> Message:
        """The sender's streak in this channel; in a direct message, in all of their channels."""
        if sender.in_private:
            return await self._overview(sender)
        standing = await self._use_cases.show_standing.streak(
            sender.team_id, sender.channel_id, sender.user_id
        )
        return streak(standing, await self._people.language(sender.team_id, sender.user_id))

    async def leaderboard(self, sender: Sender, period: str) -> Message:
        """The channel's leaderboard of the week, or of another period by its name."""
        language = await self._people.language(sender.team_id, sender.user_id)
        if sender.in_private:
            return no_leaderboard(language)
        named = next((each for each in Period if each == period), Period.WEEK)
        board = await self._use_cases.show_standing.leaderboard(
            sender.team_id, sender.channel_id, sender.user_id, named
        )
        return leaderboard(board, language)

    async def gaps(self, sender: Sender, period: str) -> Message:
        """What the workspace asked and did not get; `period` is a key of `PERIODS`."""
        recent = await self._use_cases.show_gaps(sender.team_id, sender.user_id, PERIODS[period])
        return gaps(recent, await self._people.language(sender.team_id, sender.user_id))

    async def today(self, sender: Sender) -> Message:
        """What is open in this channel; in a direct message, in all of the sender's channels."""
        if sender.in_private:
            return await self._overview(sender)
        now = await self._use_cases.show_today(sender.team_id, sender.channel_id, sender.user_id)
        return today(now, await self._people.language(sender.team_id, sender.user_id))

    async def _overview(self, sender: Sender) -> Message:
        channels = await self._use_cases.show_today.home(sender.team_id, sender.user_id)
        return overview(channels, await self._people.language(sender.team_id, sender.user_id))

    async def open_setup(self, sender: Sender, trigger_id: str) -> None:
        """Open the set-up form, filled in with the channel's present order; raises `NotYours`."""
        subscribe = self._use_cases.subscribe_channel
        current = await subscribe.to_change(sender.team_id, sender.channel_id, sender.user_id)
        view = setup_form(
            self._use_cases.library.packs,
            await self._people.language(sender.team_id, sender.user_id),
            sender.channel_id,
            await self._people.time_zone(sender.team_id, sender.user_id),
            current,
            subscribe.countries,
        )
        slack = await self._clients.of(sender.team_id)
        await slack.views_open(trigger_id=trigger_id, view=view)
