"""Options as numbered choices."""

from __future__ import annotations

import pytest

from bot.core.choosing import VALUES, Choice, number_of, with_choice
from bot.core.options import AS_USUAL, CommentRule, Mode, PostOptions
from bot.core.refusals import Refusal, RefusalKey


@pytest.mark.parametrize("choice", Choice)
def test_every_value_can_be_chosen_by_its_number_and_nothing_else_changes(choice: Choice) -> None:
    before = PostOptions(("harbour",), Mode.PAGED, True, False, True, CommentRule.CLOSED)
    name = choice.name.lower()
    for value in VALUES[choice]:
        after = with_choice(before, choice, number_of(choice, value))
        assert getattr(after, name) == value
        assert type(getattr(after, name)) is type(value)
        assert with_choice(after, choice, 0) == with_choice(before, choice, 0)


def test_the_values_are_all_that_there_are() -> None:
    assert set(VALUES[Choice.MODE]) == set(Mode)
    assert set(VALUES[Choice.COMMENTS]) == set(CommentRule)


@pytest.mark.parametrize(("choice", "value"), [(0, 0), (7, 0), (1, 2), (1, -1), (-1, 0), (5, 5)])
def test_numbers_that_stand_for_nothing_are_refused(choice: int, value: int) -> None:
    with pytest.raises(Refusal) as refused:
        with_choice(AS_USUAL, choice, value)
    assert refused.value.key is RefusalKey.UNKNOWN_BUTTON
