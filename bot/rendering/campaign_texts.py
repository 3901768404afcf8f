"""What is said of campaigns: of a post on its way, and of an update or a withdrawal that follows it into the chats."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.campaigns import CampaignKind, CampaignState
from bot.rendering.language import Language


class CampaignTexts(Language):
    """The sentences of status messages."""

    def costs_stars(self, stars: int, rate: float) -> str:
        """What a post costs; ``rate`` is that at which it is sent, in messages a second."""
        return self._n(
            "Costs about {stars} Star at {rate} a second: 0.1 for each message above 30",
            "Costs about {stars} Stars at {rate} a second: 0.1 for each message above 30",
            stars,
        ).format(stars=self.number(stars), rate=self.number(rate))

    def sending_in(self, headline: str, span: timedelta) -> str:
        """The time with Stop."""
        return self._("Sending “{headline}” in {span} …").format(headline=headline, span=self.duration(span))

    def campaign_title(
        self, kind: CampaignKind, state: CampaignState, headline: str, finished_at: datetime | None
    ) -> str:
        """The first line of a status message."""
        if state is CampaignState.DONE and finished_at is not None:
            return self._done(kind).format(headline=headline, when=self.day_and_clock(finished_at))
        return self._titles(kind)[state].format(headline=headline)

    def _done(self, kind: CampaignKind) -> str:
        return {
            CampaignKind.POST: self._("“{headline}” went out on {when}"),
            CampaignKind.UPDATE: self._("“{headline}” was updated on {when}"),
            CampaignKind.WITHDRAWAL: self._("“{headline}” was withdrawn on {when}"),
        }[kind]

    def _titles(self, kind: CampaignKind) -> dict[CampaignState, str]:
        _ = self._
        return {
            CampaignKind.POST: {
                CampaignState.WAITING: _("Sending “{headline}” soon"),
                CampaignState.PROVING: _("Sending “{headline}”: your own copy first"),
                CampaignState.SENDING: _("Sending “{headline}”"),
                CampaignState.PAUSED: _("“{headline}” is paused"),
                CampaignState.DONE: _("“{headline}” went out"),
                CampaignState.STOPPED: _("Stopped. Nobody got “{headline}”; the draft is as it was."),
                CampaignState.CANCELLED: _("“{headline}” was cancelled; what had been sent stays."),
                CampaignState.REFUSED: _("Telegram refused “{headline}”. Nobody else got it; the draft is as it was."),
                CampaignState.SUPERSEDED: _("“{headline}” goes no further; a newer change took over."),
            },
            CampaignKind.UPDATE: {
                CampaignState.WAITING: _("Updating “{headline}” soon"),
                CampaignState.PROVING: _("Updating “{headline}”: your own copy first"),
                CampaignState.SENDING: _("Updating “{headline}”"),
                CampaignState.PAUSED: _("The update of “{headline}” is paused"),
                CampaignState.DONE: _("“{headline}” was updated"),
                CampaignState.STOPPED: _("Stopped. Nobody got the update of “{headline}”."),
                CampaignState.CANCELLED: _("The update of “{headline}” was cancelled; what had been changed stays so."),
                CampaignState.REFUSED: _(
                    "Telegram refused the change of “{headline}”. Other readers’ copies are as they were."
                ),
                CampaignState.SUPERSEDED: _("This update of “{headline}” goes no further; a newer change took over."),
            },
            CampaignKind.WITHDRAWAL: {
                CampaignState.WAITING: _("Withdrawing “{headline}” soon"),
                CampaignState.PROVING: _("Withdrawing “{headline}”: your own copy first"),
                CampaignState.SENDING: _("Withdrawing “{headline}”"),
                CampaignState.PAUSED: _("The withdrawal of “{headline}” is paused"),
                CampaignState.DONE: _("“{headline}” was withdrawn"),
                CampaignState.STOPPED: _("Stopped. Every copy of “{headline}” stays where it is."),
                CampaignState.CANCELLED: _(
                    "The withdrawal of “{headline}” was cancelled; copies that were not taken back yet stay."
                ),
                CampaignState.REFUSED: _(
                    "Telegram refused to take “{headline}” back. Other readers’ copies stay where they are."
                ),
                CampaignState.SUPERSEDED: _("This withdrawal of “{headline}” goes no further; a newer one took over."),
            },
        }[kind]

    def campaign_bar(self, share: float, rate: float, left: timedelta) -> str:
        """Percentage, pace and the time that is left."""
        return self._("{percent} % · {rate}/s · {left} left").format(
            percent=int(share * 100), rate=self.number(round(rate, 1)), left=self.duration(left)
        )

    def campaign_share(self, share: float) -> str:
        """How far it is, where its pace is not known, or there is none."""
        return self._("{percent} %").format(percent=int(share * 100))

    def campaign_parked(self, until: datetime, now: datetime) -> str:
        """While Telegram takes nothing."""
        today = self.date_of(until) == self.date_of(now)
        when = self.clock(until) if today else self.day_and_clock(until)
        return self._("Telegram asks to wait until {when}; it goes on then by itself.").format(when=when)

    def campaign_counts(
        self,
        kind: CampaignKind,
        done: int,
        blocked: int,
        failed: int,
        uncertain: int,
        queued: int,
        cancelled: int,
        planned: int,
    ) -> str:
        """The ledger, as a sum: of a post its messages, else mostly one change for each reader."""
        told = self._("sent {done}") if kind is CampaignKind.POST else self._("done {done}")
        line = self._("{told} · blocked {blocked} · failed {failed} · uncertain {uncertain} · queued {queued}").format(
            told=told.format(done=self.number(done)),
            blocked=self.number(blocked),
            failed=self.number(failed),
            uncertain=self.number(uncertain),
            queued=self.number(queued),
        )
        if cancelled:
            line += self._(" · cancelled {cancelled}").format(cancelled=self.number(cancelled))
        return line + self._(" = {planned}").format(planned=self.number(planned))

    def campaign_result(self, kind: CampaignKind, done: int, readers: int) -> str:
        """What a finished campaign came to: ``done`` messages or changes, with ``readers`` who have all of theirs."""
        people = self._n("{readers} reader", "{readers} readers", readers).format(readers=self.number(readers))
        if kind is CampaignKind.POST:
            return self._n("{count} message to {people}", "{count} messages to {people}", done).format(
                count=self.number(done), people=people
            )
        if kind is CampaignKind.WITHDRAWAL:
            return self._("Taken back from {people}; where 48 hours had passed, a notice stands in its place.").format(
                people=people
            )
        told = self._("Changed for {people}").format(people=people)
        added = done - readers
        if added > 0:
            told += self._n(" · {count} message sent", " · {count} messages sent", added).format(
                count=self.number(added)
            )
        return told

    def campaign_recallable(self, until: datetime) -> str:
        """Until when Withdraw deletes every copy."""
        return self._("It can be recalled until {when}.").format(when=self.day_and_clock(until))

    def campaign_in_doubt(self, chats: int) -> str:
        """Below a withdrawal: messages of which nobody knows, so that nobody can take them back."""
        return self._n(
            "In {chats} chat a message may remain: it was never learned whether it had arrived there.",
            "In {chats} chats a message may remain: it was never learned whether it had arrived there.",
            chats,
        ).format(chats=self.number(chats))

    def resend_question(self, headline: str, uncertain: int) -> str:
        """Asked once, with what it means."""
        lines = [
            self._n(
                "Send {uncertain} uncertain message of “{headline}” again?",
                "Send {uncertain} uncertain messages of “{headline}” again?",
                uncertain,
            ).format(uncertain=self.number(uncertain), headline=headline),
            self._(
                "It was never learned whether it arrived. Whoever has it already gets it twice; whoever has not would"
                " go without it otherwise."
            ),
        ]
        return "\n".join(lines)

    def telegram_says(self, reason: str) -> str:
        """Telegram's own words, where they explain something."""
        return self._("Telegram says: {reason}").format(reason=reason)
