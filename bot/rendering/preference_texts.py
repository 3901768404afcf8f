"""What is said about people's own settings."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.rendering.language import Language


class PreferenceTexts(Language):
    """The sentences of /settings."""

    def settings_for_readers(self) -> str:
        """There is little to set for a reader."""
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
