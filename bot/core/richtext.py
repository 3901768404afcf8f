"""Rich text as Telegram has it: a text and its entities, with offsets in UTF-16 code units (architecture, decision 3).

What people write is kept in this form from their message to every reader's copy, and never parsed again.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning: ``offset`` and ``length`` count UTF-16 code units.

    ``type`` is Telegram's name for it ("bold", "text_link", …). ``extra`` holds the further fields of that type as
    sorted (name, value) pairs, such as ``(("url", "https://…"),)``, so that an entity can be compared and hashed.
    """

    type: str
    offset: int
    length: int
    extra: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class RichText:
    """A text with its entities, sorted as Telegram sorts them: by offset, the longer one first."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
