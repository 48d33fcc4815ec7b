"""`python -m dashboard COMMAND`."""

from dashboard.cli import commands

commands(prog_name="python -m dashboard")
