"""The comments under a post, and a thread of them, as readers see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cases import Case, CommentState
from bot.core.comments import Body, Comment
from bot.core.listing import ListOrder, Page, Row
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.rendering.comment_list import Viewer, comment_list, thread
from bot.rendering.comment_rows import shares
from bot.rendering.message import Message, Verb
from bot.rendering.paging import TEXT_LENGTH, fits
from tests.rendering.commented import COMMENT, POST
from tests.rendering.english import NOW, english, labels, press
from tests.strategies import rich_texts, texts

ANN = replace(COMMENT, case=Case(CommentState.APPROVED))
OLGA = replace(ANN, id=9, person_id=POST.author_id, name="Olga", body=Body(RichText("The answer is here.")))
PHOTO = Media(MediaKind.PHOTO, "file", "unique")
NARROW = "\u202f"


def link(comment_id: int) -> str:
    """The address of a comment's thread."""
    return f"https://t.me/long_view_bot?start=t-{comment_id}"


READER = Viewer(NOW + timedelta(hours=5), link, open=True, moderates=False)


def listed(*rows: Row, count: int = 2, number: int = 0, order: ListOrder = ListOrder.OLDEST) -> Message:
    """The list as a reader sees it."""
    return comment_list(english(), replace(POST, comments=count), Page(rows, number, count), order, READER)


def test_the_list_names_each_writer_and_marks_the_posts_author() -> None:
    page = listed(Row(ANN), Row(OLGA))
    assert page.text.text == (
        "“The Maren barrier held” · 2 comments\n\n"
        "1. Ann · 5 h\nWhat happens to Holm now?\n\n"
        "2. Olga (author) · 5 h\nThe answer is here."
    )
    assert labels(page) == [["Newest first"], ["Reply to 1", "2"], ["Post a comment"]]
    assert press(page, "2") == (Verb.REPLY, (9,))


def test_what_a_comment_says_stands_in_a_quotation_and_its_time_is_the_link_to_it() -> None:
    says = RichText("1. Olga (author) · now\nThis is what I say", ()).wrap("blockquote")
    page = listed(Row(replace(ANN, body=Body(says))), count=1)
    spans = [(span.type, page.text.text[span.start : span.stop], span.extra) for span in page.text.spans()]
    assert ("blockquote", says.text, ()) in spans
    assert [text for type_, text, _ in spans if type_ == "blockquote"] == [says.text]
    assert ("text_link", "5 h", (("url", link(ANN.id)),)) in spans


def test_a_reply_says_whom_it_answers_and_a_lost_root_leaves_a_stone() -> None:
    reply = replace(OLGA, answers_id=8, thread_id=8)
    gone = replace(ANN, case=Case(CommentState.WITHDRAWN))
    text = listed(Row(ANN), Row(reply, answered=ANN)).text.text
    assert "2. ↳ Olga (author) → Ann · 5 h\n" in text
    text = listed(Row(reply, lost_root=gone), count=1).text.text
    assert "\n\nA comment stood here; its writer has withdrawn it.\n1. ↳ Olga (author) · 5 h\n" in text
    text = listed(Row(reply, lost_root=replace(gone, case=Case(CommentState.SPAM))), count=1).text.text
    assert "\n\nA comment stood here; it is not shown any more.\n1. ↳ Olga" in text


def test_the_passage_and_the_pin_are_shown_and_nobodys_name_is() -> None:
    comment = replace(ANN, name=None, quote="The barrier\nheld", case=Case(CommentState.APPROVED, pinned=True))
    assert "1. 📌 Anonymous · 5 h\non “The barrier held”\nWhat happens" in listed(Row(comment), count=1).text.text


def test_photos_have_a_button_and_stand_alone_where_there_are_no_words() -> None:
    page = listed(Row(ANN), Row(replace(OLGA, body=Body(RichText(""), (PHOTO, PHOTO)))))
    assert page.text.text.endswith("\n\n2. Olga (author) · 5 h · 📷 2")
    assert labels(page)[2] == ["📷 2"]
    assert press(page, "📷 2") == (Verb.COMMENT_PHOTOS, (9,))


def test_a_page_of_many_says_which_it_is_and_turns_both_ways() -> None:
    page = listed(*[Row(ANN)] * 5, count=12, number=1)
    assert labels(page)[0] == ["◀", "2/3", "▶", "Newest first"]
    assert press(page, "◀") == (Verb.COMMENTS_PAGE, (3, 0, 0))
    assert press(page, "2/3") == (Verb.COMMENTS_PAGE, (3, 0, 0))
    assert press(page, "▶") == (Verb.COMMENTS_PAGE, (3, 0, 2))
    assert press(page, "Newest first") == (Verb.COMMENTS_PAGE, (3, 1, 0))
    last = listed(Row(ANN), count=11, number=2, order=ListOrder.NEWEST)
    assert labels(last)[0] == ["◀", "3/3", "Oldest first"]
    assert press(last, "◀") == (Verb.COMMENTS_PAGE, (3, 1, 1))


def test_where_comments_are_closed_nothing_can_be_written() -> None:
    page = comment_list(english(), POST, Page((Row(ANN),), 0, 1), ListOrder.OLDEST, replace(READER, open=False))
    assert page.keyboard == ()


def test_a_thread_has_its_link_and_the_ways_out_of_it() -> None:
    reply = replace(OLGA, answers_id=8, thread_id=8)
    page = Page((Row(ANN), Row(reply, answered=ANN)), 0, 7)
    view = thread(english(), POST, page, READER, root_id=8, muted=False)
    assert view.text.text.startswith("A thread on “The Maren barrier held” · 7 comments\n\n1. Ann · 5 h\n")
    assert view.text.text.endswith(f"\n\nLink to this thread: {link(8)}")
    assert labels(view) == [["1/2", "▶"], ["Reply to 1", "2"], ["Mute thread", "All comments"]]
    assert press(view, "▶") == (Verb.THREAD, (8, 2))
    assert press(view, "Mute thread") == (Verb.MUTE_THREAD, (8, 1))
    assert press(view, "All comments") == (Verb.COMMENTS_PAGE, (3, 0, 0))
    muted = thread(english(), POST, page, READER, root_id=8, muted=True)
    assert press(muted, "Unmute thread") == (Verb.MUTE_THREAD, (8, 0))


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=-3), "now"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=6, hours=23), "6 d"),
        (timedelta(days=7), "March 27, 2016"),
    ],
)
def test_how_long_ago_is_said_in_one_number(past: timedelta, said: str) -> None:
    assert english().ago(NOW, NOW + past) == said


def test_what_is_cut_can_be_read_as_a_whole() -> None:
    long = replace(ANN, id=4, body=Body(RichText("word " * 2_000)))
    page = listed(Row(ANN), Row(long), Row(OLGA), Row(long), count=4)
    assert labels(page)[2] == ["Read 2", "4"]
    assert press(page, "Read 2") == (Verb.READ_COMMENT, (4,))
    assert "What happens to Holm now?" in page.text.text
    assert page.text.text.count("word…") == 2
    assert len(page.text.text) > TEXT_LENGTH * 0.95


_COMMENTS = st.builds(
    lambda name, text, quote, pinned, photos: replace(
        ANN,
        name=name,
        body=Body(text, (PHOTO,) * photos),
        quote=quote,
        answers_id=8,
        case=Case(CommentState.LIVE, pinned=pinned),
    ),
    st.none() | texts(),
    rich_texts() | st.builds(lambda text, times: RichText(text * times), texts(), st.integers(1, 3_000)),
    st.none() | texts(),
    st.booleans(),
    st.integers(0, 3),
)


@given(st.lists(_COMMENTS, min_size=1, max_size=5), texts(), st.booleans())
def test_five_comments_always_fit_and_each_is_there_or_can_be_read(
    comments: list[Comment], headline: str, lost: bool
) -> None:
    post = replace(POST, headline=headline * 30, comments=10_000)
    rows = tuple(Row(each, each, each if lost else None) for each in comments)
    view = thread(english(), post, Page(rows, 3, 10_000), READER, root_id=8, muted=False)
    assert fits(view.text, TEXT_LENGTH)
    assert len(view.text.entities) <= 100
    for row in view.keyboard:
        assert len(row) <= 8
    read = [button.label for row in view.keyboard for button in row if button.does in _presses(view, comments)]
    for number, comment in enumerate(comments, 1):
        whole = comment.body.text.without("blockquote", "expandable_blockquote").strip()
        assert f"\n{number}. " in view.text.text
        assert whole.text in view.text.text or any(str(number) in label for label in read)


def _presses(view: Message, comments: list[Comment]) -> list[object]:
    """The presses that show a whole comment."""
    ids = {comment.id for comment in comments}
    does = [button.does for row in view.keyboard for button in row]
    return [each for each in does if getattr(each, "verb", None) is Verb.READ_COMMENT and each.ids[0] in ids]  # type: ignore[union-attr]


@given(st.lists(st.integers(0, 50), max_size=6), st.integers(-5, 120))
def test_the_room_is_shared_fairly_and_never_exceeded(wanted: list[int], room: int) -> None:
    given_ = shares(wanted, room)
    assert sum(given_) <= max(0, room)
    assert all(got <= want for got, want in zip(given_, wanted, strict=True))
    cut = [got for got, want in zip(given_, wanted, strict=True) if got < want]
    assert all(got <= min(cut) + len(wanted) for got in given_) if cut else sum(given_) == sum(wanted)


def test_whoever_may_decide_has_a_way_to_the_cards() -> None:
    moderator = replace(READER, moderates=True)
    page = comment_list(english(), POST, Page((Row(ANN), Row(OLGA)), 0, 2), ListOrder.OLDEST, moderator)
    assert labels(page) == [["Newest first"], ["Reply to 1", "2"], ["Card 1", "2"], ["Post a comment"]]
    assert press(page, "Card 1") == (Verb.COMMENT_CARD, (8,))


def test_where_nobody_has_said_anything_that_is_said() -> None:
    assert english().no_comments_yet("The Maren barrier held") == "No comments on “The Maren barrier held” yet."
