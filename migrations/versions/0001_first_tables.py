"""The first tables.

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False, comment="updates of one chat run in order"),
        sa.Column("body", sa.Text(), nullable=True, comment="Telegram's JSON; erased when done"),
        sa.Column("state", sa.SmallInteger(), nullable=False, comment="bot.storage.inbox.State"),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
        comment="updates from Telegram, stored before they are confirmed",
    )
    op.create_index("ix_inbox_state_chat_id_update_id", "inbox", ["state", "chat_id", "update_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True, comment="None: the claim link that the console prints"),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_invitations")),
        comment="one-time links that give a role",
    )
    op.create_table(
        "media",
        sa.Column("unique_id", sa.Text(), nullable=False, comment="Telegram's file_unique_id"),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="bot.storage.media.State"),
        sa.Column("sha256", sa.Text(), nullable=True, comment="name of the kept file"),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("unique_id", name=op.f("pk_media")),
        comment="originals that posts show, kept by hash beside the database",
    )
    op.create_table(
        "people",
        sa.Column(
            "id", sa.BigInteger(), autoincrement=False, nullable=False, comment="Telegram's user id and private chat"
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("subscribed", sa.Boolean(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        comment="everyone who has pressed Start",
    )
    op.create_table(
        "slots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="bot.core.slots.SlotKind"),
        sa.Column(
            "subject_id", sa.BigInteger(), nullable=False, comment="the draft, comment, campaign … that it shows"
        ),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True, comment="None until Telegram has given one"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
        sa.UniqueConstraint("kind", "subject_id", "chat_id", name=op.f("uq_slots_kind_subject_id_chat_id")),
        comment="messages that are edited in place: cards, bubbles, statuses",
    )
    op.create_index("ix_slots_chat_id_message_id", "slots", ["chat_id", "message_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True, comment="set with /title; None: the first line decides"),
        sa.Column("state", sa.Text(), nullable=False, comment="bot.core.drafts.DraftState"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_drafts_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        comment="posts in the making",
    )
    op.create_index(
        "uq_drafts_open",
        "drafts",
        ["author_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "team",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False, comment="bot.core.people.Role"),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_team_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_team")),
        comment="who publishes and moderates, beside the owners named in the settings",
    )
    op.create_table(
        "parts",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False, comment="text, entities, media, album and origin"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_parts_draft_id")),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_parts")),
        comment="the author's messages that a draft consists of",
    )
    op.create_index(op.f("ix_parts_draft_id"), "parts", ["draft_id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="bot.core.posts.PostState"),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column("pages", sa.SmallInteger(), nullable=False, comment="messages of the current revision"),
        sa.Column("comments", sa.Integer(), server_default="0", nullable=False, comment="visible ones"),
        sa.Column(
            "repaint_at",
            sa.BigInteger(),
            nullable=True,
            comment="when copies whose button shows another count are to be repainted",
        ),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_posts_author_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_posts_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        comment="posts from the press of Send now on",
    )
    op.create_index("ix_posts_published_at", "posts", ["published_at"], unique=False)
    op.create_table(
        "campaigns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.BigInteger(), nullable=False, comment="gets the own copy and the status"),
        sa.Column("state", sa.Text(), nullable=False, comment="bot.core.campaigns.CampaignState"),
        sa.Column("due_at", sa.BigInteger(), nullable=False, comment="end of the time with Stop"),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was refused or paused, in Telegram's words"),
        sa.Column(
            "reported", sa.Text(), nullable=True, comment="the status as last shown, so that an equal one costs no call"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_campaigns_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        comment="one run of a post through its audience",
    )
    op.create_index(op.f("ix_campaigns_post_id"), "campaigns", ["post_id"], unique=False)
    op.create_index("ix_campaigns_state", "campaigns", ["state"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False, comment="the reader's message, in the private chat"),
        sa.Column("name", sa.Text(), nullable=False, comment="as the reader was called then"),
        sa.Column("body", sa.JSON(), nullable=False, comment="text and entities"),
        sa.Column("state", sa.Text(), nullable=False, comment="bot.core.comments.CommentState"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="counts every change; decisions compare and swap on it"
        ),
        sa.Column("revision", sa.Integer(), nullable=False, comment="counts changes of the text"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_comments_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_comments_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("person_id", "message_id", name=op.f("uq_comments_person_id_message_id")),
        comment="what readers wrote to a post",
    )
    op.create_index("ix_comments_post_id_state_id", "comments", ["post_id", "state", "id"], unique=False)
    op.create_table(
        "copies",
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("page", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column(
            "comments",
            sa.Integer(),
            nullable=True,
            comment="the count that its button shows; None where it has no button",
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_copies_post_id")),
        sa.PrimaryKeyConstraint("post_id", "chat_id", "message_id", name=op.f("pk_copies")),
        sa.UniqueConstraint("message_id", "chat_id", name=op.f("uq_copies_message_id_chat_id")),
        comment="where a message of a post stands in somebody's chat; outlives the ledger",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False, comment="messages to one chat go out in order"),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column(
            "tail", sa.LargeBinary(), nullable=True, comment="JSON parameters after the chat id; erased when done"
        ),
        sa.Column(
            "change_method",
            sa.Text(),
            nullable=True,
            comment="the same for the message that stands in the slot already",
        ),
        sa.Column("change_tail", sa.LargeBinary(), nullable=True),
        sa.Column("slot_id", sa.BigInteger(), nullable=True),
        sa.Column("post_id", sa.BigInteger(), nullable=True, comment="with revision and page: leaves a copy"),
        sa.Column("revision", sa.SmallInteger(), nullable=True),
        sa.Column("page", sa.SmallInteger(), nullable=True),
        sa.Column("comments", sa.Integer(), nullable=True, comment="the count that its button shows"),
        sa.Column("state", sa.SmallInteger(), nullable=False, comment="bot.core.deliveries.DeliveryState"),
        sa.Column("doubts", sa.SmallInteger(), server_default="0", nullable=False, comment="uncertain sends so far"),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_outbox_post_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_outbox_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        comment="answers to people, committed together with what they tell of",
    )
    op.create_index("ix_outbox_state_chat_id", "outbox", ["state", "chat_id"], unique=False)
    op.create_index(
        "uq_outbox_slot_id_queued",
        "outbox",
        ["slot_id"],
        unique=True,
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.create_table(
        "pages",
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("page", sa.SmallInteger(), autoincrement=False, nullable=False, comment="from 1"),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column(
            "tail", sa.LargeBinary(), nullable=False, comment="JSON parameters after the chat id, without buttons"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_pages_post_id")),
        sa.PrimaryKeyConstraint("post_id", "revision", "page", name=op.f("pk_pages")),
        comment="a post rendered once for each revision",
    )
    op.create_table(
        "prompts",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_prompts_post_id")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_prompts")),
        comment="chats whose next message answers a question of the bot's: the comment on a post",
    )
    op.create_table(
        "revisions",
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("article", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_revisions_post_id")),
        sa.PrimaryKeyConstraint("post_id", "revision", name=op.f("pk_revisions")),
        comment="what a post said, each time that it was published or updated",
    )
    op.create_table(
        "comment_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_events_comment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_events")),
        comment="append-only: no comment changes its state without a line here",
    )
    op.create_index(op.f("ix_comment_events_comment_id"), "comment_events", ["comment_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("campaign_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("page", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False, comment="bot.core.deliveries.DeliveryState"),
        sa.Column("doubts", sa.SmallInteger(), nullable=False, comment="uncertain sends so far"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_deliveries_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", "chat_id", "page", name=op.f("pk_deliveries")),
        comment="the ledger: a row for each message that a reader is to get",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("deliveries")
    op.drop_index(op.f("ix_comment_events_comment_id"), table_name="comment_events")
    op.drop_table("comment_events")
    op.drop_table("revisions")
    op.drop_table("prompts")
    op.drop_table("pages")
    op.drop_index(
        "uq_outbox_slot_id_queued",
        table_name="outbox",
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.drop_index("ix_outbox_state_chat_id", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("copies")
    op.drop_index("ix_comments_post_id_state_id", table_name="comments")
    op.drop_table("comments")
    op.drop_index("ix_campaigns_state", table_name="campaigns")
    op.drop_index(op.f("ix_campaigns_post_id"), table_name="campaigns")
    op.drop_table("campaigns")
    op.drop_index("ix_posts_published_at", table_name="posts")
    op.drop_table("posts")
    op.drop_index(op.f("ix_parts_draft_id"), table_name="parts")
    op.drop_table("parts")
    op.drop_table("team")
    op.drop_index(
        "uq_drafts_open",
        table_name="drafts",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("drafts")
    op.drop_index("ix_slots_chat_id_message_id", table_name="slots")
    op.drop_table("slots")
    op.drop_table("people")
    op.drop_table("media")
    op.drop_table("invitations")
    op.drop_index("ix_inbox_state_chat_id_update_id", table_name="inbox")
    op.drop_table("inbox")
