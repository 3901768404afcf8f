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
    Column("stale_since", Moment, comment="what it shows has changed, and it is to be shown anew"),
    UniqueConstraint("kind", "subject_id", "chat_id"),
    comment="messages that are edited in place: cards, bubbles, statuses",
)
Index("ix_slots_chat_id_message_id", slots.c.chat_id, slots.c.message_id)
Index(
    "ix_slots_stale_since",
    slots.c.stale_since,
    sqlite_where=text("stale_since IS NOT NULL"),
    postgresql_where=text("stale_since IS NOT NULL"),
)

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
    Column("person_id", BigInteger, primary_key=True, autoincrement=False, comment="whoever was asked"),
    Column("kind", Text, nullable=False, comment="bot.core.prompts.PromptKind"),
    Column("subject_id", BigInteger, nullable=False, comment="the post, comment or draft that was asked about"),
    Column("seen", Integer, nullable=False, server_default="0", comment="the version of a comment that was read"),
    Column("asked_at", Moment, nullable=False),
    comment="people whose next message in a chat answers a question of the bot's",
)

loose_messages = Table(
    "loose_messages",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False, comment="of the first piece"),
    Column("pieces", JSON, nullable=False, comment="what was written, as bot.core.draft_json has it"),
    Column("sent_at", Moment, nullable=False, index=True, comment="of the last piece"),
    comment="what readers wrote without saying which post it is about, until they do",
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
    Column("comments_closed", Boolean, nullable=False, server_default=false(), comment="by hand"),
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
    Column("name", Text, comment="what others read above it; None: nothing that tells who it was"),
    Column("body", JSON, nullable=False, comment="text, entities and photos of the revision that is shown"),
    Column("thread_id", BigInteger, nullable=False, comment="the comment that its thread begins with, often itself"),
    Column("answers_id", BigInteger, comment="the comment that it replies to"),
    Column("quote", Text, comment="the passage of the post that it is about"),
    Column("version", Integer, nullable=False, comment="counts every change; decisions compare and swap on it"),
    Column("revision", Integer, nullable=False, comment="counts changes of the text"),
    Column("created_at", Moment, nullable=False),
    # Where it stands, which the log below replays to: bot.core.cases
    Column("state", Text, nullable=False, comment="bot.core.cases.CommentState"),
    Column("shown", Integer, nullable=False, comment="the revision that others read, or would"),
    Column("proposed", Integer, comment="a newer revision that waits"),
    Column("appeal", Text, nullable=False, server_default="none", comment="bot.core.cases.Appeal"),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    Column("waiting_since", Moment, comment="None: nobody has to decide"),
    Column("why", Text, comment="it waits: bot.core.cases.Why"),
    Column("decision", Text, comment="the last one: bot.core.cases.Act"),
    Column("decided_by", BigInteger),
    Column("decided_at", Moment),
    Column("reason", Text, comment="it was rejected: bot.core.cases.Reason"),
    Column("words", Text, comment="what was said about a reason of no known kind"),
    UniqueConstraint("person_id", "message_id"),
    comment="what readers wrote to a post",
)
_SHOWN = text("state IN ('live', 'approved')")
Index(
    "ix_comments_shown",
    comments.c.post_id,
    comments.c.pinned,
    comments.c.thread_id,
    comments.c.id,
    sqlite_where=_SHOWN,
    postgresql_where=_SHOWN,
)
Index("ix_comments_post_id", comments.c.post_id)
Index("ix_comments_thread_id", comments.c.thread_id)
Index("ix_comments_person_id_state", comments.c.person_id, comments.c.state)
_WAITING = text("waiting_since IS NOT NULL")
Index(
    "ix_comments_waiting_since_id",
    comments.c.waiting_since,
    comments.c.id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)

comment_revisions = Table(
    "comment_revisions",
    metadata,
    Column("comment_id", BigInteger, ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("body", JSON, nullable=False, comment="text, entities and photos"),
    Column("made_at", Moment, nullable=False),
    comment="what a comment said, each time that its writer changed it",
)

comment_pieces = Table(
    "comment_pieces",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("comment_id", BigInteger, ForeignKey("comments.id"), nullable=False, index=True),
    Column("piece", JSON, nullable=False, comment="what the message says, as bot.core.draft_json has it"),
    Column("sent_at", Moment, nullable=False),
    comment="the messages that a comment was written in: most in one, a long paste or an album in several",
)

comment_events = Table(
    "comment_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("comment_id", BigInteger, ForeignKey("comments.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", BigInteger, nullable=False, comment="0: the rules"),
    Column("action", Text, nullable=False, comment="bot.core.cases.Act"),
    Column("from_state", Text),
    Column("to_state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reason", Text),
    Column("note", Text),
    Column("batch", BigInteger, comment="what was done in one go has the same"),
    Column("undoes", BigInteger, ForeignKey("comment_events.id"), comment="the event that this one takes back"),
    comment="append-only: no comment changes its state without a line here",
)

commenters = Table(
    "commenters",
    metadata,
    Column("person_id", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("naming", Text, nullable=False, comment="bot.core.commenters.Naming"),
    Column("alias", Text),
    Column("unwanted", JSON, nullable=False, comment="bot.core.commenters.News that the person does not want"),
    Column("muted_until", Moment),
    Column("banned", Boolean, nullable=False),
    Column("rule", Text, nullable=False, comment="bot.core.options.CommentRule"),
    comment="those of whom something is known or imposed as commenters",
)

muted_threads = Table(
    "muted_threads",
    metadata,
    Column("person_id", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    comment="threads whose answers somebody does not want to hear of",
)
