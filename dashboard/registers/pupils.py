"""Pupil lists: who each row is, what was known of them on its as-at date, and what is new."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dashboard.domain.upn import is_temporary, upn_checks
from dashboard.registers.cleaning import Record
from dashboard.registers.identities import ADMISSION_NUMBER, UPN, Identities
from dashboard.registers.kept_names import forget_described
from dashboard.registers.ledger import FileReport, count_text, lines_text
from dashboard.registers.merging import merge_pupils
from dashboard.registers.pupil_lists import LIST_COLUMNS, ListRow, in_force, read_lists, replace_list_rows

if TYPE_CHECKING:
    import duckdb

Lists = Mapping[int, list[ListRow]]
# By which a pupil is known beside the UPN, as messages call them; one that a system made up is no other's.
NUMBERS = {"admission_number": "admission number", "system_number": "number the system gives"}


@dataclass(frozen=True)
class PupilLoad:
    """Where a pupil list goes."""

    connection: "duckdb.DuckDBPyConnection"
    school_id: int
    import_id: int
    as_at: date
    identities: Identities


def take_pupils(load: PupilLoad, records: Sequence[Record], report: FileReport) -> bool:
    """Take in a list; says whether anything is stored that was not before."""
    records = _send_blanks(_leaving_after_entry(records, report), report)
    records = _one_pupil_a_upn(records, report)
    own: dict[int, list[Record]] = defaultdict(list)
    lists = read_lists(load.connection, load.school_id)
    namesakes = _by_name_and_birthday(lists)
    for record in records:
        same = namesakes.get(_name_and_birthday(record.values), set())
        own[_recognise(load, record, lists, same, own.keys(), report)].append(record)
    warn_of_upns(((record.line, record.get("upn")) for record in records), "pupils", report)
    lists = read_lists(load.connection, load.school_id)  # two pupils may have turned out to be one
    rewritten: dict[int, list[ListRow]] = {}
    for pupil_id, of_pupil in own.items():
        earlier = [row for row in lists.get(pupil_id, []) if row.as_at <= load.as_at]
        same_day = [row for row in earlier if row.as_at == load.as_at]
        rows = [
            _list_row(load, pupil_id, record, same_day)
            for record in _counted(of_pupil, earlier, load.as_at, report)
        ]
        if [row.values for row in rows] != [row.values for row in same_day]:
            rewritten[pupil_id] = rows
    replace_list_rows(
        load.connection,
        load.school_id,
        load.as_at,
        rewritten.keys(),
        [row for rows in rewritten.values() for row in rows],
    )
    forget_described(load.connection, load.school_id)
    return load.identities.write() > 0 or bool(rewritten)


def _counted(
    records: Sequence[Record], earlier: Sequence[ListRow], as_at: date, report: FileReport
) -> list[Record]:
    """Count a pupil's rows as new, unchanged or in place of another; without the copies among them."""
    distinct: list[Record] = []
    for record in records:
        if any(record.values == other.values for other in distinct):
            report.rows_unchanged += 1
            continue
        distinct.append(record)
        before = in_force(earlier, as_at, record.get("entry_date"))
        if before is None:
            report.rows_accepted += 1
        elif all((before[name] or "") == value for name, value in _told(record).items()):
            report.rows_unchanged += 1
        else:
            report.rows_accepted += 1
            report.rows_superseded += 1
    return distinct


def _told(record: Record) -> dict[str, str]:
    return {name: value for name in LIST_COLUMNS if (value := record.values.get(name)) is not None}


def _list_row(load: PupilLoad, pupil_id: int, record: Record, same_day: Sequence[ListRow]) -> ListRow:
    """The row as it is stored; what the same day's list said before is kept where this one has no column."""
    before = in_force(same_day, load.as_at, record.get("entry_date")) or dict.fromkeys(LIST_COLUMNS)
    return ListRow(pupil_id, load.as_at, record.line, load.import_id, {**before, **_told(record)})


def _leaving_after_entry(records: Iterable[Record], report: FileReport) -> list[Record]:
    kept = []
    for record in records:
        if record.get("leaving_date") and record.get("leaving_date") < record.get("entry_date"):
            report.reject(
                record.line, "leaving_date", "the leaving date is before the entry date: correct one of them"
            )
        else:
            kept.append(record)
    return kept


def _send_blanks(records: Sequence[Record], report: FileReport) -> list[Record]:
    """In a column that holds only K, E and blanks a blank says that there is no SEND."""
    said = {record.values.get("send_provision") for record in records}
    if "" not in said or "N" in said or not said & {"K", "E"}:
        return list(records)
    blank = [record.line for record in records if record.values["send_provision"] == ""]
    report.warnings.append(
        f"The SEND column holds only K, E and blanks: {count_text(len(blank), 'blank was', 'blanks were')} "
        "taken as N (no SEND)."
    )
    return [
        replace(record, values={**record.values, "send_provision": record.get("send_provision") or "N"})
        for record in records
    ]


def _one_pupil_a_upn(records: Sequence[Record], report: FileReport) -> list[Record]:
    """Rows that share a UPN or number but are not one pupil, or disagree about one, are rejected."""
    now_known_as = {
        record.get("former_upn"): record.get("upn") for record in records if record.get("former_upn")
    }
    sharing: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        upn = record.get("upn")
        sharing[now_known_as.get(upn, upn) or f"number {record.get('admission_number')}"].append(record)
    rejected: dict[int, str] = {}
    for rows in sharing.values():
        reason = _why_not_one_pupil(rows)
        if reason:
            rejected.update({row.line: f"{lines_text([row.line for row in rows])}: {reason}" for row in rows})
    for line, reason in sorted(rejected.items()):
        report.reject(line, "upn", reason)
    return [record for record in records if record.line not in rejected]


def _why_not_one_pupil(rows: Sequence[Record]) -> str | None:
    if any(_are_different_pupils(rows[0], row) for row in rows[1:]):
        return "different pupils with one UPN or number; find out whose it is"
    periods: dict[str, Record] = {}
    for row in rows:
        other = periods.setdefault(row.get("entry_date"), row)
        if other.values != row.values:
            return "the rows of one pupil disagree; keep one, or give each period on roll its entry date"
    return None


def _are_different_pupils(one: Record, other: Record) -> bool:
    def differ(name: str) -> bool:
        values = one.get(name).casefold(), other.get(name).casefold()
        return all(values) and values[0] != values[1]

    return differ("date_of_birth") or differ("forename") or differ("admission_number")


def _recognise(
    load: PupilLoad,
    record: Record,
    lists: Lists,
    same_name_and_birthday: Set[int],
    in_this_list: Set[int],
    report: FileReport,
) -> int:
    """The pupil a row is about, known by any number they ever had, or new."""
    identities = load.identities
    upn, former_upn = record.get("upn"), record.get("former_upn")
    by_upn, by_former = identities.by_upn(upn), identities.by_upn(former_upn)
    by_numbers = [
        known
        for name in NUMBERS
        if (known := identities.by_number(record.get(name))) is not None
        and _may_be(known, record, lists, identities)
    ]
    found = next((known for known in (by_upn, by_former, *by_numbers) if known is not None), None)
    if found is None:
        found = _under_another_upn(record, same_name_and_birthday, in_this_list, identities, report)
    pupil_id = identities.add_pupil() if found is None else found
    for other in dict.fromkeys([by_former, *by_numbers]):
        is_stub = other is not None and other not in lists
        if other not in {None, pupil_id} and (other == by_former or is_stub):
            merge_pupils(load.connection, load.school_id, identities, other, pupil_id)
    identities.add_alias(pupil_id, UPN, upn)
    identities.add_alias(pupil_id, UPN, former_upn)
    for name, called in NUMBERS.items():
        if not identities.add_alias(pupil_id, ADMISSION_NUMBER, record.get(name)):
            report.warnings.append(
                f"Line {record.line}: the {called} is another pupil's too; marks go by the UPN."
            )
    return pupil_id


def _under_another_upn(
    record: Record, namesakes: Set[int], in_this_list: Set[int], identities: Identities, report: FileReport
) -> int | None:
    """The one pupil with this name and birthday of whose UPN and the row's one is temporary; else ask."""
    upn = record.get("upn")
    if not upn or not namesakes:
        return None
    replaced = [
        pupil_id
        for pupil_id in namesakes - in_this_list
        if (upns := identities.upns(pupil_id))
        and {is_temporary(known) for known in upns} == {not is_temporary(upn)}
    ]
    if len(replaced) == 1 == len(namesakes):
        report.warnings.append(
            f"Line {record.line}: taken as the pupil with the same name and birthday, one of whose UPNs is "
            "temporary."
        )
        return replaced[0]
    report.ask(
        f"Line {record.line}: another pupil has the same name and birthday and another UPN. If they are one "
        "pupil, write the other UPN under 'Former UPN'; if they are two, accept the file."
    )
    return None


def _by_name_and_birthday(lists: Lists) -> Mapping[tuple[str, ...], Set[int]]:
    """The pupils by what their newest list calls them; those of whom it does not say all are left out."""
    found: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for pupil_id, rows in lists.items():
        found[_name_and_birthday(rows[-1].values)].add(pupil_id)
    found.pop((), None)
    return found


def _name_and_birthday(values: Mapping[str, str | None]) -> tuple[str, ...]:
    told = tuple((values.get(name) or "").casefold() for name in ("surname", "forename", "date_of_birth"))
    return told if all(told) else ()


def _may_be(pupil_id: int, record: Record, lists: Lists, identities: Identities) -> bool:
    """Whether the pupil with this number can be the one in the row: UPNs, or else birthdays, agree."""
    upns = identities.upns(pupil_id)
    if not upns or not record.get("upn") or record.get("upn") in upns:
        return True
    birthdays = {row.values["date_of_birth"] for row in lists.get(pupil_id, [])}
    return bool(record.get("date_of_birth")) and record.get("date_of_birth") in birthdays


def warn_of_upns(upns: Iterable[tuple[int, str]], taken: str, report: FileReport) -> None:
    """Say on which lines a UPN's letter does not fit its digits; what came with it was taken all the same."""
    lines = [line for line, upn in upns if upn and not upn_checks(upn)]
    if lines:
        report.warnings.append(
            f"{count_text(len(lines), 'UPN does', 'UPNs do')} not check ({lines_text(lines)}); "
            f"the {taken} were taken in all the same."
        )
