"""The owner's team: how people come into it, and how they leave."""

from __future__ import annotations

from tests.stories.commented import data_of, states_of_comments
from tests.stories.stage import ON_SQLITE, Stage, link_in

pytestmark = ON_SQLITE


async def test_the_claim_link_makes_one_owner_and_then_nobody(stage: Stage) -> None:
    eva = await stage.world.person("Eva")
    olga = await stage.opens()
    link = (await stage.says_on_console("no owner yet")).split()[-1]
    await eva.follows(link)
    await eva.sees("You will get new posts here")
    await eva.sees("This invitation was used already or is too old.")
    asked = await olga.says("/team")
    assert (await olga.sees("Team", after=asked))["text"] == "Team\nOlga (owner)"


async def test_an_invitation_works_once_and_tells_whoever_made_it(stage: Stage) -> None:
    olga = await stage.opens()
    mia, eva = await stage.world.person("Mia"), await stage.world.person("Eva")
    link = await stage.invitation(olga, "Invite a moderator")
    await mia.follows(link)
    await mia.sees("You are a moderator of this blog now.")
    await olga.sees("Mia is a moderator now.")
    await eva.follows(link)
    await eva.sees("You will get new posts here")
    await eva.sees("This invitation was used already")


async def test_a_reader_can_become_an_author_and_an_author_a_moderator(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await ann.follows(await stage.invitation(olga, "Invite an author"))
    await ann.sees("You are an author of this blog now.")
    await ann.says("My first headline")
    await ann.sees("Draft · “My first headline”")
    await ann.follows(await stage.invitation(olga, "Invite a moderator"))
    await ann.sees("You are a moderator of this blog now.")
    asked = await olga.says("/team")
    assert (await olga.sees("Team", after=asked))["text"] == "Team\nOlga (owner)\nAnn (moderator)"


async def test_an_owner_who_opens_an_invitation_stays_the_owner(stage: Stage) -> None:
    olga = await stage.opens()
    link = await stage.invitation(olga, "Invite a moderator")
    await olga.follows(link)
    await olga.sees("This invitation was used already or is too old.")
    mia = await stage.world.person("Mia")
    await mia.follows(link)
    await mia.sees("You are a moderator")


async def test_whoever_is_removed_can_decide_nothing_any_more(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    await ann.replies_to(await ann.sees("It did."), "What now?")
    card = await mia.sees("What now?", button="Approve")
    seen = data_of(card, "Approve")

    asked = await olga.says("/team")
    page = await olga.sees("Mia (moderator)", after=asked)
    await olga.presses("Mia…", on=page)
    await olga.sees("Mia is a moderator.", button="◀")
    await olga.presses("◀", on=page)
    await olga.sees("Mia (moderator)", button="Mia…")
    await olga.presses("Mia…", on=page)
    assert await olga.presses("Remove Mia", on=page) == "Mia is no longer in the team."
    await mia.sees("You are no longer in the team of this blog.")
    assert (await olga.sees("Team", button="Invite an author"))["text"] == "Team\nOlga (owner)"

    await mia.sees("This card is for the blog’s moderators.")
    before = await states_of_comments(stage)
    assert await mia.presses_data(seen, on=card) == "That is not for you to decide here."
    assert await states_of_comments(stage) == before
    await stage.publishes(olga, "The pumps", "They ran.")
    await mia.sees("They ran.")
    await ann.replies_to(await ann.sees("They ran."), "And then?")
    await olga.sees("And then?", button="Approve")
    await mia.sees_no("And then?")


async def test_an_owner_named_in_the_settings_needs_no_link(stage: Stage) -> None:
    olga = await stage.world.person("Olga")
    await stage.starts_bot(owner_ids=str(olga.id))
    assert not any("no owner" in line for line in stage.console)
    await olga.starts()
    asked = await olga.says("/team")
    await olga.presses("Invite an author", on=await olga.sees("Olga (owner)", after=asked))
    assert link_in(await olga.sees("it works once")).startswith(f"https://t.me/{stage.world.bot['username']}?start=")
