"""Tags as an author names them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.refusals import Refusal, RefusalKey
from bot.core.tags import TAG_LENGTH, TAGS_LIMIT, tags_in


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("harbour, barrier", ("harbour", "barrier")),
        ("#harbour #barrier", ("harbour", "barrier")),
        ("#harbour#barrier; weather\nyear_2026", ("harbour", "barrier", "weather", "year_2026")),
        ("Harbour harbour", ("Harbour",)),
        ("हिन्दी می\u200cشود", ("हिन्दी", "می\u200cشود")),
        (" , ", ()),
        ("x" * TAG_LENGTH, ("x" * TAG_LENGTH,)),
    ],
)
def test_tags_are_named_with_or_without_signs(words: str, tags: tuple[str, ...]) -> None:
    assert tags_in(words) == tags


@pytest.mark.parametrize("words", ["a.b", "2026", "_", "x" * (TAG_LENGTH + 1), "good, b!d", "🌊"])
def test_what_is_no_hashtag_is_refused(words: str) -> None:
    with pytest.raises(Refusal) as refused:
        tags_in(words)
    assert refused.value.key is RefusalKey.TAG_IMPOSSIBLE
    assert str(refused.value.facts["tag"]) in words


def test_more_tags_than_anybody_reads_are_refused() -> None:
    many = [f"t{number}" for number in range(TAGS_LIMIT + 1)]
    assert len(tags_in(" ".join(many[1:]))) == TAGS_LIMIT
    with pytest.raises(Refusal) as refused:
        tags_in(" ".join(many))
    assert refused.value.facts == {"count": TAGS_LIMIT + 1, "limit": TAGS_LIMIT}


@given(st.text(max_size=60))
def test_tags_that_are_named_again_are_the_same(words: str) -> None:
    try:
        tags = tags_in(words)
    except Refusal:
        return
    assert tags_in(" ".join(f"#{tag}" for tag in tags)) == tags
