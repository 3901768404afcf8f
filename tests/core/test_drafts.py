"""What can be done with a draft in which state, and what a headline may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.drafts import (
    HEADLINE_LIMIT,
    PARTS_LIMIT,
    TEXT_LIMIT,
    Draft,
    DraftState,
    checked_title,
    must_have_room,
)
from bot.core.parts import Part, Standing
from bot.core.people import Person, Role
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText

ME, SOMEBODY = (
    Person(id_, f"Author {id_}", None, True, True, datetime(2026, 3, 27, tzinfo=UTC), Role.AUTHOR) for id_ in (2, 3)
)
OWNER = replace(SOMEBODY, role=Role.OWNER)


def draft(state: DraftState) -> Draft:
    return Draft(1, ME.id, None, state)


@pytest.mark.parametrize("state", DraftState)
def test_what_has_gone_out_or_was_given_up_is_not_worked_on(state: DraftState) -> None:
    if state in (DraftState.OPEN, DraftState.REVISING):
        draft(state).must_be_writable(ME)
        draft(state).must_be_writable(OWNER)
        return
    with pytest.raises(Refusal) as refused:
        draft(state).must_be_writable(ME)
    assert (refused.value.key, refused.value.facts) == (RefusalKey.DRAFT_CLOSED, {"state": state})


@pytest.mark.parametrize("state", DraftState)
def test_what_has_gone_out_is_not_opened_again(state: DraftState) -> None:
    if state is not DraftState.PUBLISHED:
        draft(state).must_be_openable(ME)
        return
    with pytest.raises(Refusal) as refused:
        draft(state).must_be_openable(ME)
    assert refused.value.key is RefusalKey.DRAFT_CLOSED


@pytest.mark.parametrize("state", DraftState)
def test_somebody_elses_draft_is_nobodys_business(state: DraftState) -> None:
    for check in (draft(state).must_be_writable, draft(state).must_be_openable):
        with pytest.raises(Refusal) as refused:
            check(SOMEBODY)
        assert refused.value.key is RefusalKey.NOT_ALLOWED


def test_a_title_is_one_line_without_space_around() -> None:
    assert checked_title("  The barrier\n held ") == "The barrier held"


def test_a_title_at_the_limit_passes_and_one_beyond_is_refused_with_both_numbers() -> None:
    assert len(checked_title("x" * HEADLINE_LIMIT)) == HEADLINE_LIMIT
    with pytest.raises(Refusal) as refused:
        checked_title("x" * (HEADLINE_LIMIT + 1))
    assert refused.value.key is RefusalKey.TITLE_TOO_LONG
    assert refused.value.facts == {"length": HEADLINE_LIMIT + 1, "limit": HEADLINE_LIMIT}


def test_a_title_without_a_word_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        checked_title(" \n ")
    assert refused.value.key is RefusalKey.TITLE_MISSING


@pytest.mark.parametrize("state", DraftState)
def test_what_was_not_given_up_follows_edits_and_a_post_only_those_of_whoever_may_change_it(state: DraftState) -> None:
    assert draft(state).follows_edits_of(ME) is (state is not DraftState.DISCARDED)
    assert draft(state).follows_edits_of(SOMEBODY) is (state in (DraftState.OPEN, DraftState.REVISING))
    assert not draft(state).follows_edits_of(replace(ME, role=None))


@pytest.mark.parametrize("state", DraftState)
def test_a_post_that_is_being_changed_is_updated_and_neither_published_nor_given_up(state: DraftState) -> None:
    if state is DraftState.REVISING:
        draft(state).must_be_revised()
        refuse = draft(state).must_not_be_out
    else:
        draft(state).must_not_be_out()
        refuse = draft(state).must_be_revised
    with pytest.raises(Refusal) as refused:
        refuse()
    assert (refused.value.key, refused.value.facts) == (RefusalKey.DRAFT_CLOSED, {"state": state})


def parts(count: int, length: int, standing: Standing = Standing.PRESENT) -> list[Part]:
    text = RichText("x" * length)
    return [Part(2, number, ME.started_at, text, standing=standing) for number in range(count)]


def test_a_draft_takes_as_many_messages_as_it_may_and_changes_of_each() -> None:
    full = parts(PARTS_LIMIT, 1)
    must_have_room(full[:-1], full[-1])
    must_have_room(full, full[0])
    with pytest.raises(Refusal) as refused:
        must_have_room(full, replace(full[0], message_id=-1))
    assert (refused.value.key, refused.value.facts) == (RefusalKey.PARTS_FULL, {"limit": PARTS_LIMIT})


def test_a_draft_takes_as_much_text_as_it_may_but_for_what_was_taken_out() -> None:
    half = TEXT_LIMIT // 2
    held, added = parts(1, half), replace(parts(1, half)[0], message_id=9)
    must_have_room(held, added)
    must_have_room([*held, *parts(1, 1, Standing.REMOVED)], added)
    with pytest.raises(Refusal) as refused:
        must_have_room([*held, replace(held[0], message_id=5, text=RichText("x"))], added)
    assert refused.value.key is RefusalKey.DRAFT_TOO_LONG
    assert refused.value.facts == {"length": TEXT_LIMIT + 1, "limit": TEXT_LIMIT}
    with pytest.raises(Refusal):
        must_have_room([], *held, added, replace(added, message_id=10))
