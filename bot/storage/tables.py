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
    false,
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
    Column("changed_at", Moment, comment="when what stands there was last sent or changed"),
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
    Column("messages", SmallInteger, nullable=False, server_default="1", comment="that the call makes: an album's"),
    Column("preview_of", BigInteger, ForeignKey("drafts.id"), comment="a preview's message: the next one replaces it"),
    Column("file", LargeBinary, comment="a file to upload with the call; erased when done"),
    Column("file_name", Text),
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
    Column("kind", Text, nullable=False, comment="bot.core.prompts.PromptKind"),
    Column("subject_id", BigInteger, nullable=False, comment="the post or the draft that was asked about"),
    Column("asked_at", Moment, nullable=False),
    comment="chats whose next message answers a question of the bot's",
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
    Column("timezone", Text, comment="an author's own; None: the blog's"),
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
    Column("options", JSON, comment="bot.core.options.PostOptions; None: as usual"),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    comment="posts in the making",
)
Index("ix_drafts_author_id_changed_at", drafts.c.author_id, drafts.c.changed_at)

desks = Table(
    "desks",
    metadata,
    Column("person_id", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("draft_id", BigInteger, ForeignKey("drafts.id"), nullable=False, index=True),
    comment="which draft an author's next message goes to",
)

parts = Table(
    "parts",
    metadata,
    Column("draft_id", BigInteger, ForeignKey("drafts.id"), primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("item", SmallInteger, primary_key=True, autoincrement=False, comment="counts a document's blocks from 1"),
    Column("sent_at", Moment, nullable=False),
    Column("body", JSON, nullable=False, comment="text, entities, media, album and origin"),
    Column("place", BigInteger, comment="where it was moved; None: where it was sent"),
    Column("standing", SmallInteger, nullable=False, server_default="0", comment="bot.core.parts.Standing"),
    Column("use", Text, comment="bot.core.parts.Use that was chosen"),
    Column("answers", BigInteger, comment="the message that it replies to, until that is decided"),
    comment="the author's messages that a draft consists of",
)
Index("ix_parts_chat_id_message_id", parts.c.chat_id, parts.c.message_id)

schedules = Table(
    "schedules",
    metadata,
    Column("draft_id", BigInteger, ForeignKey("drafts.id"), primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, ForeignKey("people.id"), nullable=False, comment="who is asked and told"),
    Column("due_at", Moment, nullable=False, index=True),
    Column("state", Text, nullable=False, comment="bot.core.schedule.ScheduleState"),
    Column("paid", Boolean, nullable=False, server_default=false(), comment="its cost in Stars was seen"),
    comment="drafts that go out by themselves",
)

text_forms = Table(
    "text_forms",
    metadata,
    Column("id", Id, primary_key=True),
    Column("draft_id", BigInteger, ForeignKey("drafts.id"), nullable=False, index=True),
    Column("person_id", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("message_id", BigInteger, nullable=False, comment="the message that the document came with"),
    Column("sent_at", Moment, nullable=False),
    Column("file_id", Text, nullable=False),
    Column("state", Text, nullable=False, comment="bot.core.text_forms.TextFormState"),
    Column("article", JSON, comment="what it says, once it is read; erased when it is decided on"),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("due_at", Moment, nullable=False),
    comment="documents that are to take the place of a draft",
)
Index("ix_text_forms_state_due_at", text_forms.c.state, text_forms.c.due_at)

previews = Table(
    "previews",
    metadata,
    Column("draft_id", BigInteger, ForeignKey("drafts.id"), primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("sent_at", Moment, nullable=False),
    comment="messages of the last preview, which the next one replaces",
)

posts = Table(
    "posts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("draft_id", BigInteger, ForeignKey("drafts.id"), nullable=False, index=True),
    Column("author_id", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("state", Text, nullable=False, comment="bot.core.posts.PostState"),
    Column("headline", Text, nullable=False),
    Column("revision", SmallInteger, nullable=False),
    Column("pages", SmallInteger, nullable=False, comment="messages of the current revision"),
    Column("leaves", SmallInteger, nullable=False, server_default="1", comment="what the last of them shows in turn"),
    Column("options", JSON, comment="bot.core.options.PostOptions; None: as usual"),
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
    Column("draft", JSON, comment="parts, title and options that it was made of, to go back to"),
    Column("made_at", Moment, nullable=False),
    Column("made_by", BigInteger),
    Column("line", Boolean, nullable=False, server_default=false(), comment="readers are told by a line"),
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
    Column(
        "messages",
        SmallInteger,
        nullable=False,
        server_default="1",
        comment="that the call makes; an album's first page says how many, its others 0",
    ),
    comment="a post rendered once for each revision",
)

leaves = Table(
    "leaves",
    metadata,
    Column("post_id", BigInteger, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("revision", SmallInteger, primary_key=True, autoincrement=False),
    Column("leaf", SmallInteger, primary_key=True, autoincrement=False, comment="from 1"),
    Column("method", Text, nullable=False, comment="edits the last page"),
    Column("tail", LargeBinary, nullable=False, comment="JSON parameters after the message's id, without buttons"),
    comment="what the last page of a paged post shows when it is turned",
)

post_links = Table(
    "post_links",
    metadata,
    Column("link", Text, primary_key=True, comment="bot.core.links.same_link"),
    Column("post_id", BigInteger, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    comment="addresses that posts link to, so that a repetition is noticed",
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
    Column("kind", Text, nullable=False, server_default="post", comment="bot.core.campaigns.CampaignKind"),
    Column("revision", SmallInteger, comment="what an update brings copies to"),
    Column("paid", Boolean, nullable=False, server_default=false(), comment="sent for Stars"),
    Column("parked_until", Moment, comment="Telegram asks to wait so long that it is shown"),
    Column("totals", JSON, comment="what the ledger added up to, once its rows are deleted"),
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

turned = Table(
    "turned",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("leaf", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
    comment="copies that show another of their leaves than the first: few do, and each column of copies is dear",
)

message_times = Table(
    "message_times",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    comment="samples of which message was the newest when, for the age of copies",
)

leases = Table(
    "leases",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("holder", Text, comment="the name of whoever works, as the database lists it; None: nobody"),
    Column("renewed_at", Moment, comment="by the database's clock"),
    comment="one row: who works where several processes could; its number grows with every change of hands",
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
