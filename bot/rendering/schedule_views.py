"""What an author sees of schedules: the sheet, the questions, the notice and the list, in the zone that is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from bot.core.local_time import Skipped, Twice, moments
from bot.core.richtext import RichText, join
from bot.core.schedule import Schedule, ScheduleState
from bot.rendering.excerpts import clipped, excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.outlook import Cost
from bot.rendering.status import sending_verb
from bot.rendering.texts import Texts

_HEADLINE_ROOM = 80
_BUTTON_ROOM = 30
_LISTED = 40
"""Schedules that the list shows; with headlines of 80 characters they fill most of a message of 4,096."""

_LIST_ROOM = 3_900
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def moment_pressed(epoch_minutes: int) -> datetime | None:
    """The moment that a button of ``SCHEDULE_AT`` names, in UTC.

    None for a forged one that no calendar has, or that lies so long ago that no button has ever named it.
    """
    if epoch_minutes < 0:
        return None
    try:
        return _EPOCH + epoch_minutes * _MINUTE
    except OverflowError:
        return None


def schedule_sheet(
    texts: Texts,
    draft_id: int,
    headline: str,
    times: Sequence[datetime],
    zone: tzinfo,
    now: datetime,
    scheduled_at: datetime | None,
    cost: Cost | None = None,
) -> Message:
    """The question when, with a button for each of ``times``, how it is now, and what the post costs."""
    lines = [RichText.bold(texts.schedule_which(_short(headline)))]
    if cost is not None:
        lines.append(RichText(texts.costs_stars(cost.stars, cost.rate)))
    last = [Button("◀", Press(Verb.CLOSE_SHEET, (draft_id,)))]
    if scheduled_at is not None:
        lines.append(RichText(texts.schedule_is(scheduled_at, zone)))
        last.insert(0, _cancel(texts, draft_id))
    lines.append(RichText(texts.schedule_hint(zone)))
    offers = [_at(draft_id, moment, texts.schedule_soon(moment, now, zone)) for moment in times]
    rows = tuple(tuple(offers[start : start + 2]) for start in range(0, len(offers), 2))
    return Message(join(lines, "\n"), keyboard=(*rows, tuple(last)), link_preview=False)


def schedule_question(texts: Texts, draft_id: int, headline: str, reading: Skipped | Twice, zone: tzinfo) -> Message:
    """Which of two moments is meant, each with what tells it from the other."""
    if isinstance(reading, Skipped):
        question = texts.schedule_skipped(reading.meant(zone), _short(headline), zone)
    else:
        question = texts.schedule_twice(reading.first.astimezone(zone), _short(headline), zone)
    first, second = moments(reading)
    with_day = first.astimezone(zone).date() != second.astimezone(zone).date()
    choices = [(_at(draft_id, moment, texts.schedule_clocks(moment, zone, with_day)),) for moment in (first, second)]
    return Message(RichText(question), keyboard=(*choices, (Button("◀", Press(Verb.SCHEDULE, (draft_id,))),)))


def scheduled_notice(
    texts: Texts, draft_id: int, headline: str, due_at: datetime, zone: tzinfo, cost: Cost | None = None
) -> Message:
    """When it goes out, what it costs, and the ways to change that."""
    change = Button(texts.button("Schedule"), Press(Verb.SCHEDULE, (draft_id,)))
    told = _with_cost(texts, texts.scheduled(_short(headline), due_at, zone), cost)
    return Message(told, keyboard=((change, _cancel(texts, draft_id)),))


def held_question(
    texts: Texts,
    draft_id: int,
    headline: str,
    due_at: datetime,
    now: datetime,
    zone: tzinfo,
    cost: Cost | None = None,
) -> Message:
    """What to do with a post whose time passed while the bot was down."""
    buttons = (
        Button(texts.button("Send now"), Press(sending_verb(cost), (draft_id,))),
        Button(texts.button("Schedule"), Press(Verb.SCHEDULE, (draft_id,))),
        Button(texts.button("Keep as draft"), Press(Verb.UNSCHEDULE, (draft_id,))),
    )
    asked = texts.schedule_missed(_short(headline), due_at, now - due_at, zone)
    return Message(_with_cost(texts, asked, cost), keyboard=(buttons,))


def schedules_list(texts: Texts, schedules: Sequence[tuple[Schedule, str]], zone: tzinfo) -> Message:
    """Schedules with their headlines, the next one first, each with a button that opens its sheet."""
    if not schedules:
        return Message(RichText(texts.no_schedules()))
    shown = sorted(schedules, key=lambda scheduled: scheduled[0].due_at)[:_LISTED]
    lines = [
        texts.schedules_line(number, _short(headline), schedule.due_at, schedule.state is ScheduleState.HELD, zone)
        for number, (schedule, headline) in enumerate(shown, start=1)
    ]
    if len(schedules) > len(shown):
        lines.append(texts.more_parts(len(schedules) - len(shown)))
    buttons = tuple(
        (Button(f"{number}  {excerpt(headline, _BUTTON_ROOM)}", Press(Verb.SCHEDULE, (schedule.draft_id,))),)
        for number, (schedule, headline) in enumerate(shown, start=1)
    )
    title = RichText.bold(texts.schedules_title(zone))
    return Message(join((title, RichText(clipped("\n".join(lines), _LIST_ROOM))), "\n"), keyboard=buttons)


def _with_cost(texts: Texts, told: str, cost: Cost | None) -> RichText:
    return RichText(told if cost is None else f"{told}\n{texts.costs_stars(cost.stars, cost.rate)}")


def _at(draft_id: int, moment: datetime, label: str) -> Button:
    return Button(label, Press(Verb.SCHEDULE_AT, (draft_id, (moment - _EPOCH) // _MINUTE)))


def _cancel(texts: Texts, draft_id: int) -> Button:
    return Button(texts.button("Cancel schedule"), Press(Verb.UNSCHEDULE, (draft_id,)))


def _short(headline: str) -> str:
    return excerpt(headline, _HEADLINE_ROOM)
