"""What /settings says."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.rendering.english import english

NOW = datetime(2026, 3, 27, 13, 2, tzinfo=UTC)


def test_the_team_sees_whose_time_counts_and_how_to_change_it() -> None:
    own = english().settings_timezone(ZoneInfo("Asia/Tokyo"), True, NOW).replace("\u202f", " ").splitlines()
    assert own == [
        "Your time zone: Asia/Tokyo. It is 10:02 PM there now.",
        "/settings timezone Asia/Tokyo – take another one",
        "/settings timezone blog – take the blog’s",
    ]
    blogs = english().settings_timezone(ZoneInfo("Europe/Berlin"), False, NOW).splitlines()
    assert blogs[0].startswith("Your time zone: Europe/Berlin (the blog’s). It is 2:02")
    assert len(blogs) == 2


def test_readers_see_whether_posts_come() -> None:
    assert english().settings_for_readers().startswith("You get every new post")
    assert english().settings_for_leavers().startswith("You get no posts")
