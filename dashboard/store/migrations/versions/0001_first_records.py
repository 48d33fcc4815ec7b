"""The first tables: cases, actions, support, penalty notices, activity, saved cohorts and mappings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    _entries(
        "cme_cases",
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("upn", sa.Text),
        sa.Column("admission_number", sa.Text),
        sa.Column("case_type", sa.Text, nullable=False),
        sa.Column("opened_date", sa.Date, nullable=False),
        sa.Column("trigger", sa.Text),
        sa.Column("owner_role", sa.Text),
        sa.Column("stage", sa.Text),
        sa.Column("next_step", sa.Text),
        sa.Column("next_step_due", sa.Date),
        sa.Column("la_notified_date", sa.Date),
        sa.Column("la_reference", sa.Text),
        sa.Column("closed_date", sa.Date),
        sa.Column("outcome", sa.Text),
        sa.Column("returned_date", sa.Date),
    )
    op.create_index(
        "one_first_version_a_case",
        "cme_cases",
        ["school_name", "case_id"],
        unique=True,
        sqlite_where=sa.text("corrects_id is null"),
        postgresql_where=sa.text("corrects_id is null"),
    )
    _entries(
        "cme_actions",
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("action_date", sa.Date, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("by_role", sa.Text),
        sa.Column("result", sa.Text),
    )
    _entries(
        "support_actions",
        sa.Column("upn", sa.Text),
        sa.Column("admission_number", sa.Text),
        sa.Column("action_date", sa.Date, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("by_role", sa.Text),
        sa.Column("ended_date", sa.Date),
    )
    _entries(
        "penalty_notices",
        sa.Column("upn", sa.Text),
        sa.Column("admission_number", sa.Text),
        sa.Column("issued_date", sa.Date, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.Column("status", sa.Text),
    )
    version = op.create_table("records_version", sa.Column("version", sa.Integer, nullable=False))
    op.bulk_insert(version, [{"version": 1}])
    op.create_table(
        "activity",
        sa.Column("activity_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("detail", sa.Text),
    )
    op.create_table(
        "school_renames",
        sa.Column("rename_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("old_name", sa.Text, nullable=False),
        sa.Column("new_name", sa.Text, nullable=False),
    )
    op.create_table(
        "saved_cohorts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("query_string", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "saved_mappings",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
    )


def _entries(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("recorded_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("corrects_id", sa.Integer, sa.ForeignKey(f"{name}.recorded_id"), unique=True),
        sa.Column("is_withdrawn", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("school_name", sa.Text, nullable=False),
        *columns,
        sqlite_autoincrement=True,
    )
