"""`school`: what is known of a school, and putting it right."""

import re
from pathlib import Path

import click

from dashboard.cli.group import store_option
from dashboard.cli.output import print_rows
from dashboard.errors import UsageError
from dashboard.store.reference import la_codes
from dashboard.store.schools import School, change_school, find_school

URN = re.compile(r"\d{6}")
LA_CODE = re.compile(r"\d{3}")


@click.command("school", short_help="Show or change what is known of a school.")
@click.option("--name", help="Its name.")
@click.option("--urn", help="Its unique reference number, six digits.")
@click.option("--la", "la_code", help="The code of its local authority, three digits.")
@click.option("--school", "school_id", type=int, metavar="ID", help="Which school, where there are several.")
@store_option
def command(
    name: str | None, urn: str | None, la_code: str | None, school_id: int | None, store: Path
) -> None:
    """Show what is known of a school, or change it."""
    if urn is not None and not URN.fullmatch(urn):
        raise UsageError(f"'{urn}' is not a URN: six digits.")
    if la_code is not None and not LA_CODE.fullmatch(la_code):
        raise UsageError(f"'{la_code}' is not a local authority's code: three digits.")
    if name is not None and not name.strip():
        raise UsageError("A school needs a name.")
    known = la_codes()
    school = find_school(store, school_id)
    if name or urn or la_code:
        if la_code and la_code not in known:
            click.echo(
                f"Warning: no figures are known for a local authority {la_code}; check the code.", err=True
            )
        school = change_school(store, school, name=name and name.strip(), urn=urn, la_code=la_code)
    _show(school, known)


def _show(school: School, la_names: dict[str, str]) -> None:
    print_rows(
        ("school", "name", "urn", "la_code", "local_authority"),
        [(school.school_id, school.name, school.urn, school.la_code, la_names.get(school.la_code or ""))],
        "table",
    )
