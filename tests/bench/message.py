"""The message that every contender sends: 2,000 characters, ten entities, one row of two buttons."""

from __future__ import annotations

SENTENCE = "The water stood on one side of the gates like a held breath, and the street on the other side was dry. "
TEXT = (SENTENCE * 20)[:2000]

BOLD = tuple((offset, 9) for offset in range(0, 2000, 200))
"""Offset and length of the ten entities, in UTF-16 code units."""

BUTTONS = (("No comments", "v1:comments:1"), ("Post a comment", "v1:comment:1"))
"""Label and callback data, as they stand below a post."""
