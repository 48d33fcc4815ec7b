"""The tables of the records. Entries never change: a correction is a new row naming the one it corrects."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    false,
)

metadata = MetaData()


def _entries(name: str, *columns: Column) -> Table:
    """A table of entries: what was written, and when, by which role, in place of which earlier entry."""
    return Table(
        name,
        metadata,
        Column("recorded_id", Integer, primary_key=True, autoincrement=True),
        Column("recorded_at", DateTime, nullable=False),
        Column("recorded_by", Text, nullable=False),
        Column("corrects_id", Integer, ForeignKey(f"{name}.recorded_id"), unique=True),
        Column("is_withdrawn", Boolean, nullable=False, server_default=false()),
        Column("school_name", Text, nullable=False),
        *columns,
        sqlite_autoincrement=True,
    )


cme_cases = _entries(
    "cme_cases",
    Column("case_id", Text, nullable=False),
    Column("upn", Text),
    Column("admission_number", Text),
    Column("case_type", Text, nullable=False),
    Column("opened_date", Date, nullable=False),
    Column("trigger", Text),
    Column("owner_role", Text),
    Column("stage", Text),
    Column("next_step", Text),
    Column("next_step_due", Date),
    Column("la_notified_date", Date),
    Column("la_reference", Text),
    Column("closed_date", Date),
    Column("outcome", Text),
    Column("returned_date", Date),
)
Index(
    "one_first_version_a_case",
    cme_cases.c.school_name,
    cme_cases.c.case_id,
    unique=True,
    sqlite_where=cme_cases.c.corrects_id.is_(None),
    postgresql_where=cme_cases.c.corrects_id.is_(None),
)
cme_actions = _entries(
    "cme_actions",
    Column("case_id", Text, nullable=False),
    Column("action_date", Date, nullable=False),
    Column("action", Text, nullable=False),
    Column("by_role", Text),
    Column("result", Text),
)
support_actions = _entries(
    "support_actions",
    Column("upn", Text),
    Column("admission_number", Text),
    Column("action_date", Date, nullable=False),
    Column("action", Text, nullable=False),
    Column("by_role", Text),
    Column("ended_date", Date),
)
penalty_notices = _entries(
    "penalty_notices",
    Column("upn", Text),
    Column("admission_number", Text),
    Column("issued_date", Date, nullable=False),
    Column("parent", Integer),
    Column("status", Text),
)

# Raised in every writing transaction: whoever keeps a copy of the records can tell that it is out of date.
records_version = Table("records_version", metadata, Column("version", Integer, nullable=False))

activity = Table(
    "activity",
    metadata,
    Column("activity_id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("role", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("detail", Text),
    Column("person", Text),
    Column("school_name", Text),
    Column("upn", Text),
    Column("admission_number", Text),
)
# Entries name their school; these rows tell that two names are one school.
school_renames = Table(
    "school_renames",
    metadata,
    Column("rename_id", Integer, primary_key=True, autoincrement=True),
    Column("old_name", Text, nullable=False),
    Column("new_name", Text, nullable=False),
)
saved_cohorts = Table(
    "saved_cohorts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("query_string", Text, nullable=False),
    Column("saved_at", DateTime, nullable=False),
)
saved_mappings = Table(
    "saved_mappings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("shape", Text, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("saved_at", DateTime, nullable=False),
)
# What a school's own marks and words mean: which of the statutory ones they stand for.
own_words = Table(
    "own_words",
    metadata,
    Column("school_name", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("word", Text, primary_key=True),
    Column("meaning", Text, nullable=False),
    Column("saved_at", DateTime, nullable=False),
)
# Entries are never changed: withdrawing or publishing again is a new one.
publications = Table(
    "publications",
    metadata,
    Column("publication_id", Integer, primary_key=True, autoincrement=True),
    Column("published_at", DateTime, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("school_name", Text, nullable=False),
    Column("academic_year", Integer, nullable=False),
    Column("term", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("register", Text, nullable=False),
    Column("import_id", Integer, nullable=False),
    Column("as_at", Date, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("definition_version", Text, nullable=False),
    Column("data_health", Text, nullable=False),
    Column("commentary", Text, nullable=False),
    Column("moved", Text, nullable=False),
    Column("figures", Text, nullable=False),
    Column("contents", Text, nullable=False),
    sqlite_autoincrement=True,
)
