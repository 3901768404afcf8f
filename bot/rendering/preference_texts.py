"""What is said about people's own settings."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.core.commenters import News
from bot.rendering.language import Language


class PreferenceTexts(Language):
    """The sentences of /settings."""

    def settings_for_readers(self) -> str:
        """Whether posts come."""
        return self._("You get every new post here. /stop ends that, and /start begins it again.")

    def settings_for_leavers(self) -> str:
        """The same for somebody who has pressed /stop."""
        return self._("You get no posts at present. /start brings them back.")

    def settings_timezone(self, zone: tzinfo, own: bool, now: datetime) -> str:
        """Whose time counts for a member of the team, what time that is now, and how that is changed."""
        whose = self._("Your time zone: {zone}") if own else self._("Your time zone: {zone} (the blog’s)")
        clock = self._("It is {clock} there now.").format(clock=self.local_clock(now.astimezone(zone)))
        change = self._("/settings timezone Asia/Tokyo – take another one")
        lines = [f"{whose.format(zone=zone)}. {clock}", change]
        if own:
            lines.append(self._("/settings timezone blog – take the blog’s"))
        return "\n".join(lines)

    def settings_name(self, name: str) -> str:
        """What stands above the person's comments."""
        return self._(
            "Above your next comments: {name}. You can have your first name in Telegram there, another name, or none;"
            " moderators always see who you are."
        ).format(name=name)

    def settings_news(self) -> str:
        """Above the buttons that say what the person is told of."""
        return self._("I tell you when a comment of yours is:")

    def news(self, news: News) -> str:
        """The label of its button."""
        return {
            News.PUBLISHED: self._("published"),
            News.REJECTED: self._("not published"),
            News.ANSWERED: self._("answered"),
        }[news]

    def alias_button(self) -> str:
        """Asks for another name."""
        return self._("Another name")

    def alias_prompt(self) -> str:
        """The question after it."""
        return self._("Which name shall stand above your comments?")

    def alias_placeholder(self) -> str:
        """In the field where the name is written."""
        return self._("Your name under posts")
