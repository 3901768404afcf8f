"""What is said where the options and the tags of a draft are chosen."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.options import CommentRule, Mode
from bot.rendering.language import Language


class OptionsTexts(Language):
    """The sentences of the options' page."""

    def options_title(self, headline: str) -> str:
        """The first line of the page."""
        return self._("Options of “{headline}”").format(headline=headline)

    def options_delivery(self, mode: Mode, messages: int) -> str:
        """How the post is delivered."""
        each = self._n("{messages} message to each reader", "{messages} messages to each reader", messages)
        told = each.format(messages=self.number(messages))
        if mode is Mode.PAGED:
            return self._("Delivery: paged, {messages}").format(messages=told)
        return self._("Delivery: in full, {messages}").format(messages=told)

    def options_silent(self, silent: bool) -> str:
        """Whether readers' phones stay quiet."""
        if silent:
            return self._("Readers are notified without a sound.")
        return self._("Readers are notified as usual.")

    def options_link_preview(self, shown: bool) -> str:
        """Whether Telegram shows what a link leads to."""
        return self._("The first link has a preview.") if shown else self._("Links have no preview.")

    def options_protect(self, protected: bool) -> str:
        """Whether readers can pass it on."""
        if protected:
            return self._("Readers cannot forward or save it.")
        return self._("Readers can forward and save it.")

    def options_comments(self, rule: CommentRule) -> str:
        """Which comments wait for a moderator."""
        return {
            CommentRule.BLOG: self._("Comments: as the blog has it."),
            CommentRule.FIRST: self._("Comments: a person’s first ones wait for a moderator."),
            CommentRule.ALL: self._("Comments: all wait for a moderator."),
            CommentRule.OFF: self._("Comments: open, none waits."),
            CommentRule.CLOSED: self._("Comments: closed."),
        }[rule]

    def options_tags(self, tags: Sequence[str], chosen: bool) -> str:
        """The tags, and where they come from."""
        if not tags:
            return self._("Tags: none, by choice.") if chosen else self._("Tags: none.")
        listed = " ".join(f"#{tag}" for tag in tags)
        if chosen:
            return self._("Tags: {tags}").format(tags=listed)
        return self._("Tags, as the last line says: {tags}").format(tags=listed)

    def mode_button(self, mode: Mode, messages: int) -> str:
        """Chooses a way to deliver, with its messages to each reader."""
        name = self._("Paged · {messages}") if mode is Mode.PAGED else self._("Full · {messages}")
        return name.format(messages=self.number(messages))

    def comments_rule_button(self, rule: CommentRule) -> str:
        """Chooses which comments wait."""
        return {
            CommentRule.BLOG: self._("As the blog"),
            CommentRule.FIRST: self._("First ones wait"),
            CommentRule.ALL: self._("All wait"),
            CommentRule.OFF: self._("Open"),
            CommentRule.CLOSED: self._("Closed"),
        }[rule]

    def tags_prompt(self, tags: Sequence[str]) -> str:
        """The question after Tags, and what /tags alone says."""
        now = (
            self._("Tags now: {tags}").format(tags=" ".join(f"#{tag}" for tag in tags))
            if tags
            else self._("There are no tags now.")
        )
        how = self._("Write them like this: harbour, barrier. A single - takes those of the text’s last line again.")
        return f"{now}\n{how}"

    def tags_placeholder(self) -> str:
        """In the field where the tags are written."""
        return self._("harbour, barrier")
