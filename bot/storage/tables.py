"""Every table, each with what a row of it means. Migrations make them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.columns import Id, Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# ── What came in and what goes out ────────────────────────────────────────────────────────────────────────────────────

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False, comment="updates of one chat run in order"),
    Column("body", Text, comment="Telegram's JSON; erased when done"),
    Column("state", SmallInteger, nullable=False, comment="bot.storage.inbox.State"),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("due_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("error", Text),
    comment="updates from Telegram, stored before they are confirmed",
)
Index("ix_inbox_state_chat_id_update_id", inbox.c.state, inbox.c.chat_id, inbox.c.update_id)

slots = Table(
    "slots",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False, comment="bot.core.slots.SlotKind"),
    Column("subject_id", BigInteger, nullable=False, comment="the draft, comment, campaign … that it shows"),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, comment="None until Telegram has given one"),
    UniqueConstraint("kind", "subject_id", "chat_id"),
    comment="messages that are edited in place: cards, bubbles, statuses",
)
Index("ix_slots_chat_id_message_id", slots.c.chat_id, slots.c.message_id)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, comment="messages to one chat go out in order"),
    Column("method", Text, nullable=False),
    Column("tail", LargeBinary, comment="JSON parameters after the chat id; erased when done"),
    Column("change_method", Text, comment="the same for the message that stands in the slot already"),
    Column("change_tail", LargeBinary),
    Column("slot_id", BigInteger, ForeignKey("slots.id")),
    Column("post_id", BigInteger, ForeignKey("posts.id"), comment="with revision and page: leaves a copy"),
    Column("revision", SmallInteger),
    Column("page", SmallInteger),
    Column("comments", Integer, comment="the count that its button shows"),
    Column("state", SmallInteger, nullable=False, comment="bot.core.deliveries.DeliveryState"),
    Column("doubts", SmallInteger, nullable=False, server_default="0", comment="uncertain sends so far"),
    Column("due_at", Moment, nullable=False),
    Column("error", Text),
    comment="answers to people, committed together with what they tell of",
)
Index("ix_outbox_state_chat_id", outbox.c.state, outbox.c.chat_id)
Index(
    "uq_outbox_slot_id_queued",
    outbox.c.slot_id,
    unique=True,
    sqlite_where=text("state = 0"),
    postgresql_where=text("state = 0"),
)

prompts = Table(
    "prompts",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("post_id", BigInteger, ForeignKey("posts.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    comment="chats whose next message answers a question of the bot's: the comment on a post",
)

# ── People ────────────────────────────────────────────────────────────────────────────────────────────────────────────

people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="Telegram's user id and private chat"),
    Column("name", Text, nullable=False),
    Column("username", Text),
    Column("subscribed", Boolean, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("started_at", Moment, nullable=False),
    comment="everyone who has pressed Start",
)

team = Table(
    "team",
    metadata,
    Column("person_id", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False, comment="bot.core.people.Role"),
    Column("since", Moment, nullable=False),
    comment="who publishes and moderates, beside the owners named in the settings",
)

invitations = Table(
    "invitations",
    metadata,
    Column("code", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("made_by", BigInteger, comment="None: the claim link that the console prints"),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", BigInteger),
    comment="one-time links that give a role",
)

# ── Drafts and posts ──────────────────────────────────────────────────────────────────────────────────────────────────

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("author_id", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("title", Text, comment="set with /title; None: the first line decides"),
    Column("state", Text, nullable=False, comment="bot.core.drafts.DraftState"),
    Column("created_at", Moment, nullable=False),
    comment="posts in the making",
)
Index(
    "uq_drafts_open",
    drafts.c.author_id,
    unique=True,
    sqlite_where=text("state = 'open'"),
    postgresql_where=text("state = 'open'"),
)

parts = Table(
    "parts",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("draft_id", BigInteger, ForeignKey("drafts.id"), nullable=False, index=True),
    Column("sent_at", Moment, nullable=False),
    Column("body", JSON, nullable=False, comment="text, entities, media, album and origin"),
    comment="the author's messages that a draft consists of",
)

posts = Table(
    "posts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("draft_id", BigInteger, ForeignKey("drafts.id"), nullable=False),
    Column("author_id", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("state", Text, nullable=False, comment="bot.core.posts.PostState"),
    Column("headline", Text, nullable=False),
    Column("revision", SmallInteger, nullable=False),
    Column("pages", SmallInteger, nullable=False, comment="messages of the current revision"),
    Column("comments", Integer, nullable=False, server_default="0", comment="visible ones"),
    Column("repaint_at", Moment, comment="when copies whose button shows another count are to be repainted"),
    Column("published_at", Moment),
    comment="posts from the press of Send now on",
)
Index("ix_posts_published_at", posts.c.published_at)

revisions = Table(
    "revisions",
    metadata,
    Column("post_id", BigInteger, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("revision", SmallInteger, primary_key=True, autoincrement=False),
    Column("article", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    comment="what a post said, each time that it was published or updated",
)

pages = Table(
    "pages",
    metadata,
    Column("post_id", BigInteger, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("revision", SmallInteger, primary_key=True, autoincrement=False),
    Column("page", SmallInteger, primary_key=True, autoincrement=False, comment="from 1"),
    Column("method", Text, nullable=False),
    Column("tail", LargeBinary, nullable=False, comment="JSON parameters after the chat id, without buttons"),
    comment="a post rendered once for each revision",
)

media = Table(
    "media",
    metadata,
    Column("unique_id", Text, primary_key=True, comment="Telegram's file_unique_id"),
    Column("file_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False, comment="bot.storage.media.State"),
    Column("sha256", Text, comment="name of the kept file"),
    Column("size", BigInteger),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("due_at", Moment, nullable=False),
    comment="originals that posts show, kept by hash beside the database",
)

# ── Delivery ──────────────────────────────────────────────────────────────────────────────────────────────────────────

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Id, primary_key=True),
    Column("post_id", BigInteger, ForeignKey("posts.id"), nullable=False, index=True),
    Column("started_by", BigInteger, nullable=False, comment="gets the own copy and the status"),
    Column("state", Text, nullable=False, comment="bot.core.campaigns.CampaignState"),
    Column("due_at", Moment, nullable=False, comment="end of the time with Stop"),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("reason", Text, comment="why it was refused or paused, in Telegram's words"),
    Column("reported", Text, comment="the status as last shown, so that an equal one costs no call"),
    comment="one run of a post through its audience",
)
Index("ix_campaigns_state", campaigns.c.state)

deliveries = Table(
    "deliveries",
    metadata,
    Column("campaign_id", BigInteger, ForeignKey("campaigns.id"), primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("page", SmallInteger, primary_key=True, autoincrement=False),
    Column("state", SmallInteger, nullable=False, comment="bot.core.deliveries.DeliveryState"),
    Column("doubts", SmallInteger, nullable=False, comment="uncertain sends so far"),
    sqlite_with_rowid=False,
    comment="the ledger: a row for each message that a reader is to get",
)

copies = Table(
    "copies",
    metadata,
    Column("post_id", BigInteger, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("page", SmallInteger, nullable=False),
    Column("revision", SmallInteger, nullable=False),
    Column("comments", Integer, comment="the count that its button shows; None where it has no button"),
    # In this order new rows come last, since the bot's message ids only grow: no page of the index is written twice.
    UniqueConstraint("message_id", "chat_id"),
    sqlite_with_rowid=False,
    comment="where a message of a post stands in somebody's chat; outlives the ledger",
)

# ── Comments ──────────────────────────────────────────────────────────────────────────────────────────────────────────

comments = Table(
    "comments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("post_id", BigInteger, ForeignKey("posts.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("message_id", BigInteger, nullable=False, comment="the reader's message, in the private chat"),
    Column("name", Text, nullable=False, comment="as the reader was called then"),
    Column("body", JSON, nullable=False, comment="text and entities"),
    Column("state", Text, nullable=False, comment="bot.core.comments.CommentState"),
    Column("version", Integer, nullable=False, comment="counts every change; decisions compare and swap on it"),
    Column("revision", Integer, nullable=False, comment="counts changes of the text"),
    Column("created_at", Moment, nullable=False),
    Column("decided_by", BigInteger),
    Column("decided_at", Moment),
    UniqueConstraint("person_id", "message_id"),
    comment="what readers wrote to a post",
)
Index("ix_comments_post_id_state_id", comments.c.post_id, comments.c.state, comments.c.id)

comment_events = Table(
    "comment_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("comment_id", BigInteger, ForeignKey("comments.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("action", Text, nullable=False),
    Column("from_state", Text),
    Column("to_state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    comment="append-only: no comment changes its state without a line here",
)
