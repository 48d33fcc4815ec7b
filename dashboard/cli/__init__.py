"""The command line: every command in a module of its own, loaded when it is called."""

from dashboard.cli.group import Commands

commands = Commands(
    help="Attendance and children missing education, for an English primary school.",
    modules={
        "import": "import_command",
        "query": "query_command",
        "queries": "queries_command",
        "sample": "sample_command",
        "undo": "undo_command",
        "school": "school_command",
        "erase": "erase_command",
        "export-pupil": "export_pupil_command",
        "purge": "purge_command",
        "publish": "publish_command",
    },
)
