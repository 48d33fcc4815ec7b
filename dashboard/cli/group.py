"""The group of commands, and how each ends: 0 done, 1 refused, 2 wrong usage. Never with a traceback."""

import errno
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from dashboard.config import settings
from dashboard.errors import DashboardError, UsageError

REFUSED, WRONG_USAGE = 1, 2


class Commands(click.Group):
    """Commands by name, each loaded from `dashboard.cli.<module>` when it is asked for."""

    def __init__(self, modules: Mapping[str, str], **settings_of_click: Any) -> None:
        super().__init__(**settings_of_click)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """The names, in the order in which help shows them."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name; click says so if there is none."""
        if cmd_name not in self._modules:
            return None
        command: click.Command = importlib.import_module(f"dashboard.cli.{self._modules[cmd_name]}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command asked for and turn every error into a message and an exit code."""
        try:
            return super().invoke(ctx)
        except DashboardError as refusal:
            click.echo(f"Error: {refusal}", err=True)
            ctx.exit(WRONG_USAGE if isinstance(refusal, UsageError) else REFUSED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as mistake:
            if isinstance(mistake, OSError) and mistake.errno == errno.EPIPE:
                raise  # the reader of our output has gone: click ends quietly
            from dashboard.store.log import note_mistake

            where = note_mistake(ctx.meta.get("store") or settings().store, mistake)
            click.echo(f"Error: this is a mistake in the software, not yours. {where}", err=True)
            ctx.exit(REFUSED)


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--store FOLDER`, handed to it as `store`."""
    return click.option(
        "--store",
        metavar="FOLDER",
        type=click.Path(file_okay=False, path_type=Path),
        callback=_chosen_store,
        help="The store's folder; else ATTENDANCE_STORE, else data/store.",
    )(command)


def _chosen_store(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> Path:
    chosen = value or settings().store
    ctx.meta["store"] = chosen
    return chosen
