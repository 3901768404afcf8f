"""What the list of an author's drafts says."""

from __future__ import annotations

from datetime import datetime

from bot.rendering.language import Language


class ShelfTexts(Language):
    """The sentences of /drafts."""

    def shelf_title(self, count: int) -> str:
        """The first line of the list."""
        return self._n("Drafts · {count}", "Drafts · {count}", count).format(count=self.number(count))

    def shelf_empty(self) -> str:
        """There is nothing to list."""
        return self._("There are no drafts. Send a post’s first message, and there is one.")

    def shelf_line(self, number: int, headline: str, words: int, changed_at: datetime) -> str:
        """A draft in the list."""
        told = self._n("{words} word", "{words} words", words).format(words=self.number(words))
        return self._("{number}  “{headline}” · {words} · {when}").format(
            number=number, headline=headline, words=told, when=self.day_and_clock(changed_at)
        )

    def shelf_line_without_words(self, number: int, changed_at: datetime) -> str:
        """A draft that says nothing so far."""
        return self._("{number}  no words yet · {when}").format(number=number, when=self.day_and_clock(changed_at))

    def shelf_author(self, name: str) -> str:
        """Whose it is, where that is somebody else."""
        return self._("by {name}").format(name=name)

    def shelf_writers(self, names: str) -> str:
        """Who has it open."""
        return self._("open: {names}").format(names=names)

    def shelf_has_gone_out(self) -> str:
        """Of a post that is being changed."""
        return self._("a post, being changed")

    def shelf_button(self, name: str, number: int) -> str:
        """Open, Rename or Duplicate with the number of a line."""
        return f"{self._(name)} {number}"

    def rename_prompt(self, headline: str) -> str:
        """The question after Rename."""
        return self._("Write the new headline for “{headline}”.").format(headline=headline)

    def rename_placeholder(self) -> str:
        """In the field where the headline is written."""
        return self._("Headline")

    def duplicated(self) -> str:
        """A toast."""
        return self._("Duplicated.")
