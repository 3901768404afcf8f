"""People set what others read above their comments, and what they hear of; the team has a time zone of its own."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from bot.sandbox.client import Person
from tests.stories.slips import NOTHING_DOES
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE


async def test_a_member_of_the_team_takes_another_time_zone_and_goes_back(stage: Stage) -> None:
    olga = await stage.opens(timezone=ZoneInfo("Europe/Berlin"))
    await olga.says("/settings")
    await olga.sees("Your time zone: Europe/Berlin (the blog’s). It is")
    await olga.says("/settings TimeZone america/new york")
    await olga.sees("Your time zone: America/New_York. It is")
    await olga.says("/settings timezone Europe/Berlni")
    await olga.sees("“Europe/Berlni” is no time zone that I know. Did you mean Europe/Berlin")
    asked = await olga.says("/settings timezone")
    await olga.sees("Your time zone: America/New_York.", after=asked)
    asked = await olga.says("/settings timezone blog")
    await olga.sees("Your time zone: Europe/Berlin (the blog’s).", after=asked)


async def test_a_reader_has_no_time_zone_and_sees_whether_posts_come(stage: Stage) -> None:
    await stage.opens()
    ann = await stage.reader("Ann")
    await ann.says("/settings timezone Asia/Tokyo")
    await ann.sees("You get every new post here. /stop ends that, and /start begins it again.")
    await ann.says("/stop")
    await ann.sees("You will get no more posts.")
    await ann.says("/settings")
    await ann.sees("You get no posts at present. /start brings them back.")
    assert {row.timezone for row in (await stage.kept())["people"]} == {None}


async def names_above(stage: Stage, reader: Person) -> list[str | None]:
    """What stands above the comments so far, after one more."""
    said = await reader.replies_to(await reader.sees("It did."), "What now?")
    await reader.sees("waits for a moderator", after=said)
    return [comment.name for comment in sorted((await stage.kept())["comments"])]


async def test_a_reader_chooses_what_stands_above_the_next_comments(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.world.person("Ann", last_name="Lee")
    await ann.starts()
    await stage.publishes(olga, "The barrier held", "It did.")
    assert await names_above(stage, ann) == ["Ann"]
    await ann.says("/settings")
    page = await ann.sees("Above your next comments: Ann.", button="✓ Ann")
    await ann.presses("Anonymous", on=page)
    changed = await ann.sees("Above your next comments: Anonymous.", button="✓ Anonymous")
    assert changed["message_id"] == page["message_id"]
    assert await names_above(stage, ann) == ["Ann", None]
    await ann.presses("Another name", on=page)
    await ann.sees("Which name shall stand above your comments?")
    await ann.says("  o l g a  ")
    await ann.sees("That name is too much like somebody’s of the team. Please send another.")
    said = await ann.says("Zoe \u202eof Holm")
    page = await ann.sees("Above your next comments: Zoe of Holm.", button="✓ Zoe of Holm", after=said)
    assert await names_above(stage, ann) == ["Ann", None, "Zoe of Holm"]
    await ann.presses("Ann", on=page)
    await ann.sees("Above your next comments: Ann.", button="Zoe of Holm")
    await ann.presses("Zoe of Holm", on=page)
    await ann.sees("Above your next comments: Zoe of Holm.", button="✓ Zoe of Holm")


async def test_a_reader_says_what_to_hear_of(stage: Stage) -> None:
    await stage.opens()
    ann = await stage.reader("Ann")
    await ann.says("/settings")
    page = await ann.sees("I tell you when a comment of yours is:", button="✓ published")
    await ann.presses("✓ answered", on=page)
    await ann.sees("I tell you when", button="answered")
    (kept,) = (await stage.kept())["commenters"]
    assert kept.unwanted == ["answered"]
    await ann.presses("answered", on=page)
    await ann.sees("I tell you when", button="✓ answered")
    for verb, ids in ((Verb.NAMING, (3,)), (Verb.NAMING, (-1,)), (Verb.NEWS, (3, 1))):
        assert await ann.presses_data(encode(Press(verb, ids)), on=page) == NOTHING_DOES
