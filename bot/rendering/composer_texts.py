"""What the composer card says beside what each part became: sizes, costs, warnings, and its question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.core.options import Mode
from bot.rendering.language import Language


class ComposerTexts(Language):
    """The sentences of the card's end, and of the send sheet's warnings."""

    def draft_size(self, words: int, minutes: int, mode: Mode, full: int, paged: int) -> str:
        """What the post costs its readers: words, time, and messages in the chosen mode, then in the other one."""
        counted = self._n("{words} word", "{words} words", words).format(words=self.number(words))
        reading = self._n("{minutes} min to read", "{minutes} min to read", minutes).format(minutes=minutes)
        messages = paged if mode is Mode.PAGED else full
        each = self._n("{messages} message to each reader", "{messages} messages to each reader", messages)
        line = f"{counted} · {reading} · {each.format(messages=self.number(messages))}"
        if full == paged:
            return line
        if mode is Mode.PAGED:
            return line + self._(", paged, or {messages} in full").format(messages=self.number(full))
        return line + self._(", or {messages} paged").format(messages=self.number(paged))

    def draft_delivery(self, readers: int, span: timedelta, rate: float) -> str:
        """How many get it, and how long that takes at the present rate."""
        people = self._n("{readers} reader", "{readers} readers", readers).format(readers=self.number(readers))
        return self._("{people} · about {span} at {rate} a second").format(
            people=people, span=self.duration(span), rate=self.number(round(rate, 1))
        )

    def parts_removed(self, count: int) -> str:
        """A line of the card for what was taken out."""
        return self._n(
            "{count} part is taken out; Parts can put it back",
            "{count} parts are taken out; Parts can put them back",
            count,
        ).format(count=self.number(count))

    def question_of_reply(self, answer: int, part: int) -> str:
        """The card's question about a message that replied to an earlier part."""
        return self._("{answer} answers {part}: does it replace {part}, or follow it?").format(answer=answer, part=part)

    def replace_button(self, part: int) -> str:
        """The answer to that question which takes the earlier part out."""
        return self._("Replace {part}").format(part=part)

    def use_as_headline(self, words: str) -> str:
        """The button for a draft without a headline."""
        return self._("Use “{words}” as headline").format(words=words)

    def warn_no_headline(self) -> str:
        """A warning on the card and the send sheet."""
        return self._("⚠ no headline: /title sets one")

    def warn_no_credit(self, number: int) -> str:
        """A warning about one part."""
        return self._("⚠ {number}: the caption names no credit").format(number=number)

    def warn_no_source(self) -> str:
        """A warning: there is text, and no link in it."""
        return self._("⚠ no source: send the link that it comes from")

    def warn_crowded(self, pages: Sequence[int]) -> str:
        """A warning about pages with more entities than Telegram keeps."""
        listed = ", ".join(map(self.number, pages))
        return self._n(
            "⚠ page {pages}: more than 100 formats and links, so it ends early",
            "⚠ pages {pages}: more than 100 formats and links, so they end early",
            len(pages),
        ).format(pages=listed)

    def warn_repeated(self, link: str, headline: str, moment: datetime | None) -> str:
        """A warning about a link that an earlier post has."""
        sentence = self._("⚠ {link} stood in an earlier post: “{headline}”").format(link=link, headline=headline)
        return sentence if moment is None else f"{sentence}, {self.day(moment)}"

    def more_warnings(self, count: int) -> str:
        """Behind the warnings that there is room for."""
        return self._n("⚠ and {count} more warning", "⚠ and {count} more warnings", count).format(
            count=self.number(count)
        )
