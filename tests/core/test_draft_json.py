"""What a revision was made of, there and back."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.draft_json import Snapshot, draft_from_json, draft_to_json
from bot.core.options import CommentRule, Mode, PostOptions
from bot.core.parts import Part, Standing, Use
from tests.strategies import drafts, texts

OPTIONS = st.builds(
    PostOptions,
    tags=st.none() | st.lists(texts(2), max_size=3).map(tuple),
    mode=st.sampled_from(Mode),
    silent=st.booleans(),
    link_preview=st.booleans(),
    protect=st.booleans(),
    comments=st.sampled_from(CommentRule),
)


@st.composite
def arranged_drafts(draw: st.DrawFn) -> list[Part]:
    """Drafts of which parts were moved, taken out and given a use."""
    return [
        replace(
            part,
            item=draw(st.integers(0, 3)),
            place=draw(st.none() | st.integers(-(2**40), 2**40)),
            standing=draw(st.sampled_from(Standing)),
            use=draw(st.none() | st.sampled_from(Use)),
            answers=draw(st.none() | st.integers(1, 2**40)),
        )
        for part in draw(drafts(4))
    ]


@given(arranged_drafts(), st.none() | texts(3), OPTIONS)
def test_a_draft_comes_back_from_its_snapshot_as_it_was(
    parts: list[Part], title: str | None, options: PostOptions
) -> None:
    stored = json.loads(json.dumps(draft_to_json(parts, title, options)))
    assert draft_from_json(stored) == Snapshot(tuple(parts), title, options)
