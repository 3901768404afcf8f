"""Which media Telegram shows as one message, and which of them can carry words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.parts import Media, MediaKind

ALBUM_SIZE = 10
"""Items of an album at most (Bot API, sendMediaGroup: "must include 2-10 items")."""

_COMPANY = {
    MediaKind.PHOTO: "pictures",
    MediaKind.VIDEO: "pictures",
    MediaKind.DOCUMENT: "documents",
    MediaKind.AUDIO: "tracks",
}
"""Kinds that may be in one album with those of the same company; others are in none (Bot API, sendMediaGroup)."""


def albums_of(media: Iterable[Media]) -> tuple[tuple[Media, ...], ...]:
    """The media as albums that Telegram takes, and single ones between them, in their order."""
    albums: list[list[Media]] = []
    for medium in media:
        if albums and _goes_with(albums[-1], medium):
            albums[-1].append(medium)
        else:
            albums.append([medium])
    return tuple(tuple(album) for album in albums)


def carries_caption(media: Sequence[Media]) -> bool:
    """Whether a message with these media can have words of its own (Bot API, sendVideoNote has no ``caption``)."""
    return bool(media) and media[0].kind is not MediaKind.VIDEO_NOTE


def _goes_with(album: Sequence[Media], medium: Media) -> bool:
    company = _COMPANY.get(medium.kind)
    return company is not None and company == _COMPANY.get(album[-1].kind) and len(album) < ALBUM_SIZE
