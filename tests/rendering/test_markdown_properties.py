"""What is written as Markdown is read back as it was."""

from __future__ import annotations

from hypothesis import given

from bot.core.richtext import RichText
from bot.rendering.markdown import from_markdown, to_markdown
from tests.proofs import proof
from tests.strategies import rich_texts, texts


@proof
@given(rich_texts())
def test_rich_text_survives_markdown(rich: RichText) -> None:
    assert from_markdown(to_markdown(rich)) == rich.normalise()


@proof
@given(texts(max_pieces=30))
def test_plain_text_survives_markdown(text: str) -> None:
    assert from_markdown(to_markdown(RichText(text))) == RichText(text)


@proof
@given(texts(max_pieces=30))
def test_any_string_is_a_document(text: str) -> None:
    rich = from_markdown(text)
    assert rich == rich.normalise()
    assert from_markdown(to_markdown(rich)) == rich
