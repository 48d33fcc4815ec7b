"""Parquet files as rows of text; their column names are the headings, on line 1."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.errors import UnreadableFile
from dashboard.registers.files import Source, on_disk
from dashboard.registers.tables import HEAD_ROWS, Row
from dashboard.store.register import DATABASE_ERROR

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class ParquetTable:
    """The table in a Parquet file."""

    connection: "duckdb.DuckDBPyConnection"
    source: Source
    names: tuple[str, ...]
    encoding: str | None = None
    sheet: str | None = None

    def head(self) -> list[Row]:
        """The first rows."""
        return list(self._rows(HEAD_ROWS))

    def rows(self) -> Iterator[Row]:
        """Every row from the top."""
        return self._rows(None)

    def text_of(self, place: int) -> str:
        """SQL for a column as text, '' where nothing is."""
        quoted = self.names[place].replace('"', '""')
        return f"""coalesce("{quoted}"::varchar, '')"""

    def _rows(self, most: int | None) -> Iterator[Row]:
        columns = ", ".join(self.text_of(place) for place in range(len(self.names)))
        found = _asked(
            self.connection,
            self.source,
            f"select {columns} from read_parquet($file) limit $most",  # noqa: S608
            {"most": most},
        )
        yield Row(1, list(self.names))
        for line, cells in enumerate(found, 2):
            yield Row(line, list(cells))


def parquet_table(connection: "duckdb.DuckDBPyConnection", source: Source) -> ParquetTable:
    """Open a Parquet file."""
    found = _asked(connection, source, "describe select * from read_parquet($file)", {})
    return ParquetTable(connection, source, tuple(row[0] for row in found))


def _asked(
    connection: "duckdb.DuckDBPyConnection", source: Source, sql: str, values: dict[str, int | None]
) -> list[tuple[Any, ...]]:
    """The rows that the file answers with, asked beside the run: a damaged file must not end that."""
    try:
        with on_disk(source) as path, connection.cursor() as cursor:
            return cursor.execute(sql, {"file": str(path), **values}).fetchall()
    except DATABASE_ERROR as problem:
        raise UnreadableFile(f"{source.name} is damaged or no Parquet file: export it again.") from problem
