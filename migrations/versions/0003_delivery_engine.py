"""Campaigns of several kinds, when messages were sent, and the lease of whoever works.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What the delivery engine keeps."""
    for column in (
        sa.Column("kind", sa.Text(), server_default="post", nullable=False, comment="bot.core.campaigns.CampaignKind"),
        sa.Column("revision", sa.SmallInteger(), comment="what an update brings copies to"),
        sa.Column("paid", sa.Boolean(), server_default=sa.false(), nullable=False, comment="sent for Stars"),
        sa.Column("parked_until", sa.BigInteger(), comment="Telegram asks to wait so long that it is shown"),
        sa.Column("totals", sa.JSON(), comment="what the ledger added up to, once its rows are deleted"),
    ):
        op.add_column("campaigns", column)
    op.add_column(
        "schedules",
        sa.Column(
            "paid", sa.Boolean(), server_default=sa.false(), nullable=False, comment="its cost in Stars was seen"
        ),
    )
    op.create_table(
        "message_times",
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_times")),
        comment="samples of which message was the newest when, for the age of copies",
    )
    op.create_table(
        "leases",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), comment="the name of whoever works, as the database lists it; None: nobody"),
        sa.Column("renewed_at", sa.BigInteger(), comment="by the database's clock"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_leases")),
        comment="one row: who works where several processes could; its number grows with every change of hands",
    )


def downgrade() -> None:
    """Back to posts alone."""
    op.drop_table("leases")
    op.drop_table("message_times")
    op.execute("DELETE FROM deliveries WHERE campaign_id IN (SELECT id FROM campaigns WHERE kind <> 'post')")
    op.execute("DELETE FROM campaigns WHERE kind <> 'post'")
    with op.batch_alter_table("schedules") as table:
        table.drop_column("paid")
    with op.batch_alter_table("campaigns") as table:
        for name in ("totals", "parked_until", "paid", "revision", "kind"):
            table.drop_column(name)
