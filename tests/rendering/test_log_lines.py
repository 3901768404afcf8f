"""A line of the log in words: each act and each reason has its own."""

from __future__ import annotations

import pytest

from bot.core.cases import RULES, Act, CommentState, Event, Reason, Why
from bot.core.log_entries import Entry
from bot.rendering.log_lines import short_headline, what, who
from tests.rendering.english import NOW, english

MIA = 31


def entry(
    act: Act, *, by: int = MIA, actor: str | None = "Mia", reason: str | None = None, note: str | None = None
) -> Entry:
    """A line about something that Mia did to Ann's comment."""
    event = Event(5, 8, NOW, by, act, CommentState.PENDING, CommentState.PENDING, 1, reason, note)
    return Entry(event, actor, "Ann", "The barrier held")


def test_each_act_and_each_reason_has_words_of_its_own() -> None:
    acts = [what(english(), entry(act)) for act in Act]
    reasons = [what(english(), entry(Act.REJECTED, reason=reason)) for reason in (*Reason, *Why)]
    assert len({*acts, *reasons}) == len(Act) + len(Reason) + len(Why)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (entry(Act.REJECTED, reason=Reason.OFF_TOPIC), "rejected (off topic)"),
        (entry(Act.REJECTED, reason=Reason.OTHER, note="See the\nrules"), "rejected (other reasons): “See the rules”"),
        (entry(Act.HELD, reason=Why.PERSON), "it waits (every comment of this person does)"),
        (entry(Act.NOTED, note="He was here before"), "noted: “He was here before”"),
        (entry(Act.MUTED, note="7"), "muted the writer for 7 days"),
        (entry(Act.MUTED, note="1"), "muted the writer for 1 day"),
        (entry(Act.RULED, note="all"), "every comment of the writer’s waits"),
        (entry(Act.RULED, note="blog"), "the writer’s comments wait as everybody’s do"),
        (entry(Act.HELD, reason="something newer"), "it waits (something newer)"),
        (entry(Act.UNDONE), "undone"),
    ],
)
def test_a_line_says_what_was_done_and_why(line: Entry, said: str) -> None:
    assert what(english(), line) == said


def test_what_was_taken_back_is_said_on_both_lines() -> None:
    undoing = Entry(entry(Act.UNDONE).event, "Max", "Ann", "The barrier held", takes_back=Act.REJECTED)
    undone = Entry(entry(Act.REJECTED).event, "Mia", "Ann", "The barrier held", undone=True)
    assert what(english(), undoing) == "took back: rejected"
    assert what(english(), undone) == "rejected – taken back"


def test_whoever_did_it_is_named() -> None:
    assert who(english(), entry(Act.PINNED)) == "Mia"
    assert who(english(), entry(Act.HELD, by=RULES, actor=None)) == "the rules"
    assert who(english(), entry(Act.WITHDRAWN, actor=None)) == "person 31"


def test_what_is_long_is_cut() -> None:
    assert len(who(english(), entry(Act.PINNED, actor="𝄞" * 200))) == 64
    assert len(what(english(), entry(Act.NOTED, note="𝄞" * 4_000))) < 220
    assert len(short_headline(english(), "𝄞" * 200)) == 60
    assert short_headline(english(), "") == "no headline yet"
