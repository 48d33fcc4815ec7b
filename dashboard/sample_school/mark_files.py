"""marks.csv and marks.parquet: a line a mark, written a year at a time to keep memory low."""

from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.sample_school.grid import CODES, Bytes, Grid

FORMATS = ("csv", "parquet")
HEADINGS = ("upn", "date", "session", "mark", "minutes_late")


class MarkFile(Protocol):
    """Takes one year's register after another."""

    def write(self, grid: Grid) -> int:
        """Append the year's marks; how many there were."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class MarksCsv:
    """Text built a whole year at once: every line has the same width until the padding is taken out."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._file.write((",".join(HEADINGS) + "\n").encode())

    def write(self, grid: Grid) -> int:
        """Append the year's marks; how many there were."""
        rows, sessions = grid.codes.shape
        lines = np.empty((rows, sessions, 36), np.uint8)
        lines[:, :, :13] = _text([pupil.upn for pupil in grid.pupils], 13)[:, None]
        lines[:, :, 13:30] = _text(
            [f",{day.day.isoformat()},{half}," for day in grid.days for half in ("AM", "PM")], 17
        )
        lines[:, :, 30:32] = _text(CODES, 2)[grid.codes]
        lines[:, :, 32] = ord(",")
        lines[:, :, 33:35] = _text(["", *(str(minutes) for minutes in range(1, 100))], 2)[grid.minutes]
        lines[:, :, 35] = ord("\n")
        written = grid.codes > 0
        self._file.write(lines[written].tobytes().translate(None, b"\0"))
        return int(written.sum())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


class MarksParquet:
    """A row group a year, with the repeated words stored once."""

    SCHEMA = pa.schema(
        [
            ("upn", pa.string()),
            ("date", pa.date32()),
            ("session", pa.string()),
            ("mark", pa.string()),
            ("minutes_late", pa.int16()),
        ]
    )

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, self.SCHEMA, compression="zstd", use_dictionary=True)

    def write(self, grid: Grid) -> int:
        """Append the year's marks; how many there were."""
        rows, columns = np.nonzero(grid.codes)
        minutes = grid.minutes[rows, columns].astype(np.int16)
        table = pa.table(
            [
                _words([pupil.upn for pupil in grid.pupils], rows),
                pa.array(grid.dates[columns // 2]),
                _words(["AM", "PM"], columns % 2),
                _words(list(CODES), grid.codes[rows, columns].astype(np.int64)),
                pa.array(minutes, mask=minutes == 0),
            ],
            schema=self.SCHEMA,
        )
        self._writer.write_table(table)
        return len(rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()


def mark_file(path: Path) -> MarkFile:
    """The file to write to, by the end of its name."""
    return MarksParquet(path) if path.suffix == ".parquet" else MarksCsv(path)


def _text(words: list[str] | tuple[str, ...], width: int) -> Bytes:
    """Words as a matrix of their bytes, padded with noughts."""
    return np.array([word.encode() for word in words], dtype=f"S{width}").view(np.uint8).reshape(-1, width)


def _words(words: list[str], numbers: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pa.array(words)).cast(
        pa.string()
    )
