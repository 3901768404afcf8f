"""Comments in threads, with photos, revisions and a log that they can be replayed from; what is known of commenters.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SHOWN = sa.text("state IN ('live', 'approved')")
_WAITING = sa.text("waiting_since IS NOT NULL")
_STALE = sa.text("stale_since IS NOT NULL")

# What a message says, as bot.core.draft_json has it: until now a comment was one message without a photo.
_PIECES = {
    "sqlite": "INSERT INTO comment_pieces (person_id, message_id, comment_id, piece, sent_at)"
    " SELECT person_id, message_id, id,"
    " json_object('text', json(body), 'media', NULL, 'album_id', NULL, 'origin', NULL), created_at FROM comments",
    "postgresql": "INSERT INTO comment_pieces (person_id, message_id, comment_id, piece, sent_at)"
    " SELECT person_id, message_id, id,"
    " json_build_object('text', body, 'media', NULL, 'album_id', NULL, 'origin', NULL), created_at FROM comments",
}


def upgrade() -> None:
    """What comments and their moderation keep."""
    with op.batch_alter_table("posts") as table:
        table.add_column(
            sa.Column("comments_closed", sa.Boolean(), server_default=sa.false(), nullable=False, comment="by hand")
        )
    with op.batch_alter_table("slots") as table:
        table.add_column(
            sa.Column("stale_since", sa.BigInteger(), comment="what it shows has changed, and it is to be shown anew")
        )
    op.create_index(
        "ix_slots_stale_since", "slots", ["stale_since"], unique=False, sqlite_where=_STALE, postgresql_where=_STALE
    )
    _prompts()
    _comments()
    _beside_comments()
    _people()


def _prompts() -> None:
    """In a group each person has a question of their own. Those that stand are of private chats."""
    op.rename_table("prompts", "prompts_before")
    if op.get_context().dialect.name == "postgresql":  # where names of constraints are those of one schema
        op.execute("ALTER TABLE prompts_before RENAME CONSTRAINT pk_prompts TO pk_prompts_before")
    op.create_table(
        "prompts",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "person_id",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="whoever was asked",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="bot.core.prompts.PromptKind"),
        sa.Column(
            "subject_id", sa.BigInteger(), nullable=False, comment="the post, comment or draft that was asked about"
        ),
        sa.Column(
            "seen", sa.Integer(), server_default="0", nullable=False, comment="the version of a comment that was read"
        ),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "person_id", name=op.f("pk_prompts")),
        comment="people whose next message in a chat answers a question of the bot's",
    )
    op.execute(
        "INSERT INTO prompts (chat_id, person_id, kind, subject_id, asked_at)"
        " SELECT chat_id, chat_id, kind, subject_id, asked_at FROM prompts_before"
    )
    op.drop_table("prompts_before")


def _comments() -> None:
    """Each comment begins a thread; what waited, waits since it was written."""
    op.drop_index("ix_comments_post_id_state_id", "comments")
    with op.batch_alter_table("comments") as table:
        table.alter_column(
            "name",
            existing_type=sa.Text(),
            nullable=True,
            comment="what others read above it; None: nothing that tells who it was",
        )
        table.alter_column(
            "body",
            existing_type=sa.JSON(),
            existing_nullable=False,
            comment="text, entities and photos of the revision that is shown",
        )
        table.alter_column(
            "state", existing_type=sa.Text(), existing_nullable=False, comment="bot.core.cases.CommentState"
        )
        for column in (
            sa.Column("thread_id", sa.BigInteger(), comment="the comment that its thread begins with, often itself"),
            sa.Column("answers_id", sa.BigInteger(), comment="the comment that it replies to"),
            sa.Column("quote", sa.Text(), comment="the passage of the post that it is about"),
            sa.Column("shown", sa.Integer(), comment="the revision that others read, or would"),
            sa.Column("proposed", sa.Integer(), comment="a newer revision that waits"),
            sa.Column("appeal", sa.Text(), server_default="none", nullable=False, comment="bot.core.cases.Appeal"),
            sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("waiting_since", sa.BigInteger(), comment="None: nobody has to decide"),
            sa.Column("why", sa.Text(), comment="it waits: bot.core.cases.Why"),
            sa.Column("decision", sa.Text(), comment="the last one: bot.core.cases.Act"),
            sa.Column("reason", sa.Text(), comment="it was rejected: bot.core.cases.Reason"),
            sa.Column("words", sa.Text(), comment="what was said about a reason of no known kind"),
        ):
            table.add_column(column)
    op.execute("UPDATE comments SET thread_id = id, shown = revision")
    op.execute("UPDATE comments SET waiting_since = created_at, why = 'first' WHERE state = 'pending'")
    op.execute(
        "UPDATE comments SET decision = CASE state WHEN 'approved' THEN 'approve' ELSE 'reject' END"
        " WHERE decided_by IS NOT NULL"
    )
    # what no moderator has decided on was let through by a rule
    op.execute("UPDATE comments SET state = 'live' WHERE state = 'approved' AND decided_by IS NULL")
    op.execute("UPDATE comments SET reason = 'silent' WHERE state = 'rejected'")
    with op.batch_alter_table("comments") as table:
        table.alter_column("thread_id", existing_type=sa.BigInteger(), nullable=False)
        table.alter_column("shown", existing_type=sa.Integer(), nullable=False)
    for name, columns, where in (
        ("ix_comments_shown", ["post_id", "pinned", "thread_id", "id"], _SHOWN),
        ("ix_comments_waiting_since_id", ["waiting_since", "id"], _WAITING),
    ):
        op.create_index(name, "comments", columns, unique=False, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_comments_post_id", "comments", ["post_id"], unique=False)
    op.create_index("ix_comments_thread_id", "comments", ["thread_id"], unique=False)
    op.create_index("ix_comments_person_id_state", "comments", ["person_id", "state"], unique=False)


def _beside_comments() -> None:
    op.create_table(
        "comment_revisions",
        sa.Column("comment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False, comment="text, entities and photos"),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_revisions_comment_id")),
        sa.PrimaryKeyConstraint("comment_id", "revision", name=op.f("pk_comment_revisions")),
        comment="what a comment said, each time that its writer changed it",
    )
    op.execute(
        "INSERT INTO comment_revisions (comment_id, revision, body, made_at)"
        " SELECT id, revision, body, created_at FROM comments"
    )
    op.create_table(
        "comment_pieces",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("comment_id", sa.BigInteger(), nullable=False),
        sa.Column("piece", sa.JSON(), nullable=False, comment="what the message says, as bot.core.draft_json has it"),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_pieces_comment_id")),
        sa.PrimaryKeyConstraint("person_id", "message_id", name=op.f("pk_comment_pieces")),
        comment="the messages that a comment was written in: most in one, a long paste or an album in several",
    )
    op.create_index(op.f("ix_comment_pieces_comment_id"), "comment_pieces", ["comment_id"], unique=False)
    op.execute(_PIECES[op.get_context().dialect.name])
    with op.batch_alter_table("comment_events") as table:
        for column in (
            sa.Column("reason", sa.Text()),
            sa.Column("note", sa.Text()),
            sa.Column("batch", sa.BigInteger(), comment="what was done in one go has the same"),
            sa.Column("undoes", sa.BigInteger(), comment="the event that this one takes back"),
        ):
            table.add_column(column)
        table.create_foreign_key(op.f("fk_comment_events_undoes"), "comment_events", ["undoes"], ["id"])
        table.alter_column("actor_id", existing_type=sa.BigInteger(), existing_nullable=False, comment="0: the rules")
        table.alter_column("action", existing_type=sa.Text(), existing_nullable=False, comment="bot.core.cases.Act")
    op.execute("UPDATE comment_events SET reason = 'silent' WHERE action = 'reject'")
    op.execute("UPDATE comment_events SET to_state = 'live' WHERE action = 'received' AND to_state = 'approved'")


def _people() -> None:
    op.create_table(
        "commenters",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("naming", sa.Text(), nullable=False, comment="bot.core.commenters.Naming"),
        sa.Column("alias", sa.Text()),
        sa.Column(
            "unwanted", sa.JSON(), nullable=False, comment="bot.core.commenters.News that the person does not want"
        ),
        sa.Column("muted_until", sa.BigInteger()),
        sa.Column("banned", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False, comment="bot.core.options.CommentRule"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_commenters_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_commenters")),
        comment="those of whom something is known or imposed as commenters",
    )
    op.create_table(
        "muted_threads",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_muted_threads_person_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["comments.id"], name=op.f("fk_muted_threads_thread_id")),
        sa.PrimaryKeyConstraint("person_id", "thread_id", name=op.f("pk_muted_threads")),
        comment="threads whose answers somebody does not want to hear of",
    )
    op.create_table(
        "loose_messages",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="of the first piece"),
        sa.Column("pieces", sa.JSON(), nullable=False, comment="what was written, as bot.core.draft_json has it"),
        sa.Column("sent_at", sa.BigInteger(), nullable=False, comment="of the last piece"),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_loose_messages")),
        comment="what readers wrote without saying which post it is about, until they do",
    )
    op.create_index(op.f("ix_loose_messages_sent_at"), "loose_messages", ["sent_at"], unique=False)


def downgrade() -> None:
    """Back to comments that are pending, approved or rejected. What others do not see is rejected; notes are lost."""
    for table in ("loose_messages", "muted_threads", "commenters", "comment_pieces", "comment_revisions"):
        op.drop_table(table)
    _events_back()
    _comments_back()
    _prompts_back()
    op.drop_index("ix_slots_stale_since", "slots")
    op.execute(
        "DELETE FROM slots WHERE kind IN ('word', 'answer', 'meant') AND id NOT IN"
        " (SELECT slot_id FROM outbox WHERE slot_id IS NOT NULL)"
    )
    with op.batch_alter_table("slots") as batch:
        batch.drop_column("stale_since")
    with op.batch_alter_table("posts") as batch:
        batch.drop_column("comments_closed")


def _events_back() -> None:
    op.execute("UPDATE comment_events SET to_state = 'approved' WHERE action = 'received' AND to_state = 'live'")
    with op.batch_alter_table("comment_events") as table:
        table.drop_constraint(op.f("fk_comment_events_undoes"), type_="foreignkey")
        for column in ("undoes", "batch", "note", "reason"):
            table.drop_column(column)


def _comments_back() -> None:
    for index in (
        "ix_comments_shown",
        "ix_comments_waiting_since_id",
        "ix_comments_post_id",
        "ix_comments_thread_id",
        "ix_comments_person_id_state",
    ):
        op.drop_index(index, "comments")
    op.execute("UPDATE comments SET name = '' WHERE name IS NULL")
    op.execute("UPDATE comments SET state = 'approved' WHERE state = 'live'")
    op.execute("UPDATE comments SET state = 'pending' WHERE state = 'screening'")
    op.execute("UPDATE comments SET state = 'rejected' WHERE state IN ('spam', 'withdrawn', 'erased')")
    with op.batch_alter_table("comments") as table:
        for column in (
            "words",
            "reason",
            "decision",
            "why",
            "waiting_since",
            "pinned",
            "appeal",
            "proposed",
            "shown",
            "quote",
            "answers_id",
            "thread_id",
        ):
            table.drop_column(column)
        table.alter_column("name", existing_type=sa.Text(), nullable=False)
    op.create_index("ix_comments_post_id_state_id", "comments", ["post_id", "state", "id"], unique=False)


def _prompts_back() -> None:
    """Questions in groups, and those that there were not before, no longer stand."""
    op.rename_table("prompts", "prompts_after")
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE prompts_after RENAME CONSTRAINT pk_prompts TO pk_prompts_after")
    op.create_table(
        "prompts",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="bot.core.prompts.PromptKind"),
        sa.Column("subject_id", sa.BigInteger(), nullable=False, comment="the post or the draft that was asked about"),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_prompts")),
        comment="chats whose next message answers a question of the bot's",
    )
    op.execute(
        "INSERT INTO prompts (chat_id, kind, subject_id, asked_at) SELECT chat_id, kind, subject_id, asked_at"
        " FROM prompts_after WHERE chat_id = person_id AND kind IN ('comment', 'schedule', 'title', 'tags')"
    )
    op.drop_table("prompts_after")
