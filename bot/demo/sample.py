"""The post that the demo publishes, as it is packed in ``sample/``: a Markdown file and a photo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit

from bot.core.richtext import RichText, join
from bot.rendering.markdown import from_markdown

_POST = re.compile(
    r"# (?P<headline>.+)\n\n"
    r"source: (?P<source>\S+)\n\n"
    r"!\[(?P<caption>.+)\]\((?P<photo>[\w.]+)\)\n\n"
    r"(?P<summary>(?s:.+?))\n\n"
    r"## (?P<section>.+)\n\n"
    r"(?P<commentary>(?s:.+))\n"
)
"""How the file is laid out; the last line of the commentary is the tags."""

_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Sample:
    """A post as its author has it before it is sent: ``source`` is a URL, ``photo`` a JPEG file's content."""

    headline: RichText
    source: str
    photo: bytes
    caption: RichText
    summary: RichText
    section: RichText
    commentary: RichText

    def pasted(self) -> RichText:
        """The text that the author pastes: everything but the source and the photo, which are messages of their own."""
        return join((self.headline, self.summary, self.section, self.commentary), _PARAGRAPH)

    def published(self) -> RichText:
        """The same in a reader's chat, below the dateline: the blog sets headline and section in bold, puts the photo
        with its caption below the headline, and the source's name behind the summary."""
        source = RichText.link(urlsplit(self.source).hostname or self.source, self.source)
        return join(
            (
                self.headline.wrap("bold"),
                self.caption,
                join((self.summary, source), " "),
                self.section.wrap("bold"),
                self.commentary,
            ),
            _PARAGRAPH,
        ).normalise()


def read_sample() -> Sample:
    """The packed sample. Raises ValueError when its file is not laid out as it should be."""
    folder = files("bot.demo") / "sample"
    post = _POST.fullmatch((folder / "post.md").read_text(encoding="utf-8"))
    if post is None:
        raise ValueError("sample/post.md is not laid out as a post")
    return Sample(
        headline=from_markdown(post["headline"]),
        source=post["source"],
        photo=(folder / post["photo"]).read_bytes(),
        caption=from_markdown(post["caption"]),
        summary=from_markdown(post["summary"]),
        section=from_markdown(post["section"]),
        commentary=from_markdown(post["commentary"]),
    )
