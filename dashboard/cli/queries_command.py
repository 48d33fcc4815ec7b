"""`queries`: what can be asked."""

from typing import Any

import click

from dashboard.cli.output import print_json, print_rows
from dashboard.store.catalogue import Query, queries


@click.command("queries", short_help="List every query.")
@click.option("--json", "is_json", is_flag=True, help="With parameters, columns and who may run it.")
def command(is_json: bool) -> None:
    """List every query: its name and its question."""
    known = queries().values()
    if is_json:
        print_json([_described(query) for query in known])
    else:
        print_rows(("query", "question"), [(query.name, query.question) for query in known], "table")


def _described(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "question": query.question,
        "grain": query.grain,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "default": parameter.default,
                "meaning": parameter.meaning,
            }
            for parameter in query.parameters
        ],
        "columns": [{"name": column.name, "meaning": column.meaning} for column in query.columns],
        "roles": list(query.roles),
    }
