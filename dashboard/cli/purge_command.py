"""`purge`: out with what is older than the retention period."""

from pathlib import Path

import click

from dashboard.cli.group import store_option
from dashboard.cli.output import print_json, print_rows_gone, say_what_goes
from dashboard.store.purging import purge


@click.command("purge", short_help="Delete what is older than the retention period.")
@click.option(
    "--before",
    metavar="YEAR",
    type=click.IntRange(1900, 2200),
    help="The first academic year kept, by the year it starts in; else as the retention policy says.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be deleted; delete nothing.")
@click.option("--json", "is_json", is_flag=True, help="The counts as JSON.")
@store_option
def command(before: int | None, dry_run: bool, is_json: bool, store: Path) -> None:
    """Delete what is older than the retention period, and every older state of the store that holds it.

    It cannot be undone, and no earlier import can be undone after it. Where nothing is too old, nothing
    happens.
    """
    done = purge(store, "slt", before, dry_run, tell=say_what_goes)
    if is_json:
        print_json(
            {
                "dry_run": dry_run,
                "before": done.retention.first_year,
                "pupils": done.pupils,
                "rows": dict(done.rows),
                "older_files": list(done.older_files),
            }
        )
        return
    until = f"before the academic year {done.retention.year_name}"
    if not done.rows:
        click.echo(f"Nothing from {until} is stored: nothing to purge.")
        return
    would = "Would be purged" if dry_run else "Purged"
    click.echo(f"{would}: what is from {until}, and {done.pupils:,} pupils of whom nothing is left")
    print_rows_gone(done.rows, done.older_files, would)
