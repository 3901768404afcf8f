"""Text forms: documents that an author has edited on a computer and sent back, to take the place of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.article import Article

SUFFIXES = (".md", ".markdown")
"""How the name of such a file ends; a document of any other name is a part of the post."""


class TextFormState(StrEnum):
    """Where a document is: it is fetched, then the author sees what it would change, and decides."""

    WANTED = "wanted"
    SHOWN = "shown"
    APPLIED = "applied"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class TextForm:
    """A document for a draft. ``message_id`` is the message that it came with, ``article``
    what it says once it is shown.

    ``tries`` counts the attempts to fetch it that failed. ``shown_at`` is when its difference from the draft was shown.
    """

    id: int
    draft_id: int
    person_id: int
    message_id: int
    sent_at: datetime
    file_id: str
    state: TextFormState
    article: Article
    tries: int
    shown_at: datetime


def is_text_form(file_name: str | None) -> bool:
    """Whether a file of that name is meant to take the place of the draft."""
    return file_name is not None and file_name.casefold().endswith(SUFFIXES)
