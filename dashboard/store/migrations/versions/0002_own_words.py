"""What a school's own marks and words mean."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "own_words",
        sa.Column("school_name", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("word", sa.Text, primary_key=True),
        sa.Column("meaning", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
    )
