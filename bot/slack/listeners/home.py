"""The App Home: opened, and everything that is pressed on it or sent from its form."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.domain.results import Home
from bot.domain.scenario import Language
from bot.ports import PeopleDirectory
from bot.slack.background import Background
from bot.slack.blocks.home import SHOWN_CHANNELS, home, home_post
from bot.slack.blocks.private import private_form
from bot.slack.blocks.vacation import read_vacation, vacation_form, vacation_saved
from bot.slack.client import Clients
from bot.slack.permalinks import Permalinks
from bot.slack.requests import Body, Sender, installed_in, number_of, sender_of
from bot.slack.use_cases import UseCases

Pressed = Callable[[Sender, str, Body, AsyncRespond], Awaitable[None]]


class HomeScreen:
    """A person's App Home. `events`, `actions` and `views` are its handlers by their names."""

    def __init__(
        self, use_cases: UseCases, people: PeopleDirectory, clients: Clients, background: Background
    ) -> None:
        self._use_cases = use_cases
        self._people = people
        self._clients = clients
        self._background = background
        self._permalinks = Permalinks(clients)
        self.events: Mapping[str, Callable[[Body, Body, str], Awaitable[None]]] = {
            "app_home_opened": self._opened
        }
        self.actions: Mapping[str, Pressed] = {
            "home_answer": self._answer,
            "open_vacation": self._open_vacation,
            "end_vacation": self._end_vacation,
            "set_language": self._set_language,
            "hide_me": self._hide,
            "show_me": self._hide,
        }
        self.views: Mapping[str, Callable[[Body, Body], Awaitable[Body]]] = {"vacation": self._announce}

    async def open_vacation(self, sender: Sender, trigger_id: str) -> None:
        """Open the form in which a vacation is announced."""
        vacations = await self._use_cases.announce_vacation.current(sender.team_id, sender.user_id)
        language = await self._people.language(sender.team_id, sender.user_id)
        slack = await self._clients.of(sender.team_id)
        await slack.views_open(trigger_id=trigger_id, view=vacation_form(vacations, language))

    def refresh(self, team_id: str, user_id: str) -> None:
        """Show the page anew, after something on it has changed."""
        self._background.start(self._publish(team_id, user_id))

    async def _publish(self, team_id: str, user_id: str) -> None:
        page = await self._use_cases.show_home(team_id, user_id)
        slack = await self._clients.of(team_id)
        view = home(page, page.language, await self._links(team_id, page))
        await slack.views_publish(user_id=user_id, view=view)

    async def _links(self, team_id: str, page: Home) -> dict[int, str]:
        """To the posts that are open on the page, by their ids."""
        on = [channel.today.daily for channel in page.channels[:SHOWN_CHANNELS]]
        posts = [daily.post for daily in on if daily is not None]
        to = (self._permalinks.to(team_id, post.channel_id, post.message_ts or "") for post in posts)
        links = zip(posts, await asyncio.gather(*to), strict=True)
        return {post.id: link for post, link in links if link}

    async def _opened(self, event: Body, body: Body, _: str) -> None:
        if event.get("tab", "home") == "home" and event.get("user"):
            self.refresh(installed_in(body), event["user"])

    async def _answer(self, sender: Sender, value: str, body: Body, _: AsyncRespond) -> None:
        post_id, channel_id = home_post(value)
        daily = await self._use_cases.show_today.form(
            number_of(post_id), sender.team_id, channel_id, sender.user_id
        )
        language = await self._people.language(sender.team_id, sender.user_id)
        slack = await self._clients.of(sender.team_id)
        await slack.views_open(trigger_id=body["trigger_id"], view=private_form(daily, language))

    async def _open_vacation(self, sender: Sender, _: str, body: Body, __: AsyncRespond) -> None:
        await self.open_vacation(sender, body["trigger_id"])

    async def _end_vacation(self, sender: Sender, value: str, _: Body, __: AsyncRespond) -> None:
        await self._use_cases.announce_vacation.end(sender.team_id, sender.user_id, number_of(value))
        self.refresh(sender.team_id, sender.user_id)

    async def _set_language(self, sender: Sender, _: str, body: Body, __: AsyncRespond) -> None:
        option = body["actions"][0].get("selected_option") or {}
        chosen = next((language for language in Language if language == option.get("value")), None)
        await self._use_cases.set_language(sender.team_id, sender.user_id, chosen)
        self.refresh(sender.team_id, sender.user_id)

    async def _hide(self, sender: Sender, _: str, body: Body, __: AsyncRespond) -> None:
        hidden = str(body["actions"][0]["action_id"]).startswith("hide")
        await self._use_cases.hide_me(sender.team_id, sender.user_id, hidden)
        self.refresh(sender.team_id, sender.user_id)

    async def _announce(self, view: Body, body: Body) -> Body:
        sender, (first, last) = sender_of(body), read_vacation(view)
        vacations = await self._use_cases.announce_vacation(sender.team_id, sender.user_id, first, last)
        self.refresh(sender.team_id, sender.user_id)
        return vacation_saved(vacations, await self._people.language(sender.team_id, sender.user_id))
