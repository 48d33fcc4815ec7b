"""Who did what, and with which pupil."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Let a note of activity name a person and a pupil."""
    for name in ("person", "school_name", "upn", "admission_number"):
        op.add_column("activity", sa.Column(name, sa.Text))
