"""What was published to governors."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of publications."""
    op.create_table(
        "publications",
        sa.Column("publication_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("published_at", sa.DateTime, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("school_name", sa.Text, nullable=False),
        sa.Column("academic_year", sa.Integer, nullable=False),
        sa.Column("term", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("register", sa.Text, nullable=False),
        sa.Column("import_id", sa.Integer, nullable=False),
        sa.Column("as_at", sa.Date, nullable=False),
        sa.Column("policy_version", sa.Text, nullable=False),
        sa.Column("definition_version", sa.Text, nullable=False),
        sa.Column("data_health", sa.Text, nullable=False),
        sa.Column("commentary", sa.Text, nullable=False),
        sa.Column("moved", sa.Text, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
        sa.Column("contents", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
