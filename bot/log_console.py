"""The log of comments in a terminal: read, never written, beside a bot that runs or not."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.core.log_entries import Entry, Section
from bot.rendering.console_texts import ConsoleTexts
from bot.rendering.log_lines import short_headline, what, who
from bot.rendering.texts import Texts
from bot.storage import comment_log, comments, posts
from bot.storage.engine import Database, Transaction
from bot.storage.people import People


class LogConsole:
    """One terminal's view of a blog's log; needs a migrated database at ``url``."""

    def __init__(self, url: str, texts: Texts, sentences: ConsoleTexts, console: Console) -> None:
        self._url = url
        self._texts = texts
        self._sentences = sentences
        self._console = console

    async def show(self, section: Section, limit: int) -> str | None:
        """Prints the last lines of a section, the newest of them last.

        Where somebody or something is asked for that there is not, it prints nothing and gives a sentence that says so.
        """
        database = Database.open(self._url)
        try:
            async with database.read() as tx:
                missing = await self._missing(tx, section)
                entries = [] if missing else await comment_log.newest(tx, section, limit)
        finally:
            await database.close()
        if missing is None:
            self._console.print(self._table(entries) if entries else self._texts.log_empty())
        return missing

    async def _missing(self, tx: Transaction, section: Section) -> str | None:
        if section.comment_id is not None and await comments.find(tx, section.comment_id) is None:
            return self._sentences.no_comment(section.comment_id)
        if section.post_id is not None and await posts.find(tx, section.post_id) is None:
            return self._sentences.no_post(section.post_id)
        if section.person_id is not None and await People().find(tx, section.person_id) is None:
            return self._sentences.no_reader(section.person_id)
        return None

    def _table(self, entries: Sequence[Entry]) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in self._sentences.log_headings():
            table.add_column(heading, overflow="fold")
        for entry in entries:
            event = entry.event
            cells = (
                self._texts.moment(event.at),
                f"#{event.comment_id}",
                short_headline(self._texts, entry.headline),
                who(self._texts, entry),
                what(self._texts, entry),
            )
            table.add_row(*[Text(cell) for cell in cells])  # nothing that people wrote is markup
        return table
