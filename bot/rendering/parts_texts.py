"""What is said where the parts of a draft are listed, moved, taken out and used otherwise."""

from __future__ import annotations

from bot.core.parts import Use
from bot.rendering.language import Language


class PartsTexts(Language):
    """The sentences of the list of parts and of the page of one."""

    def parts_title(self, headline: str) -> str:
        """The first line of the list."""
        return self._("Parts of “{headline}”").format(headline=headline)

    def parts_range(self, first: int, last: int, count: int) -> str:
        """Which of the parts a page of the list shows."""
        return self._("{first}–{last} of {count}").format(
            first=self.number(first), last=self.number(last), count=self.number(count)
        )

    def parts_none(self) -> str:
        """The list of a draft without any."""
        return self._("There are no parts yet.")

    def part_taken_out(self, described: str) -> str:
        """A line of the list for what is not in the post."""
        return self._("✖ taken out · {described}").format(described=described)

    def part_title(self, number: str) -> str:
        """The first line of a part's page."""
        return self._("Part {number}").format(number=number)

    def part_title_removed(self) -> str:
        """The same for one that was taken out."""
        return self._("A part that is taken out")

    def part_hint(self) -> str:
        """Above the buttons that say what it is to be."""
        return self._("The last rows say what it is to be.")

    def use_name(self, use: Use | None) -> str:
        """The label for what a part can be."""
        if use is None:
            return self._("As it looks")
        return {
            Use.HEADLINE: self._("Headline"),
            Use.SOURCE: self._("Source"),
            Use.SECTION: self._("Section"),
            Use.LEAD: self._("Lead"),
            Use.QUOTATION: self._("Quotation"),
            Use.PLAIN: self._("Plain"),
        }[use]

    def ticked(self, label: str) -> str:
        """The label of what is chosen now."""
        return f"✓ {label}"
