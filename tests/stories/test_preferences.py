"""People look at their settings; members of the team have a time zone of their own."""

from __future__ import annotations

from zoneinfo import ZoneInfo

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
