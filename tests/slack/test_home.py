"""The App Home, vacations, the language of one's own, hiding, and the leaderboard's buttons."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.daily import Answering
from bot.domain.people import Person as Known
from bot.domain.scenario import Language
from bot.domain.streak import DayKind
from bot.playground import Fault
from bot.playground.people import DAILY, TEAM_ID, Person, direct_id
from bot.playground.views import View
from bot.services.channels_around import FEW
from bot.slack.blocks.home import SQUARES
from tests.slack.conftest import ANNA, KENJI, MIKA, SAM, Office, _texts, everything


async def opened(office: Office, person: str) -> View:
    await office.slack.open_home(person)
    await office.settle()
    return home_of(office, person)


def home_of(office: Office, person: str) -> View:
    view = office.slack.home(person)
    assert view is not None
    return view


def modal_of(office: Office, person: str) -> View:
    view = office.slack.view(person)
    assert view is not None
    return view


def shown(view: View) -> str:
    return " ".join(_texts(view.payload))


async def pressed(office: Office, person: str, action_id: str, value: str | None = None) -> None:
    await office.slack.press(person, home_of(office, person), action_id, value)
    await office.settle()


async def answered_days(office: Office, person: str, days: int = 1) -> None:
    await office.subscribe()
    for _ in range(days):
        post = await office.next_post()
        await office.say(person, office.todays(post).examples.en.full[0], post)


async def announced(office: Office, person: str, first: str, last: str) -> dict[str, str]:
    """The errors of a vacation form that was filled in so."""
    await office.command(person, "vacation")
    delivery = await office.slack.submit(person, modal_of(office, person), {"first": first, "last": last})
    await office.settle()
    return delivery.errors


# The page


async def test_the_home_shows_todays_scenario_and_a_calendar(office: Office) -> None:
    await answered_days(office, ANNA, days=2)
    page = shown(await opened(office, ANNA))
    scenario = office.todays(office.posts()[-1])
    assert scenario.situation.en[:200].split("&")[0] in page
    assert "2 days in a row" in page
    assert "You have used 1 of 3 attempts" in page
    green = SQUARES[DayKind.ANSWERED]
    assert f"`11-02` {green}{green}:white_small_square:" in page


async def test_the_home_of_somebody_new_says_how_to_begin(office: Office) -> None:
    assert "Start with `/scs setup`" in shown(await opened(office, SAM))


async def test_a_member_who_has_not_answered_yet_sees_todays_scenario(office: Office) -> None:
    await office.subscribe()
    scenario = office.todays(await office.next_post())
    await office.settle()
    page = await opened(office, SAM)
    assert scenario.situation.en[:200].split("&")[0] in shown(page)
    assert "You haven't answered yet" in shown(page)
    assert "Start with `/scs setup`" not in shown(page)
    await pressed(office, SAM, "home_answer")
    assert modal_of(office, SAM).payload["callback_id"] == "private_answer"


async def test_a_private_channels_scenario_is_shown_to_who_set_it_up_and_no_other(office: Office) -> None:
    office.slack.workspace.channels[DAILY].kind = "group"
    await office.subscribe()
    await office.next_post()
    await office.settle()
    assert f"<#{DAILY}>" in shown(await opened(office, MIKA))
    assert f"<#{DAILY}>" not in shown(await opened(office, SAM))


async def test_a_channel_that_is_made_private_is_shown_no_more(office: Office) -> None:
    await office.subscribe()
    await office.next_post()
    await office.settle()
    office.slack.workspace.channels[DAILY].kind = "group"
    await office.say(ANNA, "between us")
    assert f"<#{DAILY}>" not in shown(await opened(office, SAM))


async def test_a_guest_sees_only_channels_where_they_took_part(office: Office) -> None:
    guest = office.slack.workspace.add_person(Person("U0GUEST001", "gus", "Gus", guest=True))
    office.slack.workspace.channels[DAILY].members.add(guest.id)
    await office.subscribe()
    post = await office.next_post()
    await office.settle()
    assert f"<#{DAILY}>" not in shown(await opened(office, guest.id))
    await office.say(guest.id, "use a queue for the subnets of AWS RAM", post)
    assert f"<#{DAILY}>" in shown(await opened(office, guest.id))


async def test_of_many_public_channels_nobody_is_shown_those_where_they_never_took_part(
    office: Office,
) -> None:
    await office.subscribe()
    around = office.bot.use_cases.channels_around
    await office.next_post()
    await office.settle()
    (known,) = office.bot.use_cases.answer_question._open_rounds.of_team(TEAM_ID)
    for n in range(FEW):
        other = replace(known, id=1000 + n, channel_id=f"C0OTHER{n}")
        office.bot.use_cases.answer_question._open_rounds.know([other])
        await around.heard(other.place, public=True)
    assert f"<#{DAILY}>" not in shown(await opened(office, SAM))


async def test_the_home_leads_to_the_post_and_asks_slack_once_where_it_is(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.settle()
    for person in (SAM, ANNA, SAM):
        page = shown(await opened(office, person))
        assert f"p{post.ts.replace('.', '')}|Open the post>" in page
    assert len(office.slack.calls("chat.getPermalink")) == 1


async def test_the_home_is_shown_without_a_link_that_slack_does_not_give(office: Office) -> None:
    await office.subscribe()
    await office.next_post()
    await office.settle()
    office.slack.fail_next("chat.getPermalink", Fault.refused("message_not_found"))
    page = shown(await opened(office, SAM))
    assert f"<#{DAILY}>" in page
    assert "Open the post" not in page


async def test_the_home_says_which_time_zone_it_takes_for_the_persons(office: Office) -> None:
    assert "Your time zone is America/New_York" in shown(await opened(office, SAM))
    assert "タイムゾーンは Asia/Tokyo です" in shown(await opened(office, KENJI))


async def test_the_accuracy_is_the_share_of_points_of_the_best_attempts(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    scenario = office.todays(post)
    await office.say(ANNA, scenario.examples.en.wrong[0], post)
    await office.say(ANNA, scenario.examples.en.full[0], post)
    best = await office.bot.database.transact(lambda work: work.replies.best_of_person(TEAM_ID, ANNA))
    page = shown(await opened(office, ANNA))
    assert f"*{best[0][1]} %* · {scenario.domain} · 1 answer" in page
    others = [d.name.en for d in office.library.packs[0].domains if d.name.en != scenario.domain]
    assert all(f"{name} · no answer yet" in page for name in others)


async def test_the_open_scenario_can_be_answered_from_the_home(office: Office) -> None:
    await answered_days(office, ANNA)
    await opened(office, ANNA)
    await pressed(office, ANNA, "home_answer")
    full = office.todays(office.posts()[-1]).examples.en.full[0]
    await office.slack.submit(ANNA, modal_of(office, ANNA), {"reply": full})
    assert "Attempt 2 of 3" in shown(modal_of(office, ANNA))


async def test_a_channel_that_answers_in_its_thread_has_no_button_on_the_home(office: Office) -> None:
    await office.subscribe()
    subscription = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert subscription is not None
    in_thread = replace(subscription, answering=Answering.THREAD)
    await office.bot.database.transact(lambda work: work.subscriptions.save(in_thread))
    post = await office.next_post()
    await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    page = await opened(office, ANNA)
    assert "home_answer" not in str(page.payload)


async def test_what_goes_wrong_on_the_home_is_said_in_a_window(office: Office) -> None:
    await answered_days(office, ANNA)
    await opened(office, ANNA)
    await office.next_close()
    await pressed(office, ANNA, "home_answer")
    assert "This scenario has closed" in shown(modal_of(office, ANNA))


async def test_a_scenario_of_another_workspace_is_not_opened(office: Office) -> None:
    await answered_days(office, ANNA)
    [day] = await office.bot.database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))
    page = await opened(office, ANNA)
    foreign = f"{day.id}:C0ELSEWHERE"
    button = next(
        b["accessory"] for b in page.blocks if b.get("accessory", {}).get("action_id") == "home_answer"
    )
    button["value"] = foreign
    await pressed(office, ANNA, "home_answer")
    assert "doesn't belong to this channel" in shown(modal_of(office, ANNA))


# Vacations


async def test_a_vacation_is_announced_by_command_and_listed_on_the_home(office: Office) -> None:
    assert await announced(office, ANNA, "2026-11-03", "2026-11-08") == {}
    assert "2026-11-03 – 2026-11-08" in shown(modal_of(office, ANNA))
    assert "2026-11-03 – 2026-11-08" in shown(home_of(office, ANNA))


async def test_the_form_begins_with_the_persons_own_today(office: Office) -> None:
    await office.command(KENJI, "休暇")  # five in the morning of Monday in Tokyo
    form = str(modal_of(office, KENJI).payload)
    assert form.count("'initial_date': '2026-11-02'") == 2
    assert "Asia/Tokyo" in form


async def test_a_vacation_that_cannot_be_is_refused_at_the_date_that_is_wrong(office: Office) -> None:
    past = await announced(office, ANNA, "2026-10-31", "2026-11-08")
    assert "2026-11-01 or later" in past["first"]
    assert "before the first" in (await announced(office, ANNA, "2026-11-08", "2026-11-07"))["last"]
    assert "too far ahead" in (await announced(office, ANNA, "2026-11-08", "2030-01-01"))["last"]


async def test_a_vacation_ahead_is_removed_on_the_home(office: Office) -> None:
    await announced(office, ANNA, "2026-11-03", "2026-11-08")
    assert "Remove" in shown(home_of(office, ANNA))
    await pressed(office, ANNA, "end_vacation_0")
    assert "2026-11-03" not in shown(home_of(office, ANNA))


async def test_a_vacation_that_has_begun_ends_with_today(office: Office) -> None:
    await announced(office, ANNA, "2026-11-01", "2026-11-08")
    assert "End after today" in shown(home_of(office, ANNA))
    await pressed(office, ANNA, "end_vacation_0")
    page = shown(home_of(office, ANNA))
    assert ":palm_tree: 2026-11-01 " in page
    assert "End after today" not in page


async def test_the_form_opens_from_the_home_too(office: Office) -> None:
    await opened(office, KENJI)
    await pressed(office, KENJI, "open_vacation")
    assert "開始日" in shown(modal_of(office, KENJI))


# Language


async def test_a_language_of_ones_own_goes_before_slacks_at_once(office: Office) -> None:
    await opened(office, ANNA)
    await pressed(office, ANNA, "set_language", "ja")
    assert "プライバシー" in shown(home_of(office, ANNA))
    await office.command(ANNA, "help")
    assert "できること" in everything(office.whispers(ANNA)[-1])
    await pressed(office, ANNA, "set_language", "slack")
    await office.command(ANNA, "help")
    assert "What I can do" in everything(office.whispers(ANNA)[-1])


async def test_nobody_elses_language_changes(office: Office) -> None:
    await opened(office, ANNA)
    await pressed(office, ANNA, "set_language", "ja")
    await office.command(SAM, "help")
    assert "What I can do" in everything(office.whispers(SAM)[-1])


async def test_a_chosen_language_leaves_other_choices_alone(office: Office) -> None:
    await opened(office, ANNA)
    await pressed(office, ANNA, "hide_me")
    await pressed(office, ANNA, "set_language", "ja")
    person = await office.bot.database.transact(lambda work: work.people.of(TEAM_ID, ANNA))
    assert person == Known(TEAM_ID, ANNA, Language.JA, hidden=True)


# Hiding, and the leaderboard


async def test_who_hides_is_gone_from_the_leaderboard_and_sees_their_place_alone(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    for person in (ANNA, SAM):
        await office.say(person, office.todays(post).examples.en.full[0], post)
    await opened(office, ANNA)
    await pressed(office, ANNA, "hide_me")
    assert "You are on no leaderboard" in shown(home_of(office, ANNA))
    await office.command(SAM, "top")
    assert f"<@{ANNA}>" not in everything(office.whispers(SAM)[-1])
    await office.command(ANNA, "top")
    mine = everything(office.whispers(ANNA)[-1])
    assert f"<@{ANNA}>" not in mine
    assert "only you see this: place 1" in mine
    await pressed(office, ANNA, "show_me")
    await office.command(SAM, "top")
    assert f"<@{ANNA}>" in everything(office.whispers(SAM)[-1])


async def test_the_leaderboards_buttons_switch_its_period_in_place(office: Office) -> None:
    await answered_days(office, ANNA)
    await office.command(ANNA, "top")
    board = office.whispers(ANNA)[-1]
    count = len(office.whispers(ANNA))
    assert "*This week* (2026-11-02 – 2026-11-08)" in everything(board)
    await office.slack.press(ANNA, board, "top_1")
    await office.settle()
    assert len(office.whispers(ANNA)) == count
    assert "*This month's season* (2026-11-01 – 2026-11-30)" in everything(office.whispers(ANNA)[-1])


async def test_the_leaderboard_of_a_period_is_asked_for_by_name(office: Office) -> None:
    await answered_days(office, ANNA)
    for period, title in (("week", "This week"), ("month", "This month"), ("all", "All time")):
        await office.command(ANNA, f"top {period}")
        assert title in everything(office.whispers(ANNA)[-1])


async def test_a_direct_message_says_that_leaderboards_are_a_channels(office: Office) -> None:
    await office.command(ANNA, "top", channel=direct_id(ANNA))
    assert "Each channel has its own" in everything(office.whispers(ANNA, direct_id(ANNA))[-1])


# Why did it change?


async def test_the_streak_says_why_it_changed_last(office: Office) -> None:
    await answered_days(office, ANNA)
    await office.command(ANNA, "streak")
    assert "You answered on 2026-11-02: 1 day in a row" in everything(office.whispers(ANNA)[-1])
    await office.next_post()
    await office.next_close()
    await office.command(ANNA, "streak")
    told = everything(office.whispers(ANNA)[-1])
    assert "no answer on 2026-11-03 and no freeze in hand, so a streak of 1 day ended" in told


async def test_dates_in_japanese_sentences_are_months_and_days(office: Office) -> None:
    await answered_days(office, KENJI)
    await office.command(KENJI, "streak")
    told = everything(office.whispers(KENJI)[-1])
    assert "11月2日に回答し、連続 1 日になりました" in told
    assert "11月2日 回答 → 連続 1 日" in told
    await office.command(KENJI, "top all")
    assert "（2026年11月2日から）" in everything(office.whispers(KENJI)[-1])


async def test_the_streak_tells_an_answer_of_too_few_points_from_none(office: Office) -> None:
    await answered_days(office, ANNA)
    post = await office.next_post()
    await office.say(ANNA, "no idea", post)
    await office.next_close()
    await office.command(ANNA, "streak")
    told = everything(office.whispers(ANNA)[-1])
    assert "Your best answer on 2026-11-03 had 0 points, less than 40, and no freeze was in hand" in told
    assert "2026-11-03 0 points, less than 40 → 0" in told
    await office.next_post()
    await office.next_close()
    await office.command(ANNA, "streak")
    assert "2026-11-04 no answer → 0" in everything(office.whispers(ANNA)[-1])


async def test_the_streak_says_when_a_freeze_was_earned_and_used(office: Office) -> None:
    await answered_days(office, ANNA, days=7)
    await office.command(ANNA, "streak")
    assert "which earned a freeze" in everything(office.whispers(ANNA)[-1])
    await office.next_post()
    await office.next_close()
    await office.command(ANNA, "streak")
    told = everything(office.whispers(ANNA)[-1])
    assert "A freeze covered it, so the streak stays at 7 days; freezes left: 0" in told
    assert "a freeze was used → 7 · freezes in hand 0" in told
