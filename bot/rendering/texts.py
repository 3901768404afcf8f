"""Every sentence that Broadsheet says, and nothing else (architecture, decision 13).

Sentences go through gettext, plural forms included, so that a translation is one catalogue; dates and numbers go
through Babel (``language``). ``bot.app`` loads the catalogue and passes a :class:`Texts` in: there is no global
translator. Names that people and tests match (button labels) are translated here, too; the sentences of refusals stand
in ``refusal_texts``, those of the command line in ``console_texts``.
"""

from __future__ import annotations

from datetime import timedelta, tzinfo
from gettext import NullTranslations

from bot.core.people import Role
from bot.core.refusals import Refusal
from bot.rendering.campaign_texts import CampaignTexts
from bot.rendering.card_texts import CardTexts
from bot.rendering.change_texts import ChangeTexts
from bot.rendering.comment_texts import CommentTexts
from bot.rendering.composer_texts import ComposerTexts
from bot.rendering.document_texts import DocumentTexts
from bot.rendering.list_texts import ListTexts
from bot.rendering.log_texts import LogTexts
from bot.rendering.options_texts import OptionsTexts
from bot.rendering.parts_texts import PartsTexts
from bot.rendering.post_texts import PostTexts
from bot.rendering.preference_texts import PreferenceTexts
from bot.rendering.refusal_texts import RefusalTexts
from bot.rendering.rewriting_texts import RewritingTexts
from bot.rendering.schedule_texts import ScheduleTexts
from bot.rendering.shelf_texts import ShelfTexts
from bot.rendering.trouble_texts import TroubleTexts
from bot.rendering.word_texts import WordTexts


class Texts(
    CampaignTexts,
    CardTexts,
    ChangeTexts,
    CommentTexts,
    ComposerTexts,
    DocumentTexts,
    ListTexts,
    LogTexts,
    OptionsTexts,
    PartsTexts,
    PostTexts,
    PreferenceTexts,
    RewritingTexts,
    ScheduleTexts,
    ShelfTexts,
    TroubleTexts,
    WordTexts,
):
    """The sentences of one language, for one blog in one time zone."""

    def __init__(self, translations: NullTranslations, locale: str, zone: tzinfo, blog_title: str) -> None:
        """``locale`` is a Babel identifier such as ``en`` or ``de_AT``."""
        super().__init__(translations, locale, zone)
        self._refusal_texts = RefusalTexts(translations, locale, zone)
        self.blog_title = blog_title

    # ── Buttons ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def button(self, name: str) -> str:
        """The label of a button; ``name`` is the English one (product, "Names that stay")."""
        return self._(name)

    # ── Readers ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def welcome(self) -> str:
        """Below the blog's title, after Start."""
        return self._("You will get new posts here. Reply to any of them to comment. /help · /stop")

    def no_post_so_far(self) -> str:
        """In the welcome, while nothing has been published."""
        return self._("Nothing has been published so far; the first post will come by itself.")

    def left(self) -> str:
        """After /stop."""
        return self._("You will get no more posts. /start brings them back.")

    def help(self, role: Role | None) -> str:
        """What /help says: the readers' part, and the team's for its members."""
        lines = [
            self._(
                "New posts come by themselves. Reply to any message of a post to comment on it, or press"
                " “Post a comment” below it. A comment is shown to others once a moderator has approved it. Edit your"
                " message, and the comment follows."
            ),
            self._(
                "/start – get new posts\n/stop – get no more posts\n/comment – comment on one of the newest posts\n"
                "/settings – the name above your comments, what I tell you of\n/help – this page"
            ),
        ]
        if role in (Role.OWNER, Role.AUTHOR):
            lines.append(
                self._(
                    "To write a post, just send its messages: the headline first, a photo with its caption, the"
                    " text, a link as its source. Edit a message and the post follows.\n"
                    "/title – set the headline\n/tags – set the tags\n"
                    "/parts – move parts, take them out, say what they are\n"
                    "/preview – see what readers will get\n/publish – send it\n"
                    "/schedule – have it sent at a time, such as /schedule tomorrow 8:00\n"
                    "/text – edit the draft as one text on a computer\n"
                    "/new – begin another draft\n/drafts – all drafts\n/discard – give the draft up\n"
                    "/posts – change or withdraw what has gone out"
                )
            )
        if role is not None:
            lines.append(
                self._(
                    "Comments come to you as cards: Approve, Reject, Spam. Reply to a card, and your answer is"
                    " published with the comment.\n"
                    "/queue – how many comments wait"
                )
            )
        if role is Role.OWNER:
            lines.append(self._("/team – invite and remove authors and moderators"))
        return "\n\n".join(lines)

    # ── Authors ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def untitled(self) -> str:
        """In the place of a headline that is missing."""
        return self._("no headline yet")

    def draft_title(self, headline: str | None) -> str:
        """The first line of the composer card."""
        if headline is None:
            return self._("Draft · {untitled}").format(untitled=self.untitled())
        return self._("Draft · “{headline}”").format(headline=headline)

    def draft_empty(self) -> str:
        """The card of a draft without parts."""
        return self._(
            "Send the post’s messages: the headline first, then text, a photo with its caption, a link as the"
            " source. This card shows what becomes of them."
        )

    def part_headline(self) -> str:
        """A line of the card."""
        return self._("headline")

    def part_text(self, words: int) -> str:
        """A line of the card."""
        return self._n("text · {words} word", "text · {words} words", words).format(words=self.number(words))

    def part_continued(self, words: int) -> str:
        """A line of the card: the rest of a text that the client has cut."""
        return self._n("↳ goes on · {words} word", "↳ goes on · {words} words", words).format(words=self.number(words))

    def part_section(self, heading: str) -> str:
        """A line of the card."""
        return self._("section “{heading}”").format(heading=heading)

    def part_media(self, kind: str, caption: str) -> str:
        """A line of the card; ``kind`` is a media kind in English."""
        name = {
            "photo": self._("photo"),
            "video": self._("video"),
            "animation": self._("animation"),
            "audio": self._("audio"),
            "voice": self._("voice message"),
            "video_note": self._("video message"),
            "document": self._("document"),
        }[kind]
        return self._("{media} · “{caption}”").format(media=name, caption=caption) if caption else name

    def part_source(self, domain: str) -> str:
        """A line of the card."""
        return self._("source · {domain}").format(domain=domain)

    def part_tags(self, tags: str) -> str:
        """A line of the card."""
        return self._("tags · {tags}").format(tags=tags)

    def part_quotation(self, origin: str, words: int) -> str:
        """A line of the card."""
        counted = self._n("{words} word", "{words} words", words).format(words=self.number(words))
        return self._("quotation from {origin} · {words}").format(origin=origin, words=counted)

    def more_parts(self, count: int) -> str:
        """A line of the card for what it has no room for."""
        return self._n("… and {count} more", "… and {count} more", count).format(count=self.number(count))

    def draft_begun(self) -> str:
        """The toast of Undo and Open again."""
        return self._("The draft is open again.")

    def draft_shelved(self, headline: str) -> str:
        """The card of a draft that waits while another one is written."""
        return self._("“{headline}” is put aside.").format(headline=headline)

    def draft_discarded(self, headline: str) -> str:
        """The card of a discarded draft."""
        return self._("“{headline}” is discarded.").format(headline=headline)

    def draft_published(self, headline: str) -> str:
        """The card of a draft that is on its way."""
        return self._("“{headline}” has become a post.").format(headline=headline)

    def preview_above(self) -> str:
        """The toast of Preview."""
        return self._("This is what readers will get.")

    # ── Publishing ────────────────────────────────────────────────────────────────────────────────────────────────────

    def sheet_question(self, headline: str) -> str:
        """The first line of the send sheet."""
        return self._("Publish “{headline}”?").format(headline=headline)

    def sheet_cost(self, readers: int, messages: int, span: timedelta, rate: float) -> str:
        """Readers, messages and time."""
        people = self._n("{readers} reader", "{readers} readers", readers).format(readers=self.number(readers))
        each = self._n("{messages} message each", "{messages} messages each", messages).format(messages=messages)
        return self._("{people} · {each} · about {span} at {rate} a second").format(
            people=people, each=each, span=self.duration(span), rate=self.number(rate)
        )

    def sheet_closed(self) -> str:
        """The send sheet after Cancel."""
        return self._("Not published. The draft is as it was.")

    # ── Owner and team ────────────────────────────────────────────────────────────────────────────────────────────────

    def role(self, role: Role) -> str:
        """The name of a role."""
        return {
            Role.OWNER: self._("owner"),
            Role.AUTHOR: self._("author"),
            Role.MODERATOR: self._("moderator"),
        }[role]

    def team_title(self) -> str:
        """The first line of /team."""
        return self._("Team")

    def team_member(self, name: str, role: Role) -> str:
        """A line of /team."""
        return f"{name} ({self.role(role)})"

    def member_title(self, name: str, role: Role) -> str:
        """The page of one member."""
        return {
            Role.OWNER: self._("{name} is an owner."),
            Role.AUTHOR: self._("{name} is an author."),
            Role.MODERATOR: self._("{name} is a moderator."),
        }[role].format(name=name)

    def remove_button(self, name: str) -> str:
        """Takes a member out of the team."""
        return self._("Remove {name}").format(name=name)

    def member_removed(self, name: str) -> str:
        """A toast."""
        return self._("{name} is no longer in the team.").format(name=name)

    def role_taken(self) -> str:
        """To whoever was removed."""
        return self._("You are no longer in the team of this blog. You stay a reader; /help says what that means.")

    def invitation(self, role: Role, url: str, hours: int) -> str:
        """What the owner passes on."""
        return self._("Send this link to the new {role}; it works once, for {hours} hours:\n{url}").format(
            role=self.role(role), hours=hours, url=url
        )

    def role_given(self, role: Role) -> str:
        """To whoever has opened an invitation."""
        return {
            Role.OWNER: self._("This blog is yours now. /team invites authors and moderators; /help says the rest."),
            Role.AUTHOR: self._(
                "You are an author of this blog now. Just send a post’s messages; /help says the rest."
            ),
            Role.MODERATOR: self._("You are a moderator of this blog now. Comments come to you as cards."),
        }[role]

    def member_joined(self, name: str, role: Role) -> str:
        """To whoever had made the invitation."""
        return {
            Role.OWNER: self._("{name} is an owner now."),
            Role.AUTHOR: self._("{name} is an author now."),
            Role.MODERATOR: self._("{name} is a moderator now."),
        }[role].format(name=name)

    def command_menu(self) -> tuple[tuple[str, str], ...]:
        """The commands that clients list, each with what it does."""
        return (
            ("start", self._("get new posts")),
            ("stop", self._("get no more posts")),
            ("comment", self._("comment on one of the newest posts")),
            ("settings", self._("your name under posts, and more")),
            ("help", self._("what you can do here")),
        )

    # ── What goes wrong ───────────────────────────────────────────────────────────────────────────────────────────────

    def bug(self, error_id: str) -> str:
        """Something failed that should not; the id stands in the log."""
        return self._(
            "Something went wrong here, and what you sent had no effect. Please try again; if it happens"
            " again, tell the blog’s owner this number: {error_id}"
        ).format(error_id=error_id)

    def refusal(self, refusal: Refusal) -> str:
        """The sentence for a refusal: what is not done, and what to do instead."""
        return self._refusal_texts.refusal(refusal)
