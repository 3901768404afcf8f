"""The handlers of everything that people do, put together: who needs whom is said here and nowhere else."""

from __future__ import annotations

from bot.core.prompts import PromptKind
from bot.handlers.answering import Answering
from bot.handlers.arranging import Arranging
from bot.handlers.blog import Blog
from bot.handlers.by_message import ByMessage
from bot.handlers.card_pages import CardPages
from bot.handlers.cards import Cards
from bot.handlers.choosing import Choosing
from bot.handlers.closing import Closing
from bot.handlers.coming_due import ComingDue
from bot.handlers.commenting import Commenting
from bot.handlers.composing import Composing
from bot.handlers.controlling import Controlling
from bot.handlers.desk import Desk
from bot.handlers.following_up import FollowingUp
from bot.handlers.in_group import InGroup
from bot.handlers.joining import Joining
from bot.handlers.late_photos import LatePhotos
from bot.handlers.looking_back import LookingBack
from bot.handlers.loose_texts import LooseTexts
from bot.handlers.moderating import Moderating
from bot.handlers.noting import Noting
from bot.handlers.own_comments import OwnComments
from bot.handlers.posts_list import PostsList
from bot.handlers.preferences import Preferences
from bot.handlers.previewing import Previewing
from bot.handlers.published import Published
from bot.handlers.publishing import Publishing
from bot.handlers.queue import Queue
from bot.handlers.reading import Reading
from bot.handlers.receiving import Receiving
from bot.handlers.replying import Replying
from bot.handlers.revising import Revising
from bot.handlers.revisions import Revisions
from bot.handlers.rewording import Rewording
from bot.handlers.rewriting import Rewriting
from bot.handlers.sanctions import Sanctions
from bot.handlers.scheduling import Scheduling
from bot.handlers.shelving import Shelving
from bot.handlers.subscribing import Subscribing
from bot.handlers.threads import Threads
from bot.handlers.turning import Turning
from bot.handlers.withdrawing import Withdrawing


class Handlers:
    """Every handler of a blog. ``coming_due`` is the one that nobody presses: the clock takes it."""

    def __init__(self, blog: Blog) -> None:
        self.joining = Joining(blog)
        self.threads = Threads(blog)
        self.subscribing = Subscribing(blog, self.joining, self.threads)
        desk = Desk(blog)
        published = Published(blog, desk)
        self.late_photos = LatePhotos(blog, desk, published)
        self.composing = Composing(blog, desk, published, self.late_photos)
        self.posts_list = PostsList(blog, desk, published)
        self.closing = Closing(blog, published, self.posts_list)
        self.revising = Revising(blog, desk, published)
        self.revisions = Revisions(blog, desk, published)
        self.withdrawing = Withdrawing(blog, desk, published)
        self.shelving = Shelving(blog, desk)
        self.rewriting = Rewriting(blog, desk)
        self.publishing = Publishing(blog, desk)
        self.controlling = Controlling(blog, desk, self.composing)
        self.previewing = Previewing(blog, desk)
        self.turning = Turning(blog)
        self.scheduling = Scheduling(blog, desk, self.publishing)
        self.coming_due = ComingDue(blog, desk, self.publishing)
        self.preferences = Preferences(blog)
        self.cards = Cards(blog)
        self.looking_back = LookingBack(blog, published)
        following_up = FollowingUp(blog)
        self.commenting = Commenting(blog, following_up)
        self.rewording = Rewording(blog, following_up)
        self.own_comments = OwnComments(blog, following_up)
        self.loose_texts = LooseTexts(blog, self.commenting)
        self.reading = Reading(blog)
        self.replying = Replying(blog)
        self.answering = Answering(blog, following_up)
        self.moderating = Moderating(blog, following_up, self.answering)
        self.noting = Noting(blog)
        self.sanctions = Sanctions(blog)
        self.queue = Queue(blog)
        self.card_pages = CardPages(blog)
        self.arranging = Arranging(blog, desk)
        self.choosing = Choosing(blog, desk, self.composing)
        answers = {
            PromptKind.COMMENT: self.commenting.answered,
            PromptKind.REASON: self.moderating.reason_given,
            PromptKind.ANSWER: self.answering.answered,
            PromptKind.NOTE: self.noting.answered,
            PromptKind.REPLY: self.commenting.answered_reply,
            PromptKind.NEW_TEXT: self.rewording.answered,
            PromptKind.ALIAS: self.preferences.renamed,
            PromptKind.TITLE: self.shelving.renamed,
            PromptKind.SCHEDULE: self.scheduling.answered,
            PromptKind.TAGS: self.choosing.answered,
        }
        self.in_group = InGroup(
            blog,
            self.answering,
            {kind: answers[kind] for kind in (PromptKind.REASON, PromptKind.ANSWER, PromptKind.NOTE)},
        )
        by_message = ByMessage(self.commenting, self.rewording, self.loose_texts)
        self.receiving = Receiving(blog, self.composing, self.rewriting, by_message, self.answering, answers)
