"""Telegram's albums: photos and videos mix, documents and audio only with their own kind, others never."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.parts import Media, MediaKind
from bot.rendering.albums import ALBUM_SIZE, albums_of, carries_caption

ALONE = {MediaKind.ANIMATION, MediaKind.VOICE, MediaKind.VIDEO_NOTE}
PICTURES = {MediaKind.PHOTO, MediaKind.VIDEO}


def media(*kinds: str) -> tuple[Media, ...]:
    return tuple(Media(MediaKind(kind), f"file{number}", "unique") for number, kind in enumerate(kinds))


@pytest.mark.parametrize(("first", "second"), list(product(MediaKind, MediaKind)))
def test_two_are_one_album_where_telegram_takes_them(first: MediaKind, second: MediaKind) -> None:
    together = {first, second} <= PICTURES or (first == second and first not in ALONE)
    assert len(albums_of(media(first, second))) == (1 if together else 2)


@given(st.lists(st.sampled_from(MediaKind), max_size=25))
def test_albums_keep_the_order_and_are_as_long_as_they_can_be(kinds: list[MediaKind]) -> None:
    every = media(*kinds)
    albums = albums_of(every)
    assert tuple(medium for album in albums for medium in album) == every
    assert all(1 <= len(album) <= ALBUM_SIZE for album in albums)
    for before, after in pairwise(albums):
        assert len(before) == ALBUM_SIZE or len(albums_of((before[-1], after[0]))) == 2


@pytest.mark.parametrize("kind", MediaKind)
def test_all_but_a_video_note_can_have_a_caption(kind: MediaKind) -> None:
    assert carries_caption(media(kind)) == (kind is not MediaKind.VIDEO_NOTE)
    assert not carries_caption(())
