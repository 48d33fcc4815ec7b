"""`export-pupil`: everything held on one pupil, for a subject access request."""

from pathlib import Path

import click

from dashboard.cli.group import store_option
from dashboard.errors import RefusedError
from dashboard.store.exporting import export_pupil


@click.command("export-pupil", short_help="Write everything held on a pupil to a zip file.")
@click.argument("pupil")
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The zip file.",
)
@store_option
def command(pupil: str, out: Path, store: Path) -> None:
    """Write everything held on the pupil with this UPN or admission number to a zip file of tables."""
    held, content = export_pupil(store, pupil, "slt")
    _write(out, content)
    for table in held:
        click.echo(f"{table.name}.csv: {len(table.rows)} rows")
    click.echo(f"Written to {out}. It holds special-category data: keep it, and send it, with care.")


def _write(out: Path, content: bytes) -> None:
    try:
        out.touch(mode=0o600)
        out.chmod(0o600)
        out.write_bytes(content)
    except OSError as problem:
        raise RefusedError(f"{out} cannot be written: {problem.strerror}.") from problem
