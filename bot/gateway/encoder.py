"""The encodings that a campaign needs, as one object for ``bot.app`` to pass on."""

from __future__ import annotations

from bot.gateway import encoding, page_edits, shown


class Encoder:
    """Messages, pages and edits as the Bot API's JSON (``bot.delivery.ports.Encoder``)."""

    encode = staticmethod(encoding.encode)
    with_keyboard = staticmethod(encoding.with_keyboard)
    at_message = staticmethod(encoding.at_message)
    markup_edit = staticmethod(encoding.encode_markup_edit)
    deletion = staticmethod(encoding.encode_deletion)
    page_edit = staticmethod(page_edits.page_edit)
    words_edit = staticmethod(page_edits.words_edit)
    shown_by = staticmethod(shown.shown_by)
