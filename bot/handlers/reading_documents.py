"""Reading documents: from the bytes of a file to the question whether it is to take the place of its draft.

A long document takes a while to read, and one that was made to be slow takes seconds: that is done in a thread, and
outside of any transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.core.article import Article
from bot.core.assembly import assemble
from bot.core.refusals import Refusal, RefusalKey
from bot.core.text_forms import TextForm
from bot.handlers.answers import put_into_outbox
from bot.handlers.rewriting import Rewriting
from bot.rendering.document_reading import read_document
from bot.storage import drafts, parts
from bot.storage.engine import Database, Transaction


class DocumentReader:
    """Reads the documents that were fetched."""

    def __init__(self, database: Database, clock: Callable[[], datetime], committed: Callable[[], None]) -> None:
        """``committed`` is called after each commit: there is something to send."""
        self._database = database
        self._clock = clock
        self._committed = committed

    async def read(self, rewriting: Rewriting, form: TextForm, content: bytes | None) -> None:
        """``content`` None: the file cannot be had."""
        found = await self._article(form, content)
        now = self._clock()

        async def work(tx: Transaction) -> None:
            answer = await rewriting.arrived(tx, now, form, found)
            await put_into_outbox(tx, answer.messages, now)

        await self._database.write(work)
        self._committed()

    async def _article(self, form: TextForm, content: bytes | None) -> Article | Refusal:
        """What the document says, or why it is none of the draft's."""
        if content is None:
            return Refusal(RefusalKey.TEXT_NOT_FETCHED)
        async with self._database.read() as tx:
            draft = await drafts.find(tx, form.draft_id)
            present = await parts.of_draft(tx, form.draft_id)
        if draft is None:
            return Refusal(RefusalKey.UNKNOWN_BUTTON)
        known = {part.media.unique_id: part.media for part in present if part.media is not None}
        before = assemble(present, draft.title, draft.options.tags).article
        try:
            return await asyncio.to_thread(read_document, content, draft.id, known, before)
        except Refusal as refusal:
            return refusal
