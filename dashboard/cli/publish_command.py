"""`publish`: give governors the figures of a term that has ended, or take them back."""

from pathlib import Path

import click

from dashboard.cli.group import store_option
from dashboard.cli.output import print_json, print_rows


@click.command("publish", short_help="Publish a term to governors, or withdraw it.")
@click.option("--term", required=True, metavar="TERM", help='The term, like "2025/26 Autumn".')
@click.option("--school", metavar="NAME", help="Which school, where there are several.")
@click.option("--withdraw", "is_withdrawal", is_flag=True, help="Take the term from the governors' view.")
@click.option("--dry-run", is_flag=True, help="Say what would be published; publish nothing.")
@click.option("--json", "as_json", is_flag=True, help="What became of every table, as JSON.")
@store_option
def command(
    term: str, school: str | None, is_withdrawal: bool, dry_run: bool, as_json: bool, store: Path
) -> None:
    """Publish a term that has ended; its academic year too, once all its terms are published.

    Small groups are merged, small counts hidden, every table audited against everything ever published.
    """
    from dashboard.publishing import publish, withdraw  # SciPy takes a while to load

    if is_withdrawal:
        outcomes = withdraw(store, term, school, dry_run)
    else:
        outcomes = publish(store, term, school, dry_run=dry_run)
    columns = ("period", "table", "status", "hidden", "reason")
    if as_json:
        print_json([{column: getattr(one, column) for column in columns} for one in outcomes])
        return
    print_rows(columns, [[getattr(one, column) for column in columns] for one in outcomes], "table")
    if dry_run:
        click.echo("Nothing was changed: this was a dry run.", err=True)
