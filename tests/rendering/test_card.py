"""A comment as moderators see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cases import Act, Appeal, Case, CommentState, Reason, Why
from bot.core.commenters import Commenter
from bot.core.comments import COMMENT_LIMIT, Body
from bot.core.deciding import REASONS
from bot.core.parts import Media, MediaKind
from bot.core.people import Person
from bot.core.richtext import Entity, RichText
from bot.rendering.card import Facts, card, more, reasons, taken_card
from bot.rendering.message import Message, Verb
from tests.rendering.commented import COMMENT, POST, WAITS
from tests.rendering.english import NOW, english, labels, press
from tests.strategies import rich_texts

ANN = Person(2, "Ann", "ann", True, True, NOW - timedelta(days=3))
FACTS = Facts(COMMENT, POST, ANN, Commenter(2), 0, 1, 2, NOW)
PHOTO = Media(MediaKind.PHOTO, "f", "u")
REJECTED = Case(CommentState.REJECTED, decision=Act.REJECTED, decided_by=31, decided_at=NOW, reason=Reason.OFF_TOPIC)


def facts(case: Case = WAITS, *, known: Facts = FACTS, **changed: object) -> Facts:
    """What the card of a comment in that case tells; ``changed`` are fields of the comment."""
    return replace(known, comment=replace(COMMENT, case=case, **changed), decided_by="Mia")  # type: ignore[arg-type]


def lines(view: Message) -> list[str]:
    """Its text."""
    return view.text.text.splitlines()


def quoted(view: Message) -> list[str]:
    """What stands in quotations."""
    return [view.text.slice(span.start, span.stop).text for span in view.text.spans() if span.type == "blockquote"]


def test_a_waiting_card_says_who_wrote_what_about_which_post_and_why_it_waits() -> None:
    view = card(english(), FACTS)
    assert lines(view) == [
        "🟡 #8 · “The Maren barrier held” · 9:14\u202fPM",
        "Ann · ✅ 0 ✖ 1 · here for 3 days",
        "What happens to Holm now?",
        "Waits because: first comments (1 of 2)",
    ]
    assert labels(view) == [["Approve", "Reject", "Spam"], ["Reply", "Ann…", "More…"]]
    assert press(view, "Approve") == (Verb.APPROVE, (8, 4, 2))
    assert press(view, "Reply") == (Verb.ANSWER, (8, 4))


@pytest.mark.parametrize(
    ("case", "title", "rows"),
    [
        (
            Case(CommentState.APPROVED, decision=Act.APPROVED, decided_by=31, decided_at=NOW),
            "✅ Approved by Mia · 9:14\u202fPM · #8",
            [["Reject", "Spam"], ["Reply", "More…"]],
        ),
        (REJECTED, "✖ Rejected by Mia: off topic · 9:14\u202fPM · #8", [["Approve"], ["More…"]]),
        (
            replace(REJECTED, reason=Reason.OTHER, words="not\nnice"),
            "✖ Rejected by Mia: not nice · 9:14\u202fPM · #8",
            [["Approve"], ["More…"]],
        ),
        (
            replace(REJECTED, reason=None, decided_at=NOW - timedelta(days=2)),
            "✖ Rejected by Mia · March 25, 2016, 9:14\u202fPM · #8",
            [["Approve"], ["More…"]],
        ),
        (Case(CommentState.SPAM, decided_at=NOW), "🚫 Spam, says Mia · 9:14\u202fPM · #8", [["Approve"], ["More…"]]),
        (
            Case(CommentState.LIVE),
            "🟢 Shown at once · 9:14\u202fPM · #8",
            [["Approve", "Reject", "Spam"], ["Reply", "More…"]],
        ),
        (Case(CommentState.WITHDRAWN), "↩ Withdrawn by its writer · #8", [["More…"]]),
    ],
)
def test_a_decided_card_says_who_and_when_and_offers_what_is_left(
    case: Case, title: str, rows: list[list[str]]
) -> None:
    view = card(english(), facts(case))
    assert lines(view)[0] == title
    assert labels(view) == rows


def test_a_decision_of_the_last_ten_minutes_can_be_undone_and_others_stand_behind_more() -> None:
    known = replace(facts(REJECTED), undoable=True)
    assert labels(card(english(), known)) == [["Undo", "More…"]]
    assert press(card(english(), known), "Undo") == (Verb.UNDO, (8, 4))
    assert labels(more(english(), known)) == [["Approve"], ["History", "Note", "Edits"], ["Ann…", "◀"]]


def test_a_new_text_stands_below_the_one_that_others_read() -> None:
    case = Case(CommentState.APPROVED, proposed=2, waiting_since=NOW, why=Why.EVERY)
    view = card(english(), replace(facts(case), proposed=Body(RichText("And what to us?"))))
    assert lines(view)[2:] == [
        "Published:",
        "What happens to Holm now?",
        "New text:",
        "And what to us?",
        "Waits because: every comment does",
    ]
    assert quoted(view) == ["What happens to Holm now?", "And what to us?"]


def test_an_appeal_shows_its_new_text_alone_and_offers_no_spam() -> None:
    case = replace(REJECTED, proposed=2, appeal=Appeal.OPEN, waiting_since=NOW, why=Why.APPEAL)
    view = card(english(), replace(facts(case), proposed=Body(RichText("And what to us?"))))
    assert quoted(view) == ["And what to us?"]
    assert lines(view)[-1] == "Waits because: its writer asks to look at it again"
    assert labels(view)[0] == ["Approve", "Reject"]


def test_what_was_turned_down_last_is_said() -> None:
    case = Case(CommentState.APPROVED, decision=Act.DECLINED, decided_by=31, decided_at=NOW)
    assert lines(card(english(), facts(case)))[-1] == "Turned down by Mia · 9:14\u202fPM"


@pytest.mark.parametrize(
    ("name", "line"), [("A.", "Ann (“A.”)"), (None, "Ann (anonymous)"), ("Ann", "Ann"), ("A\nB", "Ann (“A B”)")]
)
def test_moderators_see_who_it_is_whatever_others_read(name: str | None, line: str) -> None:
    known = replace(facts(name=name), writer=replace(ANN, started_at=NOW))
    assert lines(card(english(), known))[1] == f"{line} · ✅ 0 ✖ 1 · here since today"


def test_a_card_shows_what_is_answered_quoted_noted_and_pinned() -> None:
    case = Case(CommentState.LIVE, pinned=True)
    known = replace(facts(case, quote="the gates"), answered=(None, "Why?\nAnd how?"), note=("Max", "seen before"))
    view = card(english(), known)
    assert quoted(view) == [
        "↳ Anonymous: Why? And how?",
        "» the gates",
        "What happens to Holm now?",
        "✎ Max: seen before",
    ]
    assert "📌 Pinned" in lines(view)


def test_photos_are_counted_and_a_button_shows_them() -> None:
    view = card(english(), facts(body=Body(RichText(""), (PHOTO, PHOTO))))
    assert quoted(view) == ["📷 2 photos"]
    assert labels(view)[0] == ["📷 2 photos"]


def test_a_text_in_which_there_is_nothing_to_see_is_said_to_be_one() -> None:
    assert lines(card(english(), facts(body=Body(RichText("\u200b\u2800")))))[2] == "nothing that can be seen"


def test_a_long_comment_is_cut_and_a_button_shows_all_of_it() -> None:
    long = RichText("x" * COMMENT_LIMIT, (Entity("text_link", 0, 5, (("url", "https://example.org"),)),))
    view = card(english(), facts(body=Body(long)))
    assert len(view.text.text) < 1_200
    assert {entity.type for entity in view.text.entities} == {"bold", "blockquote"}
    assert press(view, "Whole text") == (Verb.EDITS, (8, 2, 1))


def test_the_reasons_stand_in_the_place_of_the_buttons() -> None:
    view = reasons(english(), FACTS)
    assert labels(view) == [["Rude", "Off topic", "Advertising"], ["Other…", "Silently", "◀"]]
    assert press(view, "Silently") == (Verb.REJECT_FOR, (8, 4, 2, REASONS.index(Reason.SILENT)))
    assert view.text == card(english(), FACTS).text


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_has_a_word(reason: Reason) -> None:
    assert english().card_reason(reason)


@pytest.mark.parametrize("why", Why)
def test_each_cause_to_wait_has_words(why: Why) -> None:
    assert lines(card(english(), facts(replace(WAITS, why=why))))[-1].startswith("Waits because: ")


@pytest.mark.parametrize(("pinned", "label"), [(False, "Pin"), (True, "Unpin")])
def test_a_visible_beginning_of_a_thread_can_be_pinned(pinned: bool, label: str) -> None:
    view = more(english(), facts(Case(CommentState.LIVE, pinned=pinned), revision=1))
    assert labels(view)[1] == ["History", "Note", label]
    assert press(view, label) == (Verb.PIN, (8, 4, int(not pinned)))
    reply = facts(Case(CommentState.LIVE), revision=1, thread_id=7)
    assert labels(more(english(), reply))[1] == ["History", "Note"]


def test_of_a_card_nothing_is_left_for_whoever_was_removed() -> None:
    view = taken_card(english(), COMMENT)
    assert lines(view) == ["#8 · This card is for the blog’s moderators."]
    assert view.keyboard == ()


@given(rich_texts() | st.builds(RichText, st.text()), st.text(), st.text())
def test_whatever_is_written_adds_no_line_beside_the_quotation_and_no_link(
    text: RichText, name: str, quote: str
) -> None:
    known = facts(body=Body(text), name=name, quote=quote)
    view = card(english(), replace(known, writer=replace(ANN, name=name), answered=(name, text.text)))
    spans = [span for span in view.text.spans() if span.type in ("blockquote", "italic")]
    inside = {point for span in spans for point in range(span.start, span.stop)}
    outside = "".join(char for point, char in enumerate(view.text.text) if point not in inside)
    assert sum(bool(line.strip()) for line in outside.split("\n")) == 3
    assert {span.type for span in view.text.spans()} <= {"bold", "blockquote", "italic"}
    assert "://" not in view.text.text
    assert len(view.text.text) <= 4_096
