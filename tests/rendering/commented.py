"""A comment, and the post that it is about, for tests of what people see of them."""

from __future__ import annotations

from bot.core.cases import Case, CommentState, Why
from bot.core.comments import Body, Comment
from bot.core.posts import Post, PostState
from bot.core.richtext import RichText
from tests.rendering.english import NOW

POST = Post(3, 5, 7, PostState.PUBLISHED, "The Maren barrier held", 1, 3, 12, NOW)
WAITS = Case(CommentState.PENDING, waiting_since=NOW, why=Why.FIRST)
COMMENT = Comment(8, 3, 2, 40, "Ann", Body(RichText("What happens to Holm now?")), WAITS, 4, 2, NOW, thread_id=8)
