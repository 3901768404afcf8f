"""Pages of the log in the chat: by days, with the way to older and newer ones and to the cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.cases import RULES, Act, CommentState, Event, Reason, Why
from bot.core.log_entries import Entry
from bot.rendering.log_view import (
    PAGE,
    back_to_card,
    back_to_person,
    back_to_post,
    log_page,
    title_of_comment,
    title_of_person,
    title_of_post,
)
from bot.rendering.message import Message, Press, Verb
from bot.rendering.paging import TEXT_LENGTH, fits
from tests.rendering.english import NOW, english, labels, press

MIA, ANN = 31, 7
TEXTS = english()

WRITTEN = Entry(Event(1, 8, NOW, ANN, Act.RECEIVED, None, CommentState.SCREENING, 1), "Ann", "Ann", "It held")
HELD = Entry(
    Event(2, 8, NOW, RULES, Act.HELD, CommentState.SCREENING, CommentState.PENDING, 1, Why.FIRST),
    None,
    "Ann",
    "It held",
)
REJECTED = Entry(
    Event(
        5,
        8,
        NOW + timedelta(days=1),
        MIA,
        Act.REJECTED,
        CommentState.PENDING,
        CommentState.REJECTED,
        1,
        Reason.OTHER,
        "See the rules",
    ),
    "Mia",
    "Ann",
    "It held",
)


def page(verb: Verb, *entries: Entry, older: int | None = None, newer: int | None = None) -> Message:
    """A page of the section that the verb opens."""
    return log_page(TEXTS, "History", entries, Press(verb, (8,)), back_to_card(8), older=older, newer=newer)


def lines(message: Message) -> list[str]:
    return message.text.text.replace("\u202f", " ").splitlines()


def test_a_comments_history_says_who_did_what_day_by_day() -> None:
    shown = page(Verb.HISTORY, WRITTEN, HELD, REJECTED)
    assert lines(shown) == [
        "History",
        "March 27, 2016",
        "9:14 PM · Ann: wrote it",
        "9:14 PM · the rules: it waits (one of the first comments)",
        "March 28, 2016",
        "9:14 PM · Mia: rejected (other reasons): “See the rules”",
    ]
    assert labels(shown) == [["◀"]]
    assert press(shown, "◀") == (Verb.COMMENT_CARD, (8,))


def test_a_long_history_is_turned_by_the_ids_of_its_lines() -> None:
    middle = page(Verb.HISTORY, REJECTED, older=5, newer=40)
    assert labels(middle) == [["Older", "Newer"], ["◀"]]
    assert press(middle, "Older") == (Verb.HISTORY, (8, 5))
    assert press(middle, "Newer") == (Verb.HISTORY, (8, 40))
    assert labels(page(Verb.HISTORY, REJECTED, newer=0)) == [["Newer"], ["◀"]]


def test_where_there_are_several_comments_each_line_names_its_own_and_leads_to_its_card() -> None:
    other = replace(WRITTEN, event=replace(WRITTEN.event, id=6, comment_id=12))
    shown = page(Verb.PERSON_LOG, WRITTEN, HELD, other)
    assert lines(shown)[2:] == [
        "9:14 PM · #8 · Ann: wrote it",
        "9:14 PM · #8 · the rules: it waits (one of the first comments)",
        "9:14 PM · #12 · Ann: wrote it",
    ]
    assert labels(shown) == [["#8", "#12"], ["◀"]]
    assert press(shown, "#12") == (Verb.COMMENT_CARD, (12,))


def test_from_the_history_of_a_person_the_way_leads_back_to_them() -> None:
    back = back_to_person(8)
    assert (back.label, back.does) == ("◀", Press(Verb.COMMENTER, (8,)))


def test_a_post_without_comments_has_an_empty_history() -> None:
    shown = log_page(TEXTS, "History", [], Press(Verb.POST_LOG, (3,)), back_to_post(3), older=None, newer=None)
    assert lines(shown) == ["History", "Nothing has happened so far."]
    assert press(shown, "◀") == (Verb.POST, (3,))


def test_the_titles_say_whose_history_it_is() -> None:
    assert title_of_comment(TEXTS, 8, "It held") == "History of #8 · “It held”"
    assert title_of_person(TEXTS, "Ann\nSmith") == "History of what Ann Smith wrote"
    assert title_of_post(TEXTS, "") == "History of the comments on “no headline yet”"


def test_a_page_of_long_lines_fits_a_message() -> None:
    event = replace(REJECTED.event, comment_id=2**62, note="𝄞" * 4_096)
    days = [replace(event, at=NOW + timedelta(days=number)) for number in range(PAGE)]
    entries = [Entry(event, "𝄞" * 200, "𝄞" * 200, "𝄞" * 200, undone=True) for event in days]
    title = title_of_comment(TEXTS, 2**62, "𝄞" * 200)
    shown = log_page(TEXTS, title, entries, Press(Verb.POST_LOG, (3,)), back_to_post(3), older=1, newer=1)
    assert fits(shown.text, TEXT_LENGTH)
