"""What a passage can be by choice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.article import Heading, Quotation, Source
from bot.core.assembly import assemble
from bot.core.parts import Media, MediaKind, Part, Use
from bot.core.passages import Passage, passages_of
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.uses import checked_use, possible_uses
from tests.strategies import drafts

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
PHOTO = Media(MediaKind.PHOTO, "file", "unique")
H, S, N, L, Q, P = Use.HEADLINE, Use.SOURCE, Use.SECTION, Use.LEAD, Use.QUOTATION, Use.PLAIN


def passage(text: RichText | str, media: Media | None = None) -> Passage:
    """One message."""
    rich = RichText(text) if isinstance(text, str) else text
    return passages_of([Part(1, 2, NOW, rich, media)])[0]


@pytest.mark.parametrize(
    ("text", "media", "uses"),
    [
        ("It held", None, (H, N, Q, P)),
        ("x" * 60, None, (H, N, Q, P)),
        ("x" * 61, None, (H, Q, P)),
        ("x" * 201, None, (Q, P)),
        ("It held\nall night", None, (H, Q, P)),
        ("See https://example.org", None, (H, S, N, Q, P)),
        ("https://example.org", None, (S, N, Q, P)),
        (RichText.code("x = 1"), None, (N, Q, P)),
        ("A caption", PHOTO, (L, Q, P)),
        ("", PHOTO, (L, Q, P)),
        ("", None, (P,)),
    ],
)
def test_only_what_fits_a_passage_is_offered(text: RichText | str, media: Media | None, uses: tuple[Use, ...]) -> None:
    assert possible_uses(passage(text, media)) == (None, *uses)


def test_a_use_that_does_not_fit_is_refused() -> None:
    assert checked_use(passage("It held"), Use.HEADLINE) is Use.HEADLINE
    assert checked_use(passage("It held"), None) is None
    with pytest.raises(Refusal) as refused:
        checked_use(passage("It held"), Use.LEAD)
    assert refused.value.key is RefusalKey.USE_IMPOSSIBLE


@given(drafts(max_parts=1), st.data())
def test_what_is_possible_has_its_effect(parts: list[Part], data: st.DataObject) -> None:
    for found in passages_of(parts):
        use = data.draw(st.sampled_from(possible_uses(found)))
        used = [replace(part, use=use if part is found.first else None) for part in found.parts]
        article = assemble(used).article
        match use:
            case Use.HEADLINE:
                assert article.headline
            case Use.SOURCE:
                assert [type(block) for block in article.blocks] == [Source]
            case Use.SECTION if not article.tags:
                assert [type(block) for block in article.blocks] == [Heading]
            case Use.QUOTATION:
                assert [type(block) for block in article.blocks] == [Quotation]
            case Use.LEAD:
                assert article.lead
