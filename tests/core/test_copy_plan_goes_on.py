"""A plan can be broken off after any step: made anew from there, it comes to the same end, and to an end at all."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.copy_plan import Change, Shown, plan
from bot.core.parts import MediaKind

TEXTS = st.builds(Shown, st.none(), st.sampled_from("abc"))
PHOTOS = st.builds(Shown, st.just(MediaKind.PHOTO), st.sampled_from("ab"), st.sampled_from(["p", "q"]))
MESSAGES = st.lists(TEXTS | PHOTOS, max_size=5)


@given(MESSAGES, MESSAGES.filter(len), MESSAGES.filter(len))
def test_step_by_step_each_message_comes_to_show_its_page_and_then_nothing_is_left_to_do(
    before: list[Shown], after: list[Shown], later: list[Shown]
) -> None:
    standing = list(before)
    carried = {len(before) - 1} if before else set()
    for wanted in (after, later):
        first = plan(standing, wanted, carried)
        for _ in range(first.calls + 1):
            steps = plan(standing, wanted, carried).steps
            index = next((index for index, step in enumerate(steps) if step.change is not Change.KEEP), None)
            if index is None:
                break
            step = steps[index]
            standing[index] = replace(standing[index], emptied=True) if step.page is None else wanted[step.page]
            carried = (carried | {index}) if step.buttons else (carried - {index})
        rest = plan(standing, wanted, carried)
        assert rest.calls == rest.additions == first.additions
        standing += [wanted[page] for page in rest.added]
        carried = {index for index in carried if standing[index] == wanted[-1]} | (
            {len(standing) - 1} if rest.added else set()
        )
        shown = [message for message in standing if not message.emptied]
        assert shown == list(wanted)
        assert plan(standing, wanted, carried).calls == 0
