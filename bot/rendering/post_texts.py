"""What authors read about their posts once they are out: the list, changes, revisions, and withdrawing."""

from __future__ import annotations

from datetime import datetime

from bot.rendering.language import Language


class PostTexts(Language):
    """The sentences of /posts and of whatever is done to a post."""

    def moment(self, moment: datetime) -> str:
        """A day and a time in the blog's time zone."""
        return self._("{day}, {clock}").format(day=self.day(moment), clock=self.clock(moment))

    # ── The list, and one post ────────────────────────────────────────────────────────────────────────────────────────

    def posts_title(self, count: int) -> str:
        """The first line of /posts."""
        return self._n("Posts · {count}", "Posts · {count}", count).format(count=self.number(count))

    def posts_empty(self) -> str:
        """There is nothing to list."""
        return self._("No post is out. /drafts lists what is being written.")

    def posts_line(self, number: int, headline: str, day: datetime, comments: int) -> str:
        """A post in the list."""
        return self._("{number}  “{headline}” · {day} · {comments}").format(
            number=number, headline=headline, day=self.day(day), comments=self.comment_count(comments)
        )

    def comment_count(self, count: int) -> str:
        """How many comments readers see."""
        return self._n("{count} comment", "{count} comments", count).format(count=self.number(count))

    def post_published(self, moment: datetime) -> str:
        """When a post went out."""
        return self._("Published on {moment}").format(moment=self.moment(moment))

    def post_revised(self, revision: int, moment: datetime) -> str:
        """Which revision is the newest, where there is more than one."""
        return self._("Revision {revision}, of {moment}").format(revision=revision, moment=self.moment(moment))

    def post_reached(self, readers: int, comments: int) -> str:
        """How many people have the post, and what they say."""
        told = self._n("{readers} reader has it", "{readers} readers have it", readers)
        return self._("{readers} · {comments}").format(
            readers=told.format(readers=self.number(readers)), comments=self.comment_count(comments)
        )

    def comments_are_closed(self) -> str:
        """On the page of a post that nobody can comment on any more."""
        return self._("Comments are closed; those that wait can be decided on.")

    def comments_toast(self, closed: bool) -> str:
        """After Close comments and Open comments."""
        return self._("Comments are closed.") if closed else self._("Comments are open.")

    # ── Updating ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def update_question(self, headline: str) -> str:
        """The first line of the update sheet."""
        return self._("Update “{headline}”?").format(headline=headline)

    def update_plan(self, edited: int, messages: int, added: int, emptied: int) -> str:
        """What an update is, for each chat that has the post."""
        edits = self._n("edits {edited} of {messages} message", "edits {edited} of {messages} messages", messages)
        return self._("In each chat it {edits}, adds {added} and empties {emptied}.").format(
            edits=edits.format(edited=edited, messages=messages), added=added, emptied=emptied
        )

    def update_explained(self) -> str:
        """What the two ways to update mean."""
        return self._(
            "Your own copy is changed first, then those of all readers. An edit is silent in Telegram; with a line,"
            " each copy gets a reply that says so."
        )

    def update_nothing(self, headline: str) -> str:
        """The update sheet when there is nothing to update."""
        return self._("“{headline}” says what readers have already; there is nothing to update.").format(
            headline=headline
        )

    def update_closed(self) -> str:
        """The update sheet after Cancel."""
        return self._("Not updated. The changes wait in the draft.")

    def updated(self, revision: int) -> str:
        """The toast when it is done."""
        return self._("Revision {revision} is out: new readers get it, and delivered copies follow.").format(
            revision=revision
        )

    def left_as_it_was(self) -> str:
        """The toast of Leave as it was."""
        return self._("The post stays as it is.")

    def update_of_options(self) -> str:
        """In the update sheet, when no word and no picture is another."""
        return self._("It says the same; only its options are others.")

    # ── Revisions ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def revisions_title(self, headline: str) -> str:
        """The first line of the list of revisions."""
        return self._("Revisions of “{headline}”").format(headline=headline)

    def revision_line(self, number: int, moment: datetime, name: str | None, line: bool) -> str:
        """A revision in the list; ``name`` is that of whoever made it."""
        told = self._("{number}  {moment}").format(number=number, moment=self.moment(moment))
        if name is not None:
            told += self._(" · {name}").format(name=name)
        return told + self._(" · with a line") if line else told

    def revisions_earlier(self, count: int) -> str:
        """Below the list, when it is too long to show all."""
        return self._n("… and {count} before", "… and {count} before", count).format(count=self.number(count))

    def revision_title(self, number: int, headline: str) -> str:
        """The first line of one revision."""
        return self._("Revision {number} of “{headline}”").format(number=number, headline=headline)

    def revision_until_now(self, newest: int) -> str:
        """Above what changed between an old revision and the newest."""
        return self._("From it to revision {newest}:").format(newest=newest)

    def revision_from_before(self, before: int) -> str:
        """Above what changed between the newest revision and the one before."""
        return self._("It is the newest. From revision {before} to it:").format(before=before)

    def revision_only(self) -> str:
        """Of a post that was never updated."""
        return self._("It is the only one so far.")

    def restored(self, number: int) -> str:
        """The toast of Restore."""
        return self._("The draft is as in revision {number}. Readers get it once you press “Update”.").format(
            number=number
        )

    # ── Photos that come late ─────────────────────────────────────────────────────────────────────────────────────────

    def late_question(self, headline: str) -> str:
        """About a photo of an album whose post has gone out."""
        return self._("This belongs to an album of “{headline}”, which has become a post. Add it?").format(
            headline=headline
        )

    def late_added(self) -> str:
        """After Add."""
        return self._("Added. Readers get it once you press “Update”.")

    def late_ignored(self) -> str:
        """After Ignore."""
        return self._("Left out of the post.")

    # ── Withdrawing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def withdraw_question(self, headline: str, readers: int, going_out: bool) -> str:
        """Asked once, with what it means."""
        lines = [
            self._("Withdraw “{headline}”?").format(headline=headline),
            self._("Nobody gets it any more or can comment on it, and its comments are closed. This cannot be undone."),
        ]
        if going_out:
            lines.append(self._("It is still going out; that ends at once."))
        lines.append(
            self._n(
                "It disappears from the chat of {readers} reader; where it is older than 48 hours, a notice takes its"
                " place.",
                "It disappears from the chats of {readers} readers; where it is older than 48 hours, a notice takes its"
                " place.",
                readers,
            ).format(readers=self.number(readers))
        )
        return "\n".join(lines)

    def withdrawn(self, headline: str) -> str:
        """In the place of the question, when it is done."""
        return self._(
            "“{headline}” is withdrawn: nobody gets it any more, and its comments are closed. Delivered copies are"
            " being taken back."
        ).format(headline=headline)
