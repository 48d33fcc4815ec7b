"""`query`: ask one query."""

from pathlib import Path

import click

from dashboard.cli.group import store_option
from dashboard.cli.output import FORMATS, print_rows
from dashboard.errors import UsageError
from dashboard.store.catalogue import find_query, parse_parameters
from dashboard.store.governors import governors_store, is_for_governors
from dashboard.store.reading import open_store


@click.command("query", short_help="Ask a query: query NAME parameter=value ...")
@click.option("--role", type=click.Choice(["slt", "governor"]), default="slt", show_default=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@store_option
@click.argument("name")
@click.argument("parameters", nargs=-1, metavar="[parameter=value ...]")
def command(name: str, parameters: tuple[str, ...], role: str, form: str, store: Path) -> None:
    """Ask the query NAME. Lists are comma-separated, dates like 2025-09-01, flags true or false."""
    query = find_query(name)
    given = _split(parameters)
    parse_parameters(query, given)
    if role == "governor" or is_for_governors(query):
        if role == "slt":
            _mend_governors(store)
        answer = governors_store(store).rows(name, given, role)
    else:
        answer = open_store(store).rows(name, given, role)
    print_rows(answer.columns, answer.rows, form)


def _mend_governors(store: Path) -> None:
    """Bring the governors' figures up to the records first, which a governor's own question never reads."""
    from dashboard.store.publications import governors_are_behind  # slow to load

    if governors_are_behind(store):
        from dashboard.publishing import mend_governors

        mend_governors(store)


def _split(parameters: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise UsageError(f"'{parameter}' is not parameter=value.")
        if name in given:
            raise UsageError(f"Parameter '{name}' is given twice.")
        given[name] = value
    return given
