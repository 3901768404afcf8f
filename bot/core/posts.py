"""Posts: what a draft becomes when its author presses Send now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.calls import Prepared
from bot.core.options import AS_USUAL, PostOptions
from bot.core.people import Person, let
from bot.core.refusals import Refusal, RefusalKey


class PostState(StrEnum):
    """Where a post is. It is published once its author's own copy has arrived."""

    WAITING = "waiting"
    PUBLISHED = "published"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Post:
    """A post without its text.

    ``comments`` counts the visible ones, ``pages`` the messages of this revision, ``leaves`` what the last of them
    shows in turn. ``comments_closed``: nobody can comment any more, whatever the options say.
    """

    id: int
    draft_id: int
    author_id: int
    state: PostState
    headline: str
    revision: int
    pages: int
    comments: int
    published_at: datetime | None
    leaves: int = 1
    options: PostOptions = AS_USUAL
    comments_closed: bool = False

    def must_not_be_withdrawn(self) -> None:
        """Refuses what has no sense any more for a post that was taken back."""
        if self.state is PostState.WITHDRAWN:
            raise Refusal(RefusalKey.POST_WITHDRAWN)

    def must_be_out(self) -> None:
        """Refuses what is asked of a post that readers do not have, or have no longer."""
        self.must_not_be_withdrawn()
        if self.state is not PostState.PUBLISHED:
            raise Refusal(RefusalKey.POST_UNKNOWN)

    def must_be_changeable(self, person: Person) -> None:
        """Authors change and withdraw what they wrote, owners everything; refused unless it is out."""
        let(person.may_manage_team() or (person.may_compose() and person.id == self.author_id))
        self.must_be_out()


@dataclass(frozen=True, slots=True)
class Revision:
    """One of the forms in which a post was published or updated. ``number`` counts from 1.

    ``made_by`` is None where nobody kept it; with ``line`` readers are told of it.
    """

    number: int
    made_at: datetime
    made_by: int | None
    line: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """A message of a post in somebody's chat.

    ``page`` counts the messages of the ``revision`` from 1; it is negative once that message was emptied, and ``LINE``
    for the line that told of an update. ``comments`` is the count on its button, None where it has none; ``leaf`` is
    what it shows of those of its page.
    """

    post_id: int
    chat_id: int
    message_id: int
    page: int
    revision: int
    comments: int | None
    leaf: int = 1


@dataclass(frozen=True, slots=True)
class Edition:
    """A post in one of its revisions, as it is sent: its pages and leaves without buttons.

    ``post`` is as it is now. There are no ``leaves`` where the last page shows but one.
    """

    post: Post
    pages: tuple[Prepared, ...]
    leaves: tuple[Prepared, ...] = ()

    def sent_with(self, page: int) -> range:
        """The pages that are sent by one call with this one: all of an album, or this one alone."""
        first = page
        while not self.pages[first - 1].messages:
            first -= 1
        return range(first, first + self.pages[first - 1].messages)
