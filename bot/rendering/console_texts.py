"""What the command line says to whoever runs the blog. Sentences to people in the chat are in ``texts``.

What is wrong with a setting is said by ``bot.config``, in English: the language is itself a setting.
"""

from __future__ import annotations

from gettext import NullTranslations


class ConsoleTexts:
    """The sentences of ``broadsheet run`` and its neighbours."""

    def __init__(self, translations: NullTranslations) -> None:
        self._ = translations.gettext

    def running(self, username: str) -> str:
        """The first line of ``run``."""
        return self._("Broadsheet is running as @{username}.").format(username=username)

    def claim(self, url: str) -> str:
        """While the blog has no owner."""
        return self._("This blog has no owner yet. Whoever opens this link first is: {url}").format(url=url)

    def token_refused(self, reason: str) -> str:
        """Telegram does not know the bot; ``reason`` is its words."""
        return self._(
            "Telegram does not accept the token ({reason}): put the one that @BotFather gave you into"
            " BROADSHEET_BOT_TOKEN. Nobody was marked as unreachable."
        ).format(reason=reason)

    def storage_waits(self, reason: str) -> str:
        """The file is locked, or the disk full; ``reason`` is SQLite's words."""
        return self._(
            "The database cannot be written to ({reason}). Nothing is lost: everything waits, and goes on by itself as"
            " soon as that has passed."
        ).format(reason=reason)

    def storage_goes_on(self) -> str:
        """It has passed."""
        return self._("The database can be written to again.")

    def copied(self, path: str) -> str:
        """A SQLite file was copied before its upgrade."""
        return self._("The database as it was is kept in {path}.").format(path=path)

    def migrated(self, revision: str) -> str:
        """The last line of ``migrate``."""
        return self._("The database is at revision {revision}.").format(revision=revision)

    def sandbox_listens(self, url: str, token: str) -> str:
        """What ``sandbox`` says, with what to set so that the bot finds it."""
        said = self._("A local Telegram listens on {url}").format(url=url)
        return f"{said}\nBROADSHEET_API_URL={url} BROADSHEET_BOT_TOKEN={token}"

    def sandbox_cannot_listen(self, port: int, reason: str) -> str:
        """The port is taken, or not ours to take."""
        return self._("The sandbox cannot listen on port {port}: {reason}.").format(port=port, reason=reason)
