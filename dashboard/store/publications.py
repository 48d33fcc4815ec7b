"""What was published to governors, and withdrawn: frozen figures, and what an audit must remember of them.

Rows are only ever added. The newest of a school's period says what governors see of it: nothing, if it is a
withdrawal. Figures withdrawn were seen all the same, so they stay.
"""

import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, insert, select, update

from dashboard.store.governors import governors_stamp
from dashboard.store.recorded import has_records
from dashboard.store.records import school_names_of_today
from dashboard.store.records_database import reading, writing
from dashboard.store.records_tables import publications
from dashboard.store.schools import stored_schools

PUBLISH, REPUBLISH, WITHDRAW = "publish", "republish", "withdraw"


@dataclass(frozen=True)
class Publication:
    """One entry: a period published, published again, or withdrawn (then without figures and contents).

    `figures` are the rows of every governors' table; `contents` is what the audit of later ones needs.
    """

    school_name: str
    academic_year: int
    term: str
    version: int
    action: str
    register: str
    import_id: int
    as_at: date
    policy_version: str
    definition_version: str
    data_health: str
    commentary: str
    moved: str
    figures: dict[str, list[dict[str, Any]]]
    contents: dict[str, Any]
    publication_id: int = 0
    published_at: datetime | None = None
    recorded_by: str = ""


def read_publications(folder: Path) -> list[Publication]:
    """Every entry ever made, oldest first, under the school's name of today."""
    if not has_records(folder):
        return []
    known = {school.name or "" for school in stored_schools(folder)}
    with reading(folder) as connection:
        name_of_today = school_names_of_today(connection, known)
        rows = connection.execute(select(publications).order_by(publications.c.publication_id)).mappings()
        return [
            _publication({**row, "school_name": name_of_today.get(row["school_name"], row["school_name"])})
            for row in rows
        ]


def add_publications(folder: Path, entries: Sequence[Publication], role: str) -> list[Publication]:
    """Record entries, all or none; returns them as recorded."""
    now = datetime.now().replace(microsecond=0)
    with writing(folder) as connection:
        return [_add(connection, entry, role, now) for entry in entries]


def on_show(entries: Iterable[Publication]) -> list[Publication]:
    """The newest entry of every period, those withdrawn left out."""
    newest = {(entry.school_name, entry.academic_year, entry.term): entry for entry in entries}
    return [entry for entry in newest.values() if entry.action != WITHDRAW]


def stamp_of(entries: Sequence[Publication]) -> str | None:
    """Up to which entry the figures on show are, under which names of schools; None where none are."""
    names = sorted({entry.school_name for entry in on_show(entries)})
    return " ".join([str(entries[-1].publication_id), *names]) if names else None


def governors_are_behind(folder: Path) -> bool:
    """Whether governors.duckdb is not what the records say: after a crash, or a school's new name."""
    entries = read_publications(folder)
    return bool(entries) and stamp_of(entries) != governors_stamp(folder)


def digest(salt: str, text: str) -> str:
    """A keyed digest, long enough to be one pupil's alone in a school."""
    return hmac.new(bytes.fromhex(salt), text.encode(), sha256).hexdigest()[:16]


def forget_pupil(connection: Connection, names: Iterable[str], dry_run: bool = False) -> int:
    """Take the digests of a pupil, known by these names, out of every publication; how many held them.

    The pupil's sessions by group stay, as the sizes that everyone knows; to a later version the pupil counts
    as one who changed.

    The pupil's concerns stay too, each under a mark drawn at random, the same in every publication. A later
    version has them no more, so they count as changed; but between two earlier ones they must count as they
    did. If more seemed to be changed than an attacker knows of, a count that they can work out would be taken
    to be hidden; if fewer, a publication that narrows one would be excused, as though it had been so before.
    """
    names = list(names)
    held = 0
    marks: dict[str, str] = defaultdict(lambda: token_hex(8))  # by a concern's digest
    for number, kept in connection.execute(
        select(publications.c.publication_id, publications.c.contents)
    ).all():
        contents = json.loads(kept)
        gone = {digest(contents["salt"], name) for name in names} if contents else set()
        found = [
            entry for entries in contents.get("entries", {}).values() for entry in entries if entry[0] in gone
        ]
        concerns = [one for one in contents.get("cme_cases", []) if gone.intersection(one[0])]
        if not found and not concerns:
            continue
        held += 1
        for concern in concerns:
            concern[:2] = [], marks[concern[1]]
        for entry in found:
            entry[:2] = None, None
            entry[3:4] = [None] * len(entry[3:4])
        if not dry_run:
            changed = update(publications).where(publications.c.publication_id == number)
            connection.execute(changed.values(contents=json.dumps(contents)))
    return held


def _add(connection: Connection, entry: Publication, role: str, now: datetime) -> Publication:
    row = {**vars(entry), "published_at": now, "recorded_by": role}
    del row["publication_id"]
    row["figures"] = json.dumps(entry.figures, default=str)
    row["contents"] = json.dumps(entry.contents, default=str)
    added = insert(publications).values(row).returning(publications.c.publication_id)
    number = int(connection.execute(added).scalar_one())
    return Publication(**{**vars(entry), "publication_id": number, "published_at": now, "recorded_by": role})


def _publication(row: dict[str, Any]) -> Publication:
    return Publication(
        **{**row, "figures": json.loads(row["figures"]), "contents": json.loads(row["contents"])}
    )
