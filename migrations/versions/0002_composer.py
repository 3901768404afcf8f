"""Drafts that several write and that are scheduled, documents, previews, paged posts, revisions to go back to.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What the composer keeps."""
    _drafts()
    _parts()
    _prompts()
    _beside_drafts()
    _posts()
    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("timezone", sa.Text(), comment="an author's own; None: the blog's"))
    with op.batch_alter_table("slots") as table:
        table.add_column(
            sa.Column("changed_at", sa.BigInteger(), comment="when what stands there was last sent or changed")
        )
    for column in (
        sa.Column(
            "messages", sa.SmallInteger(), server_default="1", nullable=False, comment="that the call makes: an album's"
        ),
        sa.Column("file", sa.LargeBinary(), comment="a file to upload with the call; erased when done"),
        sa.Column("file_name", sa.Text()),
    ):
        op.add_column("outbox", column)
    with op.batch_alter_table("outbox") as table:
        table.add_column(
            sa.Column("preview_of", sa.BigInteger(), comment="a preview's message: the next one replaces it")
        )
        table.create_foreign_key(op.f("fk_outbox_preview_of"), "drafts", ["preview_of"], ["id"])


def _drafts() -> None:
    """An open draft lies on its author's desk, one that was put aside on nobody's."""
    op.create_table(
        "desks",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_desks_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_desks_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_desks")),
        comment="which draft an author's next message goes to",
    )
    op.create_index(op.f("ix_desks_draft_id"), "desks", ["draft_id"], unique=False)
    op.execute("INSERT INTO desks (person_id, draft_id) SELECT author_id, id FROM drafts WHERE state = 'open'")
    op.drop_index("uq_drafts_open", "drafts")
    op.execute("UPDATE drafts SET state = 'open' WHERE state = 'shelved'")
    with op.batch_alter_table("drafts") as table:
        table.add_column(sa.Column("options", sa.JSON(), comment="bot.core.options.PostOptions; None: as usual"))
        table.add_column(sa.Column("changed_at", sa.BigInteger(), nullable=True))
    op.execute("UPDATE drafts SET changed_at = created_at")
    with op.batch_alter_table("drafts") as table:
        table.alter_column("changed_at", existing_type=sa.BigInteger(), nullable=False)
    op.create_index("ix_drafts_author_id_changed_at", "drafts", ["author_id", "changed_at"], unique=False)


def _parts() -> None:
    """A message can be a part of several drafts, and a document is several parts."""
    op.rename_table("parts", "parts_before")
    op.drop_index("ix_parts_draft_id", "parts_before")
    if op.get_context().dialect.name == "postgresql":  # where names of constraints are those of one schema
        op.execute("ALTER TABLE parts_before RENAME CONSTRAINT pk_parts TO pk_parts_before")
        op.execute("ALTER TABLE parts_before RENAME CONSTRAINT fk_parts_draft_id TO fk_parts_before_draft_id")
    op.create_table(
        "parts",
        sa.Column("draft_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "item", sa.SmallInteger(), autoincrement=False, nullable=False, comment="counts a document's blocks from 1"
        ),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False, comment="text, entities, media, album and origin"),
        sa.Column("place", sa.BigInteger(), nullable=True, comment="where it was moved; None: where it was sent"),
        sa.Column("standing", sa.SmallInteger(), server_default="0", nullable=False, comment="bot.core.parts.Standing"),
        sa.Column("use", sa.Text(), nullable=True, comment="bot.core.parts.Use that was chosen"),
        sa.Column(
            "answers", sa.BigInteger(), nullable=True, comment="the message that it replies to, until that is decided"
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_parts_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "chat_id", "message_id", "item", name=op.f("pk_parts")),
        comment="the author's messages that a draft consists of",
    )
    op.create_index("ix_parts_chat_id_message_id", "parts", ["chat_id", "message_id"], unique=False)
    op.execute(
        "INSERT INTO parts (draft_id, chat_id, message_id, item, sent_at, body)"
        " SELECT draft_id, chat_id, message_id, 0, sent_at, body FROM parts_before"
    )
    op.drop_table("parts_before")


def _prompts() -> None:
    """A question can be about more than a comment. Those that stand are asked again by pressing the button again."""
    op.drop_table("prompts")
    op.create_table(
        "prompts",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="bot.core.prompts.PromptKind"),
        sa.Column("subject_id", sa.BigInteger(), nullable=False, comment="the post or the draft that was asked about"),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_prompts")),
        comment="chats whose next message answers a question of the bot's",
    )


def _beside_drafts() -> None:
    op.create_table(
        "schedules",
        sa.Column("draft_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False, comment="who is asked and told"),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="bot.core.schedule.ScheduleState"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_schedules_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_schedules_person_id")),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_schedules")),
        comment="drafts that go out by themselves",
    )
    op.create_index(op.f("ix_schedules_due_at"), "schedules", ["due_at"], unique=False)
    op.create_table(
        "text_forms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False, comment="the message that the document came with"),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="bot.core.text_forms.TextFormState"),
        sa.Column("article", sa.JSON(), comment="what it says, once it is read; erased when it is decided on"),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_text_forms_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_text_forms_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_forms")),
        comment="documents that are to take the place of a draft",
    )
    op.create_index(op.f("ix_text_forms_draft_id"), "text_forms", ["draft_id"], unique=False)
    op.create_index("ix_text_forms_state_due_at", "text_forms", ["state", "due_at"], unique=False)
    op.create_table(
        "previews",
        sa.Column("draft_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_previews_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "chat_id", "message_id", name=op.f("pk_previews")),
        comment="messages of the last preview, which the next one replaces",
    )


def _posts() -> None:
    for table_name, column in (
        (
            "posts",
            sa.Column(
                "leaves",
                sa.SmallInteger(),
                server_default="1",
                nullable=False,
                comment="what the last of them shows in turn",
            ),
        ),
        (
            "posts",
            sa.Column("options", sa.JSON(), comment="bot.core.options.PostOptions; None: as usual"),
        ),
        (
            "revisions",
            sa.Column("draft", sa.JSON(), comment="parts, title and options that it was made of, to go back to"),
        ),
        ("revisions", sa.Column("made_by", sa.BigInteger())),
        (
            "revisions",
            sa.Column(
                "line", sa.Boolean(), server_default=sa.false(), nullable=False, comment="readers are told by a line"
            ),
        ),
        (
            "pages",
            sa.Column(
                "messages",
                sa.SmallInteger(),
                server_default="1",
                nullable=False,
                comment="that the call makes; an album's first page says how many, its others 0",
            ),
        ),
    ):
        op.add_column(table_name, column)
    op.create_index(op.f("ix_posts_draft_id"), "posts", ["draft_id"], unique=False)
    op.create_table(
        "leaves",
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("leaf", sa.SmallInteger(), autoincrement=False, nullable=False, comment="from 1"),
        sa.Column("method", sa.Text(), nullable=False, comment="edits the last page"),
        sa.Column(
            "tail",
            sa.LargeBinary(),
            nullable=False,
            comment="JSON parameters after the message's id, without buttons",
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_leaves_post_id")),
        sa.PrimaryKeyConstraint("post_id", "revision", "leaf", name=op.f("pk_leaves")),
        comment="what the last page of a paged post shows when it is turned",
    )
    op.create_table(
        "turned",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("leaf", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_turned")),
        sqlite_with_rowid=False,
        comment="copies that show another of their leaves than the first: few do, and each column of copies is dear",
    )
    op.create_table(
        "post_links",
        sa.Column("link", sa.Text(), nullable=False, comment="bot.core.links.same_link"),
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_links_post_id")),
        sa.PrimaryKeyConstraint("link", "post_id", name=op.f("pk_post_links")),
        comment="addresses that posts link to, so that a repetition is noticed",
    )


def downgrade() -> None:
    """Back to drafts of one author each; what only the newer tables can say is given up."""
    op.drop_index(op.f("ix_posts_draft_id"), "posts")
    op.drop_table("post_links")
    op.drop_table("turned")
    op.drop_table("leaves")
    for table_name, columns in {
        "pages": ("messages",),
        "revisions": ("line", "made_by", "draft"),
        "posts": ("options", "leaves"),
        "slots": ("changed_at",),
        "people": ("timezone",),
    }.items():
        for column in columns:
            op.drop_column(table_name, column)
    op.drop_table("previews")
    op.drop_table("text_forms")
    op.drop_table("schedules")
    with op.batch_alter_table("outbox") as table:
        table.drop_constraint(op.f("fk_outbox_preview_of"), type_="foreignkey")
        for column in ("preview_of", "file_name", "file", "messages"):
            table.drop_column(column)
    _prompts_back()
    _parts_back()
    _drafts_back()


def _prompts_back() -> None:
    op.drop_table("prompts")
    op.create_table(
        "prompts",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_prompts_post_id")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_prompts")),
        comment="chats whose next message answers a question of the bot's: the comment on a post",
    )


def _parts_back() -> None:
    op.rename_table("parts", "parts_after")
    op.drop_index("ix_parts_chat_id_message_id", "parts_after")
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE parts_after RENAME CONSTRAINT pk_parts TO pk_parts_after")
        op.execute("ALTER TABLE parts_after RENAME CONSTRAINT fk_parts_draft_id TO fk_parts_after_draft_id")
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
    op.execute(
        "INSERT INTO parts (chat_id, message_id, draft_id, sent_at, body)"
        " SELECT chat_id, message_id, draft_id, sent_at, body FROM parts_after AS one WHERE item = 0 AND standing = 0"
        " AND draft_id = (SELECT min(draft_id) FROM parts_after AS first WHERE first.chat_id = one.chat_id"
        " AND first.message_id = one.message_id AND first.item = 0 AND first.standing = 0)"
    )
    op.drop_table("parts_after")


def _drafts_back() -> None:
    """A draft that lies on its author's desk is the open one; a post that is being changed stays as it went out."""
    op.execute("UPDATE drafts SET state = 'published' WHERE state = 'revising'")
    op.execute("UPDATE posts SET state = 'stopped' WHERE state = 'withdrawn'")
    op.execute(
        "UPDATE drafts SET state = 'shelved' WHERE state = 'open' AND NOT EXISTS"
        " (SELECT 1 FROM desks WHERE desks.draft_id = drafts.id AND desks.person_id = drafts.author_id)"
    )
    op.drop_table("desks")
    op.drop_index("ix_drafts_author_id_changed_at", "drafts")
    with op.batch_alter_table("drafts") as table:
        table.drop_column("changed_at")
        table.drop_column("options")
    op.create_index(
        "uq_drafts_open",
        "drafts",
        ["author_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
