"""What readers read above and between the comments under a post."""

from __future__ import annotations

from bot.rendering.language import Language


class ListTexts(Language):
    """Sentences of the list of comments."""

    def comments_button(self, count: int) -> str:
        """ "No comments", "1 comment", "2 comments" …"""
        if count == 0:
            return self._("No comments")
        return self._n("{count} comment", "{count} comments", count).format(count=self.number(count))

    def comments_title(self, headline: str, count: int) -> str:
        """The first line of the list under a post."""
        return self._("“{headline}” · {comments}").format(headline=headline, comments=self.comments_button(count))

    def comments_range(self, first: int, last: int, count: int) -> str:
        """Which of the comments a page of the list shows."""
        return self._("{first}–{last} of {count}").format(first=first, last=last, count=self.number(count))

    def no_comments_yet(self, headline: str) -> str:
        """A toast when there is nothing to list."""
        return self._("No comments on “{headline}” yet.").format(headline=headline)

    def author_mark(self) -> str:
        """Behind the name of the post's author in the list."""
        return self._("(author)")
