"""Whatever the author sends, the post holds all of it once, in order."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.arranging import Move, moved, passage_with, removed_passage_with
from bot.core.article import Figure, Heading, Quotation, Source, Text
from bot.core.article_json import article_from_json, article_to_json
from bot.core.assembly import assemble
from bot.core.manuscript import parts_of_article
from bot.core.parts import Part, Standing
from bot.core.passages import Passage
from bot.core.richtext import RichText
from bot.core.uses import possible_uses
from tests.core.test_richtext import Look, look
from tests.strategies import EPOCH, drafts, texts

TITLES = st.none() | texts(3)


def written(pieces: Iterable[RichText]) -> Look:
    """Every character but whitespace, with what applies to it."""
    return [seen for piece in pieces for seen in look(piece) if not seen[0].isspace()]


@given(drafts(), TITLES)
def test_nothing_that_the_author_wrote_is_lost_doubled_or_reordered(parts: list[Part], title: str | None) -> None:
    assembly = assemble(parts, title)
    article = assembly.article
    roles = {role.part.message_id: role for role in assembly.roles}
    blocks = article.blocks

    sources = [part.text for part in parts if roles[part.message_id].source]
    quoted = [part.text for part in parts if part.origin]
    captions = [part.text for part in parts if part.media and not part.origin]
    prose = [part.text for part in parts if not (part.media or part.origin or roles[part.message_id].source)]
    headline = [article.headline] if article.headline and any(role.headline for role in assembly.roles) else []

    assert written(block.words for block in blocks if isinstance(block, Source)) == written(sources)
    assert written(block.text for block in blocks if isinstance(block, Quotation)) == written(quoted)
    lost = [
        *behind(written(captions), written(block.caption for block in blocks if isinstance(block, Figure))),
        *behind(
            written(prose), written([*headline, *(block.text for block in blocks if isinstance(block, Text | Heading))])
        ),
    ]
    hashtags = "".join(character for character, _ in lost)
    assert {tag.casefold() for tag in re.split(r"[#,;·|/.]+", hashtags) if tag} == {t.casefold() for t in article.tags}


def behind(whole: Look, begin: Look) -> Look:
    """What follows ``begin``, with which ``whole`` has to begin."""
    assert whole[: len(begin)] == begin
    return whole[len(begin) :]


@given(drafts())
def test_every_medium_is_shown_once_in_the_order_sent(parts: list[Part]) -> None:
    shown = [
        medium
        for block in assemble(parts).article.blocks
        if isinstance(block, Figure | Quotation)
        for medium in block.media
    ]
    assert shown == [part.media for part in parts if part.media]


@given(drafts(), TITLES, st.randoms(use_true_random=False))
def test_the_order_in_which_messages_arrive_does_not_matter(
    parts: list[Part], title: str | None, random: Random
) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert assemble(shuffled, title) == assemble(parts, title)


@given(drafts(), TITLES)
def test_every_message_has_a_role_and_the_words_add_up(parts: list[Part], title: str | None) -> None:
    assembly = assemble(parts, title)
    assert [role.part for role in assembly.roles] == parts
    assert sum(role.words for role in assembly.roles) == assembly.article.words


@given(drafts(), TITLES)
def test_a_title_that_is_set_is_the_headline(parts: list[Part], title: str | None) -> None:
    article = assemble(parts, title).article
    if title and title.strip():
        assert article.title == title.strip()


@given(drafts(), TITLES)
def test_no_block_is_empty_and_an_article_survives_json(parts: list[Part], title: str | None) -> None:
    article = assemble(parts, title).article
    for block in article.blocks:
        match block:
            case Text(text) | Heading(text):
                assert text.text == text.text.strip() != ""
            case Figure(media):
                assert media
            case Quotation(_, origin):
                assert origin
            case Source(url):
                assert url
    assert article_from_json(json.loads(json.dumps(article_to_json(article)))) == article


@st.composite
def arranged_drafts(draw: st.DrawFn) -> list[Part]:
    """A draft after its author has moved parts, taken some out, and chosen uses, as its buttons allow it."""
    parts = draw(drafts())
    for _ in range(draw(st.integers(0, 6)) if parts else 0):
        part = draw(st.sampled_from(parts))
        passage = passage_with(parts, part.key)
        doing = draw(st.sampled_from(("move", "use", "remove", "restore")))
        if passage is None:
            removed = removed_passage_with(parts, part.key)
            assert removed is not None
            parts = changed(parts, removed, standing=Standing.PRESENT) if doing == "restore" else parts
        elif doing == "move":
            places = moved(parts, part.key, draw(st.sampled_from(Move)))
            parts = [replace(other, place=places.get(other.key, other.place)) for other in parts]
        elif doing == "use":
            first = replace(passage, parts=passage.parts[:1])
            parts = changed(parts, first, use=draw(st.sampled_from(possible_uses(passage))))
        elif doing == "remove":
            parts = changed(parts, passage, standing=Standing.REMOVED)
    return parts


def changed(parts: list[Part], passage: Passage, **fields: Any) -> list[Part]:
    """The parts after those of a passage have been changed."""
    keys = {part.key for part in passage.parts}
    return [replace(part, **fields) if part.key in keys else part for part in parts]


@given(arranged_drafts(), TITLES)
def test_whatever_is_arranged_nothing_that_is_in_the_post_is_lost_or_doubled(
    parts: list[Part], title: str | None
) -> None:
    assembly = assemble(parts, title)
    article = assembly.article
    present = [part for part in parts if part.standing is Standing.PRESENT]
    sources = {role.part.key for role in assembly.roles if role.source}
    shown: list[RichText] = []
    for block in article.blocks:
        match block:
            case Source(words=words):
                shown.append(words)
            case Figure(caption=text) | Text(text) | Heading(text) | Quotation(text):
                shown.append(text)
    if article.headline and any(role.headline for role in assembly.roles):
        shown.append(article.headline)

    missing = Counter(written(part.text for part in present))
    missing.subtract(Counter(written(shown)))
    assert all(count >= 0 for count in missing.values())
    line = Counter(character for (character, _), count in missing.items() for _ in range(count))
    wanted = Counter("".join(f"#{tag}" for tag in article.tags))
    assert not (wanted - line)
    # Of two tags that differ in nothing but case one is shown, and between them stand signs that are not.
    assert {character.casefold() for character in line} <= {*"#,;·|/.", *"".join(article.tags).casefold()}
    assert sources <= {part.key for part in present}

    media = [medium for block in article.blocks if isinstance(block, Figure | Quotation) for medium in block.media]
    assert Counter(media) == Counter(part.media for part in present if part.media)
    assert {role.part.key for role in assembly.roles} == {part.key for part in present}
    assert sum(role.words for role in assembly.roles) == article.words


@given(arranged_drafts(), TITLES, st.randoms(use_true_random=False))
def test_the_order_in_which_arranged_parts_are_given_does_not_matter(
    parts: list[Part], title: str | None, random: Random
) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert assemble(shuffled, title) == assemble(parts, title)


@given(arranged_drafts(), TITLES)
def test_an_article_survives_as_the_parts_of_another_draft(parts: list[Part], title: str | None) -> None:
    article = assemble(parts, title).article
    again = parts_of_article(article, 7, 5_000, EPOCH)
    assert assemble(again, tags=article.tags).article == article
