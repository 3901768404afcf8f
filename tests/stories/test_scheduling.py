"""Authors say when a post is to go out, by words or by buttons; it does so by itself, or they are asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.demo.sample import read_sample
from bot.rendering.message import Verb
from bot.sandbox.client import Person
from tests.stories.slips import BIGGEST, NOT_ALLOWED, NOTHING_DOES, Slip, forged, nothing_changes, writes
from tests.stories.stage import ON_SQLITE, Stage, copies_of

pytestmark = [ON_SQLITE, pytest.mark.check]

NOW = datetime(2027, 1, 15, 13, 2, tzinfo=UTC)  # a Friday, 14:02 in Berlin
TOMORROW = datetime(2027, 1, 16, 7, 0, tzinfo=UTC)  # 8:00 in Berlin
HEADLINE = "The barrier held"
GOES_OUT = "“The barrier held” goes out on Saturday, January 16, at 8:00"
PAST = "lies in the past. Write a time that is yet to come."
MINUTE = timedelta(minutes=1)


def comes(stage: Stage, moment: datetime) -> None:
    """It is that time at once."""
    stage.clock.passes(moment - stage.clock())


async def opens(stage: Stage) -> Person:
    """The blog is one in Berlin, on a Friday in January."""
    comes(stage, NOW)
    return await stage.opens(timezone=ZoneInfo("Europe/Berlin"))


async def writes_draft(author: Person, headline: str = HEADLINE) -> None:
    """A draft of one message."""
    await author.says(f"{headline}\n\nIt did.")
    await author.sees(f"Draft · “{headline}”", button="Publish")


async def test_a_time_behind_the_command_is_that_of_the_draft_on_the_desk(stage: Stage) -> None:
    olga = await opens(stage)
    ann = await stage.reader("Ann")
    await writes_draft(olga)
    await olga.says("/schedule tomorrow 8:00")
    await olga.sees(GOES_OUT, button="Cancel schedule")
    await olga.sees("⏰ goes out on Saturday, January 16, at 8:00", button="Publish")
    comes(stage, TOMORROW - MINUTE)
    await stage.world.quiet()
    await ann.sees_no("It did.")
    comes(stage, TOMORROW)
    await ann.sees("It did.", button="No comments")
    await olga.sees(f"“{HEADLINE}” went out on Saturday, 8:00")
    await olga.sees(f"“{HEADLINE}” has become a post.")
    assert (await stage.kept())["schedules"] == []
    assert await copies_of(ann, "It did.") == 1


async def test_a_time_is_pressed_and_pressed_again(stage: Stage) -> None:
    olga = await opens(stage)
    await writes_draft(olga)
    await olga.says("/schedule")
    sheet = await olga.sees(f"When shall “{HEADLINE}” go out?", button="Today, 3:05\u202fPM")
    await olga.presses("Tomorrow, 8:00\u202fAM")
    notice = await olga.sees(GOES_OUT, button="Schedule")
    assert notice["message_id"] == sheet["message_id"]
    await olga.presses("Schedule")
    await olga.sees("So far it is to go out on Saturday, January 16, at 8:00", button="Monday, 8:00\u202fAM")
    await olga.presses("Monday, 8:00\u202fAM")
    changed = await olga.sees(f"“{HEADLINE}” goes out on Monday, January 18, at 8:00")
    assert changed["message_id"] == sheet["message_id"]
    (row,) = (await stage.kept())["schedules"]
    assert row.due_at == datetime(2027, 1, 18, 7, 0, tzinfo=UTC)


async def test_the_message_after_the_sheet_is_the_time_and_is_asked_for_until_it_is_one(stage: Stage) -> None:
    olga = await opens(stage)
    await writes_draft(olga)
    await olga.says("/schedule")
    await olga.sees_button("Tomorrow, 8:00\u202fAM")
    await olga.says("when the tide turns")
    await olga.sees("I can’t read that time.")
    await olga.sends_photo(read_sample().photo, caption="Saturday 8:00")
    await olga.says("Saturday")
    await olga.sees("At what time on that day?")
    await olga.says("Saturday 8:00")
    await olga.sees(GOES_OUT)
    await olga.says("And it rained.")
    await olga.sees("2  text · 3 words")


async def test_whoever_thinks_better_of_it_writes_on(stage: Stage) -> None:
    olga = await opens(stage)
    await writes_draft(olga)
    await olga.says("/schedule")
    await olga.presses("◀", on=await olga.sees_button("Tomorrow, 8:00\u202fAM"))
    await olga.sees("Not published. The draft is as it was.")
    await olga.says("And it rained.")
    await olga.sees("2  text · 3 words")
    await olga.says("/schedule tomorrow 8:00")
    await olga.presses("Schedule", on=await olga.sees(GOES_OUT))
    await olga.presses("◀", on=await olga.sees("So far it is to go out"))
    await olga.sees(GOES_OUT, button="Cancel schedule")


async def test_a_schedule_is_cancelled_and_nothing_goes_out(stage: Stage) -> None:
    olga = await opens(stage)
    ann = await stage.reader("Ann")
    await writes_draft(olga)
    await olga.says("/schedule tomorrow 8:00")
    await olga.sees("⏰ goes out")
    await olga.presses("Cancel schedule")
    await olga.sees(f"“{HEADLINE}” is not scheduled any more. The draft is as it was.")
    await olga.says("And it rained.")
    assert "⏰" not in (await olga.sees("2  text · 3 words"))["text"]
    comes(stage, TOMORROW)
    await stage.world.quiet()
    await ann.sees_no("It did.")


async def test_schedules_are_listed_and_an_author_sees_those_of_own_drafts(stage: Stage) -> None:
    olga = await opens(stage)
    pavel = await stage.author(olga, "Pavel")
    await olga.says("/schedule")
    await olga.sees("Nothing is scheduled. /schedule with a time schedules the open draft.")
    await writes_draft(olga)
    await olga.says("/schedule tomorrow 8:00")
    await olga.sees(GOES_OUT)
    await olga.says("/new")
    await olga.sees(f"“{HEADLINE}” is put aside.\n⏰ goes out on Saturday, January 16, at 8:00")
    await writes_draft(pavel, "The pumps")
    await pavel.says("/schedule today 18:00")
    await pavel.sees("“The pumps” goes out on Friday, January 15, at 6:00")
    await pavel.says("/new")
    await pavel.sees("“The pumps” is put aside.")

    await olga.says("/schedule")
    lines = (await olga.sees("Scheduled (Europe/Berlin)", button="1  The pumps"))["text"].splitlines()
    assert [line.split(" · ")[1] for line in lines[1:]] == ["“The pumps”", f"“{HEADLINE}”"]
    await pavel.says("/schedule")
    assert HEADLINE not in (await pavel.sees("Scheduled (Europe/Berlin)"))["text"]
    await olga.presses("1  The pumps")
    await olga.sees("When shall “The pumps” go out?", button="Cancel schedule")
    await olga.says("Monday 9:30")
    for author in (olga, pavel):
        await author.sees("“The pumps” goes out on Monday, January 18, at 9:30")
    await olga.presses("Cancel schedule", on=await olga.sees("“The pumps” goes out on Monday"))
    await pavel.sees("“The pumps” goes out on Monday", button="Cancel schedule")


async def test_the_past_and_the_far_future_are_refused_in_words(stage: Stage) -> None:
    olga = await opens(stage)
    await writes_draft(olga)
    too_far = "That is too far ahead: a post can be scheduled for at most a year from now."
    await nothing_changes(
        stage,
        {
            "a date that has passed": (olga, Slip(writes(olga, "/schedule 2027-01-14 08:00"), PAST)),
            "a time of today that has passed": (olga, Slip(writes(olga, "/schedule today 8:00"), PAST)),
            "the year 9999": (olga, Slip(writes(olga, "/schedule 9999-12-31 23:59"), too_far)),
            "no time at all": (olga, Slip(writes(olga, "/schedule some day"), "I can’t read that time.")),
        },
    )
    await olga.says("/schedule")
    soon = await olga.sees_button("Today, 3:05\u202fPM")
    stage.clock.passes(timedelta(hours=2))
    assert PAST in (await olga.presses("Today, 3:05\u202fPM", on=soon) or "")
    assert (await stage.kept())["schedules"] == []


async def test_a_time_that_the_clocks_jump_over_is_asked_about(stage: Stage) -> None:
    olga = await opens(stage)
    await writes_draft(olga)
    await olga.says("/schedule 2027-03-28 02:30")
    asked = await olga.sees("Sunday, March 28, has no 2:30\u202fAM in Europe/Berlin: the clocks jump over it.")
    assert (await stage.kept())["schedules"] == []
    await olga.presses("3:30\u202fAM (UTC+2, Central European Summer Time)", on=asked)
    await olga.sees(f"“{HEADLINE}” goes out on Sunday, March 28, at 3:30")
    (row,) = (await stage.kept())["schedules"]
    assert row.due_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


async def test_a_time_that_the_clocks_show_twice_is_asked_about(stage: Stage) -> None:
    olga = await opens(stage)
    await writes_draft(olga)
    await olga.says("/schedule")
    await olga.says("2027-10-31 02:30")
    asked = await olga.sees("Sunday, October 31, has 2:30\u202fAM twice in Europe/Berlin: the clocks are put back.")
    await olga.presses("2:30\u202fAM (UTC+1, Central European Standard Time)", on=asked)
    await olga.sees(f"“{HEADLINE}” goes out on Sunday, October 31, at 2:30")
    (row,) = (await stage.kept())["schedules"]
    assert row.due_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


async def test_an_author_schedules_by_the_own_clocks(stage: Stage) -> None:
    olga = await opens(stage)
    pavel = await stage.author(olga, "Pavel")
    await pavel.says("/settings timezone asia/tokyo")
    await pavel.sees("Your time zone: Asia/Tokyo")
    await writes_draft(pavel)
    await pavel.says("/schedule tomorrow 8:00")
    await pavel.sees(f"{GOES_OUT}\u202fAM (Asia/Tokyo).")
    (row,) = (await stage.kept())["schedules"]
    assert row.due_at == datetime(2027, 1, 15, 23, 0, tzinfo=UTC)
    await olga.says("/drafts")
    await olga.presses("Open 1", on=await olga.sees("by Pavel"))
    await olga.sees("⏰ goes out on Saturday, January 16, at 12:00\u202fAM", button="Publish")


async def test_what_is_written_until_then_goes_out_too(stage: Stage) -> None:
    olga = await opens(stage)
    ann = await stage.reader("Ann")
    written = await olga.says(f"{HEADLINE}\n\nIt did.")
    await olga.says("/schedule tomorrow 8:00")
    await olga.sees(GOES_OUT)
    await olga.edits(written, f"{HEADLINE}\n\nIt held all night.")
    await olga.says("And it rained.")
    await olga.sees("2  text · 3 words")
    comes(stage, TOMORROW)
    await ann.sees("It held all night.\n\nAnd it rained.")


async def test_what_was_sent_or_given_up_before_does_not_go_out_again(stage: Stage) -> None:
    olga = await opens(stage)
    ann = await stage.reader("Ann")
    await writes_draft(olga)
    await olga.says("/schedule tomorrow 8:00")
    await olga.sees(GOES_OUT)
    await stage.sends(olga, HEADLINE)
    await ann.sees("It did.")
    await writes_draft(olga, "The pumps")
    await olga.says("/schedule tomorrow 8:00")
    await olga.sees("“The pumps” goes out")
    await olga.says("/schedule")
    await olga.says("/discard")
    await olga.sees("“The pumps” is discarded.")
    assert (await stage.kept())["schedules"] == []
    comes(stage, TOMORROW)
    await stage.world.quiet()
    assert await copies_of(ann, "It did.") == 1
    await olga.says("Nobody asks for a time any more")
    await olga.sees("Draft · “Nobody asks for a time any more”")


async def test_ten_minutes_late_it_goes_out_all_the_same(stage: Stage) -> None:
    olga = await opens(stage)
    ann = await stage.reader("Ann")
    await writes_draft(olga)
    await olga.says("/schedule tomorrow 8:00")
    await olga.sees(GOES_OUT)
    await stage.stops_bot()
    comes(stage, TOMORROW + 10 * MINUTE)
    await stage.starts_bot(timezone=ZoneInfo("Europe/Berlin"))
    await ann.sees("It did.", button="No comments")


async def is_found_an_hour_late(stage: Stage) -> tuple[Person, Person]:
    """The bot is down when the time comes; gives the author and a reader."""
    olga = await opens(stage)
    ann = await stage.reader("Ann")
    await writes_draft(olga)
    await olga.says("/schedule tomorrow 8:00")
    await olga.sees(GOES_OUT)
    await stage.stops_bot()
    comes(stage, TOMORROW + timedelta(hours=1))
    await stage.starts_bot(timezone=ZoneInfo("Europe/Berlin"))
    asked = await olga.sees("That was 1 h 0 min ago, so I have kept it back.", button="Send now")
    assert asked["text"].startswith(f"“{HEADLINE}” was to go out on Saturday, January 16, at 8:00")
    await olga.sees("⏰ held back; it was to go out on Saturday")
    return olga, ann


async def test_an_hour_late_it_is_held_and_sent_if_that_is_wished(stage: Stage) -> None:
    olga, ann = await is_found_an_hour_late(stage)
    await stage.stops_bot()
    await stage.starts_bot(timezone=ZoneInfo("Europe/Berlin"))
    await stage.world.quiet()
    await ann.sees_no("It did.")
    assert await copies_of(olga, "I have kept it back") == 1
    await olga.presses("Send now")
    await ann.sees("It did.")
    assert (await stage.kept())["schedules"] == []


async def test_an_hour_late_it_is_held_and_gets_another_time_if_that_is_wished(stage: Stage) -> None:
    olga, ann = await is_found_an_hour_late(stage)
    await olga.presses("Schedule")
    await olga.presses("◀", on=await olga.sees(f"When shall “{HEADLINE}” go out?"))
    await olga.presses("Schedule", on=await olga.sees("I have kept it back", button="Keep as draft"))
    await olga.presses("Today, 6:00\u202fPM", on=await olga.sees(f"When shall “{HEADLINE}” go out?"))
    await olga.sees(f"“{HEADLINE}” goes out on Saturday, January 16, at 6:00")
    await olga.sees("⏰ goes out on Saturday, January 16, at 6:00")
    comes(stage, TOMORROW + timedelta(hours=10))
    await ann.sees("It did.")


async def test_an_hour_late_it_is_held_and_stays_a_draft_if_that_is_wished(stage: Stage) -> None:
    olga, ann = await is_found_an_hour_late(stage)
    await olga.says("/new")
    await olga.says("/schedule")
    await olga.sees("· held back")
    await olga.presses("Keep as draft")
    await olga.sees(f"“{HEADLINE}” is not scheduled any more. The draft is as it was.")
    assert (await stage.kept())["schedules"] == []
    await ann.sees_no("It did.")


async def test_whoever_is_no_author_any_more_is_told_that_the_post_does_not_go_out(stage: Stage) -> None:
    olga = await opens(stage)
    pavel, ann = await stage.author(olga, "Pavel"), await stage.reader("Ann")
    await writes_draft(pavel)
    await pavel.says("/schedule tomorrow 8:00")
    await pavel.sees(GOES_OUT)
    await olga.says("/team")
    await olga.presses("Pavel…")
    await olga.presses("Remove Pavel")
    await pavel.sees("You are no longer in the team")
    comes(stage, TOMORROW)
    told = await pavel.sees(f"“{HEADLINE}” was to go out on Saturday, January 16, at 8:00")
    assert told["text"].endswith(f"and does not. {NOT_ALLOWED}")
    await stage.world.quiet()
    await ann.sees_no("It did.")
    assert (await stage.kept())["schedules"] == []


async def test_forged_and_outdated_presses_are_refused(stage: Stage) -> None:
    olga = await opens(stage)
    pavel, ann = await stage.author(olga, "Pavel"), await stage.reader("Ann")
    await writes_draft(olga)
    await olga.says("/schedule tomorrow 8:00")
    notice = await olga.sees(GOES_OUT)
    await writes_draft(pavel, "The pumps")
    await stage.sends(pavel, "The pumps")
    status = await pavel.sees("“The pumps” went out")
    welcome = await ann.sees("It did.")
    tomorrow = int(TOMORROW.timestamp()) // 60
    out = "That draft has become a post already."
    slips: dict[str, tuple[Person, Slip]] = {}
    for name, person, on, told, draft in (
        ("a reader", ann, welcome, NOT_ALLOWED, 1),
        ("another author", pavel, status, NOT_ALLOWED, 1),
        ("a draft that is out", pavel, status, out, 2),
        ("a draft that there is not", olga, notice, NOTHING_DOES, 77),
        ("a draft far beyond", olga, notice, NOTHING_DOES, BIGGEST),
    ):
        slips |= {
            f"{name}: sheet": (person, Slip(forged(person, on, Verb.SCHEDULE, draft), told)),
            f"{name}: time": (person, Slip(forged(person, on, Verb.SCHEDULE_AT, draft, tomorrow), told)),
            f"{name}: cancel": (person, Slip(forged(person, on, Verb.UNSCHEDULE, draft), told)),
            f"{name}: close": (person, Slip(forged(person, on, Verb.CLOSE_SHEET, draft), told)),
        }
    for minutes in (-1, -BIGGEST, BIGGEST, 10**12):
        slips[f"{minutes}"] = olga, Slip(forged(olga, notice, Verb.SCHEDULE_AT, 1, minutes), NOTHING_DOES)
    slips["a command of a reader"] = ann, Slip(writes(ann, "/schedule tomorrow 8:00"), NOT_ALLOWED)
    slips["a command without a draft"] = (
        pavel,
        Slip(writes(pavel, "/schedule tomorrow 8:00"), "There is no open draft. Send its first message"),
    )
    await nothing_changes(stage, slips)
