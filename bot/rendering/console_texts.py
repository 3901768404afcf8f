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

    def standing_by(self) -> str:
        """Somebody else has the lease, or had it some seconds ago and has not given it back."""
        return self._("Standing by: another process works. This one takes over when that one ends.")

    def database_away(self, reason: str) -> str:
        """PostgreSQL is restarted, or cannot be reached; ``reason`` is the driver's words."""
        return self._("The database does not answer ({reason}). Work goes on when it does.").format(reason=reason)

    def token_refused(self, reason: str) -> str:
        """Telegram does not know the bot; ``reason`` is its words."""
        return self._(
            "Telegram does not accept the token ({reason}): put the one that @BotFather gave you into"
            " BROADSHEET_BOT_TOKEN. Nobody was marked as unreachable."
        ).format(reason=reason)

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
