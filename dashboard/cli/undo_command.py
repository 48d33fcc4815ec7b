"""`undo`: back to the store before the newest import run."""

from pathlib import Path

import click

from dashboard.cli.group import store_option
from dashboard.store.records import record_activity
from dashboard.store.register import undo


@click.command("undo", short_help="Go back to the store before the newest import run.")
@store_option
def command(store: Path) -> None:
    """Go back to the store before the newest import run. What was undone can be imported again."""
    description = undo(store)
    record_activity(store, "slt", "undo", description)
    click.echo(f"Undone: {description}. The store is as it was before.")
