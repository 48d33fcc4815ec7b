"""`sample`: an invented school's files."""

from datetime import datetime
from pathlib import Path

import click

from dashboard.sample_school import write_sample


@click.command("sample", short_help="Write the files of an invented school.")
@click.option("--out", required=True, metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--schools", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--pupils", type=click.IntRange(min=1), default=210, show_default=True, help="In each school.")
@click.option("--years", type=click.IntRange(min=0), default=3, show_default=True, help="Whole years before.")
@click.option("--until", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="The last day with marks.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number, another school.")
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
def command(
    out: Path, schools: int, pupils: int, years: int, until: datetime | None, seed: int, form: str
) -> None:
    """Write the canonical files of an invented school into DIR, or of several into DIR/<school>/."""
    written = write_sample(
        out,
        schools=schools,
        pupils=pupils,
        years=years,
        until=until.date() if until else None,
        seed=seed,
        format=form,
    )
    click.echo(f"{len(written)} files written to {out}.")
