"""A store with a school or two in it and queries of its own, for tests that need no figures."""

from pathlib import Path

from dashboard.store.register import import_run

SCHOOL_NAMES = """\
-- question: Which schools are there,
--           and what are they called?
-- grain:    one row per school
-- params:   $school_ids   integer[]                   null counts every one
--           $least        integer = 1                 the first
--                                                     number counted
--           $order        varchar = up                one of: up, down. Nothing else
--           $as_known_on  date = the last import      a date
-- columns:  school_id
--           name          what it is
--             called

select school_id, name, $as_known_on as as_known_on, 'costs $5' as remark
from schools
where
    school_id >= $least
    and ($school_ids is null or list_contains($school_ids, school_id))
order by case when $order = 'down' then -school_id else school_id end
"""
OWN_DIMENSION = """\
-- question: What is there of one dimension?
-- grain:    one row, always
-- params:   $dimension    varchar                     required, one of: class or sex
-- columns:  dimension
-- roles:    slt, governor

select $dimension as dimension
"""

COLOUR = "alter table schools add column colour varchar"  # what a release to come might bring


def add_school(folder: Path, school_id: int, name: str | None) -> None:
    """An import run that brings a school."""
    with import_run(folder, f"Import of {name}") as run:
        run.connection.execute(
            "insert into schools values ($school_id, $name, null, null)",
            {"school_id": school_id, "name": name},
        )


def query_folder(folder: Path) -> Path:
    """A folder of two queries."""
    (folder / "schools").mkdir(parents=True)
    (folder / "definitions").mkdir()
    (folder / "definitions" / "01_macros.sql").write_text("create macro twice(number) as 2 * number;\n")
    (folder / "schools" / "known_schools.sql").write_text(SCHOOL_NAMES)
    (folder / "schools" / "own_dimension.sql").write_text(OWN_DIMENSION)
    return folder
