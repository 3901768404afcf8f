"""What the command line says to whoever runs the blog. Sentences to people in the chat are in ``texts``.

What is wrong with a setting is said by ``bot.config``, in English: the language is itself a setting.
"""

from __future__ import annotations

from gettext import NullTranslations

from bot.core.campaigns import CampaignKind, CampaignState


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

    def too_fast(self, rate: float, free: float) -> str:
        """At the start of ``run``, where messages go out faster than Telegram takes them for nothing."""
        return self._(
            "BROADSHEET_SEND_RATE is {rate:g}, but Telegram takes about {free:g} messages a second: it will keep asking"
            " to wait. Set it to {free:g} or less, or BROADSHEET_PAID_BROADCAST to on, and pay for the rest in Stars."
        ).format(rate=rate, free=free)

    def nothing_to_pay(self, free: float) -> str:
        """At the start of ``run``, where paying changes nothing."""
        return self._(
            "BROADSHEET_PAID_BROADCAST has no effect: up to {free:g} messages a second cost nothing. To send faster,"
            " raise BROADSHEET_SEND_RATE."
        ).format(free=free)

    # ── Campaigns ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def campaign(self, number: int, headline: str) -> str:
        """The first line of a campaign in the list."""
        return self._("{number}  “{headline}”").format(number=number, headline=headline)

    def campaign_state(self, kind: CampaignKind, state: CampaignState) -> str:
        """What it is and where it is: "update · on its way"."""
        kinds = {
            CampaignKind.POST: self._("post"),
            CampaignKind.UPDATE: self._("update"),
            CampaignKind.WITHDRAWAL: self._("withdrawal"),
        }
        states = {
            CampaignState.WAITING: self._("waits"),
            CampaignState.PROVING: self._("the author’s own copy first"),
            CampaignState.SENDING: self._("on its way"),
            CampaignState.PAUSED: self._("paused"),
            CampaignState.DONE: self._("done"),
            CampaignState.STOPPED: self._("stopped"),
            CampaignState.CANCELLED: self._("cancelled"),
            CampaignState.REFUSED: self._("refused by Telegram"),
            CampaignState.SUPERSEDED: self._("superseded by a newer change"),
        }
        return self._("{kind} · {state}").format(kind=kinds[kind], state=states[state])

    def no_campaigns(self) -> str:
        """The list when it is empty."""
        return self._("There are no campaigns: nothing has been published so far.")

    def no_campaign(self, number: int) -> str:
        """The number that was given is no campaign's."""
        return self._("There is no campaign {number}; `broadsheet campaigns` lists them.").format(number=number)

    def resend_now(self) -> str:
        """Behind the question of ``resend``; the answer is y or n."""
        return self._("Send again?")

    def resend_needs_yes(self) -> str:
        """Where nobody can be asked."""
        return self._("Nobody is here to answer; `broadsheet campaigns resend --yes` sends it again without asking.")

    # ── The log ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def log_headings(self) -> tuple[str, str, str, str, str]:
        """Above the columns of the log."""
        return self._("When"), self._("Comment"), self._("Post"), self._("Who"), self._("What")

    def no_comment(self, number: int) -> str:
        """The number that was given is no comment's."""
        return self._("There is no comment {number}.").format(number=number)

    def no_post(self, number: int) -> str:
        """The number that was given is no post's."""
        return self._("There is no post {number}.").format(number=number)

    def no_reader(self, number: int) -> str:
        """The number that was given is nobody's."""
        return self._("Nobody with the number {number} has pressed Start.").format(number=number)

    # ── The database ──────────────────────────────────────────────────────────────────────────────────────────────────
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
