"""`erase`: one pupil out of everything that is stored."""

from pathlib import Path

import click

from dashboard.cli.group import store_option
from dashboard.cli.output import print_json, print_rows_gone, say_what_goes
from dashboard.store.erasing import erase_pupil


@click.command("erase", short_help="Erase a pupil from everything stored.")
@click.argument("pupil")
@click.option("--dry-run", is_flag=True, help="Say what would be erased; erase nothing.")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
@store_option
def command(pupil: str, dry_run: bool, as_json: bool, store: Path) -> None:
    """Erase the pupil with this UPN or admission number, and every older state of the store.

    It cannot be undone, and no earlier import can be undone after it.
    """
    erasure = erase_pupil(store, pupil, "slt", dry_run, tell=say_what_goes)
    if as_json:
        print_json({"dry_run": dry_run, "rows": dict(erasure.rows), "older_files": list(erasure.older_files)})
        return
    print_rows_gone(erasure.rows, erasure.older_files, "Would be erased" if dry_run else "Erased")
