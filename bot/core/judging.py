"""Where a new comment, or a new text of one, goes by itself: it waits, or is shown at once.

The blog, the post and the person each have a rule; the stricter one wins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.cases import Why
from bot.core.commenters import Commenter
from bot.core.options import CommentRule
from bot.core.people import Person
from bot.core.posts import Post
from bot.core.refusals import Refusal, RefusalKey

_STRICTNESS = (CommentRule.BLOG, CommentRule.OFF, CommentRule.FIRST, CommentRule.ALL, CommentRule.CLOSED)
"""From the loosest to the strictest; ``BLOG`` says nothing of its own."""


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What the blog's owner has set for comments.

    ``rule`` holds for every post, ``first`` is how many of a person's comments must have been approved under
    ``CommentRule.FIRST``. ``photos``: whether a comment can have some. ``closes_after`` None: never.
    """

    rule: CommentRule = CommentRule.FIRST
    first: int = 2
    photos: bool = False
    closes_after: timedelta | None = None

    def closed(self, post: Post, now: datetime) -> bool:
        """Whether nobody can comment on the post any more."""
        if post.options.comments is CommentRule.CLOSED or post.comments_closed:
            return True
        return (
            self.closes_after is not None
            and post.published_at is not None
            and now - post.published_at >= self.closes_after
        )

    def could_be_opened(self, post: Post, now: datetime) -> bool:
        """Whether people cannot comment on the post for no other reason than that somebody has closed it by hand."""
        return post.comments_closed and not self.closed(replace(post, comments_closed=False), now)

    def as_of(self, post: Post, now: datetime) -> Post:
        """The post as it is to be shown now: closed also where only its time has passed."""
        return replace(post, comments_closed=self.closed(post, now))

    def must_be_open(self, post: Post, now: datetime) -> None:
        """Refuses to take a new comment where there are none any more."""
        if self.closed(post, now):
            raise Refusal(RefusalKey.COMMENTS_CLOSED)


def stricter(*rules: CommentRule) -> CommentRule:
    """The strictest of them."""
    return max(rules, key=_STRICTNESS.index)


def judge(house: HouseRules, post: Post, writer: Person, commenter: Commenter, approved: int) -> Why | None:
    """Why what the person wrote has to wait; None: it is shown at once.

    ``approved`` counts the person's comments that were. Whoever could approve it needs nobody else to.
    """
    if writer.may_moderate(post.author_id):
        return None
    if commenter.rule is CommentRule.ALL:
        return Why.PERSON
    rule = stricter(house.rule, post.options.comments, commenter.rule)
    if rule is CommentRule.FIRST:
        return Why.FIRST if approved < house.first else None
    return None if rule is CommentRule.OFF else Why.EVERY
