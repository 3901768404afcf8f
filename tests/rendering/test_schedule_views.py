"""What an author sees of schedules, in the author's own zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.core.local_time import Exactly, reading_of
from bot.core.refusals import Refusal, RefusalKey
from bot.core.schedule import Schedule, ScheduleState, usual_times
from bot.core.time_reading import read_time
from bot.core.time_words import ENGLISH
from bot.rendering.message import Message, Verb
from bot.rendering.outlook import Cost
from bot.rendering.schedule_views import (
    held_question,
    moment_pressed,
    schedule_question,
    schedule_sheet,
    scheduled_notice,
    schedules_list,
)
from tests.rendering.english import english, labels, press

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 27, 13, 2, tzinfo=UTC)  # a Friday, 14:02 in Berlin
DUE = datetime(2026, 3, 28, 7, 0, tzinfo=UTC)
HEADLINE = "The Maren barrier held"


def plain(text: str) -> str:
    """The text with plain spaces (Babel puts narrow ones before AM and PM)."""
    return text.replace("\u202f", " ")


def said(message: Message) -> str:
    return plain(message.text.text)


def plain_labels(message: Message) -> list[list[str]]:
    return [[plain(label) for label in row] for row in labels(message)]


def question(local: str, zone: ZoneInfo) -> Message:
    reading = reading_of(datetime.fromisoformat(local), zone)
    assert not isinstance(reading, Exactly)
    return schedule_question(english(), 5, HEADLINE, reading, zone)


def test_the_sheet_asks_when_and_offers_the_usual() -> None:
    sheet = schedule_sheet(english(), 5, HEADLINE, usual_times(NOW, BERLIN), BERLIN, NOW, None)
    assert said(sheet).splitlines()[:2] == [
        "When shall “The Maren barrier held” go out?",
        "Times are those of Europe/Berlin; /settings changes that. Press one, or just write another:",
    ]
    assert plain_labels(sheet) == [
        ["Today, 3:05 PM", "Today, 6:00 PM"],
        ["Tomorrow, 8:00 AM", "Tomorrow, 6:00 PM"],
        ["Monday, 8:00 AM"],
        ["◀"],
    ]
    verb, (draft_id, minutes) = press(sheet, "Tomorrow, 8:00\u202fAM")
    assert (verb, draft_id, moment_pressed(minutes)) == (Verb.SCHEDULE_AT, 5, DUE)
    assert press(sheet, "◀") == (Verb.CLOSE_SHEET, (5,))


def test_the_sheet_of_a_scheduled_draft_says_so_and_can_cancel_it() -> None:
    sheet = schedule_sheet(english(), 5, HEADLINE, (), BERLIN, NOW, DUE)
    assert said(sheet).splitlines()[1] == "So far it is to go out on Saturday, March 28, at 8:00 AM."
    assert labels(sheet) == [["Cancel schedule", "◀"]]
    assert press(sheet, "Cancel schedule") == (Verb.UNSCHEDULE, (5,))


def test_what_the_sheet_tells_to_write_can_be_read() -> None:
    sheet = schedule_sheet(english(), 5, HEADLINE, (), BERLIN, NOW, None)
    examples = said(sheet).splitlines()[-3:]
    for example in examples:
        assert isinstance(read_time(example, NOW, BERLIN, ENGLISH), Exactly)


def test_a_day_further_away_is_named_by_its_date() -> None:
    times = [NOW + timedelta(days=days) for days in (6, 7)]
    sheet = schedule_sheet(english(), 5, HEADLINE, times, UTC, NOW, None)
    assert plain_labels(sheet)[0] == ["Thursday, 1:02 PM", "Friday, April 3, 1:02 PM"]


def test_a_button_that_was_forged_names_no_moment() -> None:
    assert moment_pressed(10**18) is None
    assert moment_pressed(-1) is None


def test_a_time_that_does_not_exist_is_asked_about() -> None:
    asked = question("2026-03-29 02:30", BERLIN)
    assert said(asked) == (
        "Sunday, March 29, has no 2:30 AM in Europe/Berlin: the clocks jump over it."
        " When shall “The Maren barrier held” go out instead?"
    )
    assert plain_labels(asked) == [
        ["1:30 AM (UTC+1, Central European Standard Time)"],
        ["3:30 AM (UTC+2, Central European Summer Time)"],
        ["◀"],
    ]
    assert press(asked, "◀") == (Verb.SCHEDULE, (5,))


def test_a_time_that_exists_twice_is_asked_about() -> None:
    asked = question("2026-10-25 02:30", BERLIN)
    assert said(asked).startswith("Sunday, October 25, has 2:30 AM twice in Europe/Berlin: the clocks are put back.")
    assert plain_labels(asked)[:2] == [
        ["2:30 AM (UTC+2, Central European Summer Time)"],
        ["2:30 AM (UTC+1, Central European Standard Time)"],
    ]
    moments = [moment_pressed(press(asked, row[0])[1][1]) for row in labels(asked)[:2]]
    assert moments == [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]


def test_half_an_hour_is_told_apart_too() -> None:
    asked = question("2026-04-05 01:45", ZoneInfo("Australia/Lord_Howe"))
    assert [row[0][:17] for row in plain_labels(asked)[:2]] == ["1:45 AM (UTC+11, ", "1:45 AM (UTC+10:3"]


def test_a_day_that_is_left_out_is_asked_about_with_the_days_beside_it() -> None:
    asked = question("2011-12-30 08:00", ZoneInfo("Pacific/Apia"))
    assert said(asked).startswith("Friday, December 30, has no 8:00 AM in Pacific/Apia")
    starts = [row[0].partition(" (")[0] for row in plain_labels(asked)[:2]]
    assert starts == ["Thursday, December 29, 8:00 AM", "Saturday, December 31, 8:00 AM"]


def test_an_offset_behind_utc_is_named() -> None:
    zone = timezone(-timedelta(hours=3, minutes=30))
    assert "(UTC-3:30, " in english().schedule_clocks(DUE, zone, with_day=False)


def test_the_notice_names_the_day_the_time_and_the_zone() -> None:
    notice = scheduled_notice(english(), 5, HEADLINE, DUE, BERLIN)
    assert said(notice) == "“The Maren barrier held” goes out on Saturday, March 28, at 8:00 AM (Europe/Berlin)."
    assert labels(notice) == [["Schedule", "Cancel schedule"]]
    assert press(notice, "Schedule") == (Verb.SCHEDULE, (5,))
    assert english().unscheduled("A") == "“A” is not scheduled any more. The draft is as it was."


def test_what_a_scheduled_post_costs_is_said_wherever_it_is_confirmed() -> None:
    told = "Costs about 97,000 Stars at 1,000 a second: 0.1 for each message above 30"
    cost = Cost(97_000, 1000.0)
    sheet = schedule_sheet(english(), 5, HEADLINE, (), BERLIN, NOW, None, cost)
    notice = scheduled_notice(english(), 5, HEADLINE, DUE, BERLIN, cost)
    asked = held_question(english(), 5, HEADLINE, DUE, DUE + timedelta(hours=2), BERLIN, cost)
    for message in (sheet, notice, asked):
        assert told in said(message).splitlines()
    assert press(asked, "Send now") == (Verb.SEND_PAID, (5,))


def test_a_post_that_is_late_is_held_and_asked_about() -> None:
    asked = held_question(english(), 5, HEADLINE, DUE, DUE + timedelta(hours=2, minutes=10), BERLIN)
    assert said(asked) == (
        "“The Maren barrier held” was to go out on Saturday, March 28, at 8:00 AM (Europe/Berlin), while I was away."
        " That was 2 h 10 min ago, so I have kept it back. Shall it go out now?"
    )
    assert labels(asked) == [["Send now", "Schedule", "Keep as draft"]]
    assert [press(asked, label)[0] for label in labels(asked)[0]] == [Verb.SEND_NOW, Verb.SCHEDULE, Verb.UNSCHEDULE]


def test_the_list_shows_the_next_one_first() -> None:
    later = Schedule(6, 7, DUE + timedelta(days=1), ScheduleState.WAITING)
    listed = schedules_list(
        english(), [(later, "Another"), (Schedule(5, 7, DUE, ScheduleState.HELD), HEADLINE)], BERLIN
    )
    assert said(listed).splitlines() == [
        "Scheduled (Europe/Berlin)",
        "1  Saturday, March 28, at 8:00 AM · “The Maren barrier held” · held back",
        "2  Sunday, March 29, at 9:00 AM · “Another”",
    ]
    assert labels(listed) == [["1  The Maren barrier held"], ["2  Another"]]
    assert press(listed, "2  Another") == (Verb.SCHEDULE, (6,))


def test_an_empty_list_says_how_to_schedule() -> None:
    assert said(schedules_list(english(), [], BERLIN)).startswith("Nothing is scheduled.")


def test_a_long_list_fits_into_a_message() -> None:
    many = [(Schedule(n, 7, DUE + timedelta(days=n), ScheduleState.WAITING), "word " * 40) for n in range(60)]
    listed = schedules_list(english(), many, BERLIN)
    assert len(said(listed)) <= 4096
    assert len(labels(listed)) < 60
    short = schedules_list(english(), [(schedule, "A") for schedule, _ in many], BERLIN)
    assert said(short).splitlines()[-1] == "… and 20 more"


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        (
            RefusalKey.SCHEDULE_PAST,
            "Saturday, March 28, 2026, 8:00 AM lies in the past. Write a time that is yet to come.",
        ),
        (RefusalKey.SCHEDULE_TOO_FAR, "That is too far ahead: a post can be scheduled for at most a year from now."),
    ],
)
def test_a_refused_time_is_answered_in_words(key: RefusalKey, sentence: str) -> None:
    facts = {"local": datetime.fromisoformat("2026-03-28 08:00")} if key is RefusalKey.SCHEDULE_PAST else {}
    assert english().refusal(Refusal(key, **facts)).replace("\u202f", " ") == sentence


def test_the_card_says_when_a_draft_goes_out_or_that_it_was_held_back() -> None:
    assert plain(english().scheduled_for(DUE, BERLIN, held=False)) == ("⏰ goes out on Saturday, March 28, at 8:00 AM")
    assert plain(english().scheduled_for(DUE, BERLIN, held=True)) == (
        "⏰ held back; it was to go out on Saturday, March 28, at 8:00 AM"
    )


def test_whoever_scheduled_is_told_why_a_post_does_not_go_out() -> None:
    refused = english().schedule_refused("The pumps", DUE, "The draft is empty.", BERLIN)
    assert plain(refused) == (
        "“The pumps” was to go out on Saturday, March 28, at 8:00 AM (Europe/Berlin), and does not. The draft is empty."
    )
    assert english().schedule_failed(DUE, "1f2e", BERLIN).endswith("this number: 1f2e")
