"""`import`: files in, and what became of every row."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from dashboard.cli.group import store_option
from dashboard.cli.output import print_json
from dashboard.errors import ImportRefused, RefusedError
from dashboard.registers import import_files
from dashboard.registers.ledger import FileReport, ImportReport, Problem

KINDS = (
    "pupils",
    "marks",
    "calendar",
    "cme_cases",
    "cme_actions",
    "support_actions",
    "penalty_notices",
    "targets",
)
PROBLEMS_SHOWN = 5


@click.command("import", short_help="Import pupil lists, marks, calendars, cases.")
@click.option("--school", metavar="NAME", help="The school's name; needed where the store holds several.")
@click.option(
    "--kind", type=click.Choice(KINDS), help="What the files are; else it is told from their columns."
)
@click.option(
    "--as-at", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="The day the lists describe."
)
@click.option("--mapping", metavar="NAME", help="A saved mapping of columns.")
@click.option("--accept", is_flag=True, help="Go on where a person would be asked.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing.")
@click.option(
    "--problems",
    metavar="FILE.xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every row that has a problem to this workbook. It holds what the file says of pupils.",
)
@click.option("--json", "is_json", is_flag=True, help="The ledger as JSON.")
@store_option
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def command(
    files: tuple[Path, ...],
    school: str | None,
    kind: str | None,
    as_at: datetime | None,
    mapping: str | None,
    accept: bool,
    dry_run: bool,
    problems: Path | None,
    is_json: bool,
    store: Path,
) -> None:
    """Import files in one run: all of them, or none if one is refused."""
    try:
        report = import_files(
            store,
            files,
            school=school,
            kind=kind,
            as_at=as_at.date() if as_at else None,
            mapping=mapping,
            accept=accept,
            dry_run=dry_run,
            progress=None,
            with_rows=problems is not None,
        )
    except RefusedError as refusal:
        report = _report_of(refusal, files)
    if problems:
        _write_problems(report, problems)
    if is_json:
        print_json(report.as_json())
    else:
        click.echo("\n".join(_summary(report)))
    if report.refusal:
        raise RefusedError(report.refusal)


def _report_of(refusal: RefusedError, files: tuple[Path, ...]) -> ImportReport:
    """What the importer says of every file, or if it never came to look at them, why not."""
    if isinstance(refusal, ImportRefused) and isinstance(refusal.report, ImportReport):
        return refusal.report
    problem = Problem(None, None, str(refusal))
    return ImportReport([FileReport(file.name, problems=[problem]) for file in files], refusal=str(refusal))


def _write_problems(report: ImportReport, path: Path) -> None:
    """The rows with a problem of every file, as a workbook that only its owner may read."""
    import pandas as pd

    from dashboard.components.escape import to_xlsx

    frames = []
    for file in report.files:
        if file.problem_table:
            frame = pd.DataFrame(file.problem_table.rows, columns=list(file.problem_table.headings))
            frame.insert(0, "File", file.file)
            frames.append(frame)
    if not frames:
        click.echo("No row has a problem: no workbook was written.", err=True)
        return
    path.touch(mode=0o600)
    path.write_bytes(to_xlsx(pd.concat(frames, ignore_index=True)))


def _summary(report: ImportReport) -> Iterator[str]:
    for file in report.files:
        yield from _file_summary(file)
    if report.refusal:
        yield "Refused: nothing was changed."
    elif report.is_dry_run:
        yield "This was a dry run: nothing was stored."


def _file_summary(file: FileReport) -> Iterator[str]:
    kind = f": {file.kind}" if file.kind else ""
    sheet = f", sheet '{file.sheet}'" if file.sheet else ""
    yield f"{file.file}{sheet}{kind}{f' ({file.layout})' if file.layout else ''}"
    superseded = (
        f" ({file.rows_superseded:,} of them in place of an older value)" if file.rows_superseded else ""
    )
    yield (
        f"  {file.rows_read:,} rows read: {file.rows_accepted:,} accepted{superseded}, "
        f"{file.rows_unchanged:,} unchanged, {file.rows_rejected:,} rejected"
    )
    if file.rows_skipped or file.blank_cells:
        yield f"  beside these, {file.rows_skipped:,} rows skipped and {file.blank_cells:,} cells blank"
    for problem in file.problems[:PROBLEMS_SHOWN]:
        yield f"  {_place(problem)}{problem.message}"
    if len(file.problems) > PROBLEMS_SHOWN:
        yield f"  and {len(file.problems) - PROBLEMS_SHOWN:,} more; --json lists them all"
    for warning in file.warnings:
        yield f"  Warning: {warning}"


def _place(problem: Problem) -> str:
    if problem.line is None:
        return ""
    return f"Line {problem.line}{f', {problem.column}' if problem.column else ''}: "
