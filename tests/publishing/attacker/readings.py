"""Every number that the software puts before a governor, wherever it stands, and the numbers it may be.

What is proved of the figures of the attacker's programme holds for all that governors read only if nothing
they read is a figure beside those.
"""

import base64
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from tests.publishing.attacker.surface import Rows, figures_of, of_period, period_of

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
# Names of years, groups, bands and versions hold digits that are no figures.
NAME = re.compile(
    r"\b00:00:00\b|\b20\d\d/\d\d\b|\b[0-9a-f]{8}\b|\b[1356]-[246]\b|\bKS[12]|\bKey stage [12]\b"
    r"|\bYears \d (?:and|to) \d|\b(?:\d+_to_\d+|\d+_plus|under_\d+)\b|\b[Uu]nder \d+%"
    r"|\b\d+%? to (?:under )?\d+%|\b\d+% (?:or more|and over)"
)
IN_WORDS = (
    "markdown",
    "caption",
    "header",
    "subheader",
    "title",
    "info",
    "warning",
    "success",
    "error",
    "text",
)
OF_A_CHART = ("x", "y", "text", "customdata", "hovertext", "ids")
SENTENCES = {
    "governor_tables": "reason",
    "governor_changes": "sentence",
    "governor_commentary": "commentary",
    "governor_publications": "moved",
}
EVERYWHERE = {"0", "1", "4", "5", "10", "15", "31", "50"}  # limits of suppression, of bands and of ages


class Reading(NamedTuple):
    """A number and where it was read: as text, or out of data, where it is exact."""

    where: str
    number: str | float


# --- what may be said


class Sayable:
    """The figures that the attacker was told, and what everyone knows: sizes, dates and national figures."""

    def __init__(self, shown: Iterable[Mapping[str, Rows]]) -> None:
        self.rates: set[float] = set()
        self.texts = set(EVERYWHERE)
        self.cells_hidden: set[str] = set()
        for surface in shown:
            for period in sorted({period_of(row) for row in surface["governor_publications"]}):
                self._tell(of_period(surface, period))
                self._tell_changes(surface, period)

    def allows(self, reading: Reading) -> bool:
        if isinstance(reading.number, float):
            return any(abs(reading.number - rate) < 1e-12 for rate in self.rates)
        if reading.number.startswith("0.") and self.allows(reading._replace(number=float(reading.number))):
            return True
        is_of_cells = reading.where.startswith("governor_tables") and reading.number in self.cells_hidden
        return is_of_cells or reading.number in self.texts

    def _tell(self, figures: Mapping[str, Rows]) -> None:
        for figure in figures_of(figures):
            if figure.is_rate:
                self._rate(float(figure.printed))
            else:
                self.texts |= numbers_in(str(figure.printed))
        for row in figures["governor_cme"]:  # attacked apart, in whole concerns
            for column, value in row.items():
                if column.endswith("_rate") and value is not None:
                    self._rate(float(value))
                elif value is not None:
                    self.texts |= numbers_in(str(value))
        for row in figures["governor_benchmarks"]:
            self._rate(float(row["value"]))
            self.texts |= numbers_in(f"{row['covers']} {row['area']} {row['source']}")
        for row in figures["governor_headline"]:
            self.texts |= numbers_in(row["pupils"])
        for row in figures["governor_weeks"]:
            self._day(row["week_commencing"])
        self.cells_hidden |= {str(row["hidden"]) for row in figures["governor_tables"]}
        for row in figures["governor_publications"]:
            self._day(row["published_date"])
            self._day(row["register_as_at"])
            self.texts |= {str(row["version"]), row["policy_version"], row["definition_version"]}
            self.texts |= numbers_in(row["data_health"])

    def _tell_changes(self, surface: Mapping[str, Rows], period: str) -> None:
        """A change is the difference of two printed figures; what chance brings, of them and the size."""
        before = f"{int(period[:4]) - 1}/{period[2:4]}{period[7:]}"
        for row in of_period(surface, period)["governor_changes"]:
            measure = row["measure"]
            headlines = [of_period(surface, one)["governor_headline"][0] for one in (period, before)]
            rates = [float(headline[measure]) for headline in headlines]
            assert rates == [float(row["value"]), float(row["value_before"])], f"{measure} of {period}"
            change = round(rates[0] - rates[1], 3)
            assert float(row["change"]) == change, f"change of {measure} in {period}"
            self._rate(abs(change))
            self.rates.add(change)
            pupils = min(least_pupils(headline["pupils"]) for headline in headlines)
            spread = sum(rate**2 if measure == "absence_rate" else rate * (1 - rate) for rate in rates)
            self.texts.add(f"{196 * (spread / pupils) ** 0.5:.1f}")

    def _rate(self, rate: float) -> None:
        self.rates.add(rate)
        self.texts |= {f"{100 * rate:.1f}", f"{rate:.4f}"}

    def _day(self, day: Any) -> None:
        known = day if isinstance(day, date) else date.fromisoformat(str(day)[:10])
        self.texts |= {str(known.day), str(known.year), f"{known.day:02}", f"{known.month:02}"}


def least_pupils(size: str) -> int:
    """150 of "150 to 199", and 10, the fewest that are spoken of, of "fewer than 50"."""
    return 10 if size.startswith("fewer") else int(size.split()[0])


def numbers_in(text: str) -> set[str]:
    """Numbers of a text but for those in names."""
    plain = NAME.sub(" ", text.replace("\\", ""))
    return {found.replace(",", "") for found in NUMBER.findall(plain)}


# --- what is read


def in_text(where: str, text: str) -> Iterator[Reading]:
    for number in numbers_in(text):
        yield Reading(where, number)


def in_value(where: str, value: Any) -> Iterator[Reading]:
    """A cell or point of data: a fraction exactly, anything else as text."""
    if isinstance(value, float | np.floating):
        if not np.isnan(value):
            yield (
                Reading(where, float(value))
                if not float(value).is_integer()
                else Reading(where, str(int(value)))
            )
    elif value is not None and not isinstance(value, bool | np.bool_):
        yield from in_text(where, str(value))


def on_page(app: AppTest) -> Iterator[Reading]:
    """Words, tiles, tables, those that are only printed too, and charts with their hovers and alt texts."""
    for kind in IN_WORDS:
        for element in getattr(app, kind):
            yield from in_text(kind, str(element.value))
    for tile in app.metric:
        yield from in_text("tile", f"{tile.label} {tile.value} {tile.delta} {tile.proto.help}")
    for table in (*app.table, *app.dataframe):
        yield from in_text("heading of a table", " ".join(map(str, table.value.columns)))
        for value in table.value.to_numpy().ravel():
            yield from in_value("table", value)
    for chart in app.get("plotly_chart"):
        yield from in_chart(json.loads(chart.proto.spec))
        yield from in_text("alt text", chart.proto.alt)
    for box in (*app.expander, *app.selectbox):
        yield from in_text("label", f"{box.label} {' '.join(getattr(box, 'options', []))}")


def in_chart(spec: Mapping[str, Any]) -> Iterator[Reading]:
    layout = spec["layout"]
    for trace in spec["data"]:
        for part in (*OF_A_CHART, "name", "hovertemplate"):
            axis = layout.get(f"{part}axis", {})
            if "tickvals" in axis:  # places of rows, whose names are below
                continue
            for value in _values(trace.get(part)):
                yield from in_value(f"{part} of a chart", value)
    for text in _texts(layout):
        yield from in_text("words of a chart", text)


def _values(part: Any) -> list[Any]:
    if isinstance(part, dict):
        raw = base64.b64decode(part["bdata"])
        return list(np.frombuffer(raw, dtype=part["dtype"]).tolist())
    if isinstance(part, list):
        return [value for one in part for value in _values(one)]
    return [] if part is None else [part]


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("text", "ticktext", "title"):
                yield from (str(one) for one in _values(value) if isinstance(one, str))
            if isinstance(value, dict | list):
                yield from _texts(value)
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)


def in_csv(where: str, text: str) -> Iterator[Reading]:
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            yield from in_text(where, cell)


def in_xlsx(content: bytes) -> Iterator[Reading]:
    for sheet in load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows(values_only=True):
            for cell in row:
                yield from in_value("XLSX", cell)


def unknown(readings: Iterable[Reading], sayable: Sayable) -> list[str]:
    """What was read and is no figure that the attacker was told."""
    return sorted({f"{one.where}: {one.number}" for one in readings if not sayable.allows(one)})


def told_in_sentences(shown: Sequence[Mapping[str, Rows]]) -> list[str]:
    """Numbers of sentences, and of what moved, that are no figure that the attacker was told."""
    readings = [
        reading
        for surface in shown
        for name, column in SENTENCES.items()
        for row in surface[name]
        for reading in in_text(f"{column} of {period_of(row)}", row[column] or "")
    ]
    return unknown(readings, Sayable(shown))
