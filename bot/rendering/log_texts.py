"""What moderators, and whoever runs the blog, read in the log of comments."""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import Act, Reason, Why
from bot.rendering.language import Language


class LogTexts(Language):
    """Sentences of the log: who did what to a comment, and why."""

    def log_of_comment(self, number: int, headline: str) -> str:
        """Above everything that happened to a comment."""
        return self._("History of #{number} · “{headline}”").format(number=number, headline=headline)

    def log_of_person(self, name: str) -> str:
        """Above everything that happened to somebody's comments."""
        return self._("History of what {name} wrote").format(name=name)

    def log_of_post(self, headline: str) -> str:
        """Above everything that happened to the comments on a post."""
        return self._("History of the comments on “{headline}”").format(headline=headline)

    def log_empty(self) -> str:
        """There is no line to show."""
        return self._("Nothing has happened so far.")

    def log_line(self, moment: datetime, number: int | None, who: str, what: str) -> str:
        """A line; ``number`` is the comment's where there can be several."""
        if number is None:
            return self._("{when} · {who}: {what}").format(when=self.clock(moment), who=who, what=what)
        return self._("{when} · #{number} · {who}: {what}").format(
            when=self.clock(moment), number=number, who=who, what=what
        )

    def log_of_rules(self) -> str:
        """Whoever does what nobody did."""
        return self._("the rules")

    def log_of_unknown(self, person_id: int) -> str:
        """Stands for the name of somebody who is not known any more."""
        return self._("person {id}").format(id=person_id)

    def log_what(self, act: Act) -> str:
        """What was done, in a few words behind the name of whoever did it."""
        return {
            Act.RECEIVED: self._("wrote it"),
            Act.HELD: self._("it waits"),
            Act.PASSED: self._("shown at once"),
            Act.REPLACED: self._("changed the text"),
            Act.PROPOSED: self._("changed the text, which waits"),
            Act.APPEALED: self._("asked again"),
            Act.APPROVED: self._("approved"),
            Act.REJECTED: self._("rejected"),
            Act.SPAM: self._("spam"),
            Act.DECLINED: self._("turned down"),
            Act.REPORTED: self._("complained of"),
            Act.WITHDRAWN: self._("withdrew it"),
            Act.ERASED: self._("erased it"),
            Act.PINNED: self._("pinned"),
            Act.UNPINNED: self._("unpinned"),
            Act.UNDONE: self._("undone"),
            Act.ANSWERED: self._("answered"),
            Act.NOTED: self._("noted"),
            Act.MUTED: self._("muted the writer"),
            Act.BANNED: self._("banned the writer"),
            Act.FREED: self._("lifted what held the writer"),
            Act.RULED: self._("set a rule for the writer"),
        }[act]

    def log_muted(self, days: int) -> str:
        """The writer of a comment was muted."""
        return self._n("muted the writer for {days} day", "muted the writer for {days} days", days).format(days=days)

    def log_ruled(self, waits: bool) -> str:
        """Every comment of the writer's waits from then on, or no longer."""
        if waits:
            return self._("every comment of the writer’s waits")
        return self._("the writer’s comments wait as everybody’s do")

    def log_because(self, what: str, why: str) -> str:
        """What was done, and why."""
        return self._("{what} ({why})").format(what=what, why=why)

    def log_took_back(self, what: str) -> str:
        """An undoing, which says what it took back."""
        return self._("took back: {what}").format(what=what)

    def log_undone(self, what: str) -> str:
        """What was taken back later."""
        return self._("{what} – taken back").format(what=what)

    def log_note(self, what: str, note: str) -> str:
        """What was done, and what was written with it."""
        return self._("{what}: “{note}”").format(what=what, note=note)

    def log_reason(self, reason: str) -> str:
        """Why: a reason of a rejection, why something waits, or what else was kept with the act."""
        words: dict[str, str] = {
            Reason.RUDE: self._("rude"),
            Reason.OFF_TOPIC: self._("off topic"),
            Reason.ADVERTISING: self._("advertising"),
            Reason.OTHER: self._("other reasons"),
            Reason.SILENT: self._("silently"),
            Why.EVERY: self._("every comment does"),
            Why.PERSON: self._("every comment of this person does"),
            Why.FIRST: self._("one of the first comments"),
            Why.APPEAL: self._("an appeal"),
            Why.REPORTS: self._("complaints"),
        }
        return words.get(reason, reason)
