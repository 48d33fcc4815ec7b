"""What an attacker does not know, as the unknowns of a linear program, and what everyone knows of them.

Taken as known: who is in which group, and how many sessions each pupil could attend in each week. Unknown,
for every block of pupils who could attend as many sessions in the same cells: how many of them are in each
absence band, and how many sessions they missed in each cell, authorised and unauthorised. A band's pupils
missed at least its lower edge of their sessions and less than its upper one. What the three terms of a
publication say of a cell adds up to what its year says.

A republished period has unknowns of its own, but for the pupils whose contribution did not change: those
are the same unknowns as before, so that what an attacker gains from two versions, knowing how many pupils
changed, counts. Such pupils are a block of their own. Since a block's pupils are alike in all that is known,
that alone narrows nothing that was said of the block before; only what is said afterwards can.

Of the weeks of a term, pupils with the same sessions in each who changed alike are taken together, whatever
their cells: by band, what they missed in a week is no more than it has sessions. That is less than could be
reasoned pupil by pupil, which takes minutes; and once a correction parts them, it holds for each part.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from dashboard.publishing.counts import BANDS, PERSISTENT, SEVERE, can_be_in, least_absent, most_absent
from dashboard.publishing.figures import Fact
from dashboard.publishing.groups import Cell, Group, groups_of

KINDS = ("authorised", "unauthorised")
YEAR = "Year"
Terms = dict[int, float]  # a sum: coefficient by unknown
_Weeks = tuple[tuple[str, int], ...]  # possible sessions by week


@dataclass(frozen=True)
class Entry:
    """A pupil of a publication: possible sessions by cell, and of a term by week.

    The digests are of the pupil and of what they contributed, in the cells and in the weeks; they are none
    once the pupil is erased.
    """

    pupil: str | None
    contribution: str | None
    possible: Mapping[Cell, int]
    weeks: Mapping[str, int] = field(default_factory=dict)
    weekly: str | None = None


@dataclass
class State:
    """A period (a term, or YEAR) as one publication knew it.

    `truth` holds the pupils in each band of every group whose counts must stay hidden; it is empty for a
    period that was only looked at to add up a year.
    """

    publication: int
    period: str
    entries: Sequence[Entry]
    facts: list[Fact] = field(default_factory=list)
    truth: Mapping[Group, Sequence[int]] = field(default_factory=dict)
    missed: Mapping[str, int] = field(default_factory=dict)  # of the whole school, by kind


@dataclass
class _Block:
    """Pupils with as many possible sessions in the same cells, who changed in the same publications.

    `story` is what they share over every period, so that what their terms and their year say adds up.
    """

    story: object
    cells: tuple[Cell, ...]
    pupils: int
    possible: int  # of each of them, in all these cells
    bands: dict[frozenset[Cell], int]  # first of six unknowns, by the cells within which a pupil is judged
    sessions: dict[tuple[Cell, str], int]  # unknown by cell and kind


class Unknowns:
    """The unknowns of one academic year, and the equations and limits that hold whatever is published."""

    def __init__(self, states: Sequence[State], with_bands_of_weeks: bool = False) -> None:
        self.states = states
        self._with_bands_of_weeks = with_bands_of_weeks
        self.upper: list[float] = []
        self.is_count: list[bool] = []
        self._rows: list[tuple[Terms, float, float]] = []
        self._blocks: dict[int, list[_Block]] = defaultdict(list)  # by place in states
        self._weeks: dict[tuple[int, str, str], Terms] = defaultdict(dict)
        self.groups = [
            groups_of(cell for entry in state.entries for cell in entry.possible) for state in states
        ]
        stays = _stays(states)
        stories: dict[str | None, list[_Stay]] = defaultdict(list)
        for stay in stays:
            stories[stay.entry.pupil].append(stay)
        self._add_blocks(
            (None if pupil is None else tuple(stay.alike for stay in of_pupil), stay)
            for pupil, of_pupil in stories.items()
            for stay in of_pupil
        )
        for place in range(len(states)):
            if states[place].period == YEAR:
                self._add_year(place)

    def count(self, place: int, cells: frozenset[Cell], bands: Collection[int]) -> Terms:
        """The pupils of these cells in these bands, in the state at that place."""
        terms: Terms = {}
        for block in self._blocks[place]:
            within = cells.intersection(block.cells)
            if within:
                first = block.bands[within]
                terms.update({first + band: 1.0 for band in bands})
        return terms

    def sessions(self, place: int, cells: Iterable[Cell], kind: str) -> Terms:
        """The sessions of a kind that were missed in these cells."""
        wanted = set(cells)
        kinds = KINDS if kind == "absent" else (kind,)
        return {
            unknown: 1.0
            for block in self._blocks[place]
            for (cell, of_kind), unknown in block.sessions.items()
            if cell in wanted and of_kind in kinds
        }

    def known(self, place: int, fact: Fact) -> tuple[Terms, float, float]:
        """A published fact as a row."""
        what, value = fact.subject
        if what == "week":
            kinds = KINDS if fact.of == "absent" else (fact.of,)
            missed = {unknown: 1.0 for kind in kinds for unknown in self._weeks[place, value, kind]}
            return missed, fact.least, fact.most
        cells = self.groups[place][Group(what, value)]
        if fact.of.isdigit():
            return self.count(place, cells, [int(band) for band in fact.of]), fact.least, fact.most
        return self.sessions(place, cells, fact.of), fact.least, fact.most

    def matrix(self) -> tuple[csr_array, np.ndarray, np.ndarray]:
        """The equations and limits."""
        return as_matrix(self._rows, len(self.upper))

    def _unknown(self, most: float, is_count: bool = False) -> int:
        self.upper.append(most)
        self.is_count.append(is_count)
        return len(self.upper) - 1

    def _add_blocks(self, stays: Iterable[tuple[object, "_Stay"]]) -> None:
        """A block for each story and stay of it, and the weeks of those who changed alike."""
        together: dict[tuple[object, object], list[_Stay]] = defaultdict(list)
        in_weeks: dict[tuple[object, tuple[int, ...]], list[tuple[_Block, _Weeks]]] = defaultdict(list)
        for story, stay in stays:
            together[story, stay.alike].append(stay)
        for (story, _), (stay, *others) in together.items():
            block = self._block(story, stay, 1 + len(others))
            for place in stay.places:
                self._blocks[place].append(block)
            for places, possible in stay.weeks:
                alike = stay.places, possible if self._with_bands_of_weeks else None
                in_weeks[alike, places].append((block, possible))
        for (_, places), blocks in in_weeks.items():
            self._add_weeks(places, blocks)

    def _block(self, story: object, stay: "_Stay", pupils: int) -> _Block:
        block = _Block(story, stay.cells, pupils, sum(stay.entry.possible.values()), {}, {})
        possible = stay.entry.possible
        for cell in stay.cells:
            in_all = pupils * possible[cell]
            for kind in KINDS:
                block.sessions[cell, kind] = self._unknown(in_all)
            self._rows.append(({block.sessions[cell, kind]: 1.0 for kind in KINDS}, 0, in_all))
        for size in range(1, len(stay.cells) + 1):
            for within in combinations(stay.cells, size):
                self._add_bands(block, within, sum(possible[cell] for cell in within))
        return block

    def _add_bands(self, block: _Block, within: tuple[Cell, ...], possible: int) -> None:
        """Six counts for the sessions within these cells, and what they say of the sessions missed there."""
        first = block.bands[frozenset(within)] = len(self.upper)
        for band in range(len(BANDS)):
            self._unknown(block.pupils * can_be_in(band, possible), is_count=True)
        self._rows.append(({first + band: 1.0 for band in range(len(BANDS))}, block.pupils, block.pupils))
        missed = {block.sessions[cell, kind]: 1.0 for cell in within for kind in KINDS}
        at_least = {first + band: -float(least_absent(band, possible)) for band in range(len(BANDS))}
        at_most = {first + band: -float(most_absent(band, possible)) for band in range(len(BANDS))}
        self._rows.append((missed | at_least, 0, np.inf))
        self._rows.append((missed | at_most, -np.inf, 0))

    def _add_weeks(self, places: Sequence[int], blocks: Sequence[tuple[_Block, _Weeks]]) -> None:
        """What these blocks missed in each week, in the states at these places, adds up to their term."""
        in_all: dict[str, int] = defaultdict(int)
        for block, weeks in blocks:
            for week, most in weeks:
                in_all[week] += most * block.pupils
        in_week: dict[str, Terms] = {week: {} for week in in_all}
        for kind in KINDS:
            in_term = {block.sessions[cell, kind]: -1.0 for block, _ in blocks for cell in block.cells}
            for week, most in in_all.items():
                unknown = self._unknown(most)
                in_week[week][unknown] = in_term[unknown] = 1.0
                for place in places:
                    self._weeks[place, week, kind][unknown] = 1.0
            self._rows.append((in_term, 0, 0))
        self._rows += [(in_week[week], 0, most) for week, most in in_all.items()]
        if self._with_bands_of_weeks:
            self._add_bands_of_weeks(blocks[0][1], [block for block, _ in blocks], in_week)

    def _add_bands_of_weeks(
        self, possible: _Weeks, blocks: Sequence[_Block], in_week: Mapping[str, Terms]
    ) -> None:
        """The pupils of a band missed no more in a week than it has sessions; in all, what the band says."""
        whole = blocks[0].possible
        less_by_band = {week: dict(missed) for week, missed in in_week.items()}
        for band in range(len(BANDS)):
            members = [block.bands[frozenset(block.cells)] + band for block in blocks]
            of_band: Terms = {}
            for week, most in possible:
                unknown = self._unknown(most * sum(block.pupils for block in blocks))
                of_band[unknown], less_by_band[week][unknown] = 1.0, -1.0
                self._rows.append(({unknown: 1.0} | dict.fromkeys(members, -float(most)), -np.inf, 0))
            at_least = dict.fromkeys(members, -float(least_absent(band, whole)))
            at_most = dict.fromkeys(members, -float(most_absent(band, whole)))
            self._rows.append((of_band | at_least, 0, np.inf))
            self._rows.append((of_band | at_most, -np.inf, 0))
        self._rows += [(row, 0, 0) for row in less_by_band.values()]

    def _add_year(self, year: int) -> None:
        """A year's sessions are its terms', where the terms are looked at too."""
        publication = self.states[year].publication
        terms = [
            place
            for place, state in enumerate(self.states)
            if state.publication == publication and state.period != YEAR
        ]
        if not terms:
            return
        stories: dict[tuple[object, Cell], list[tuple[int, _Block]]] = defaultdict(list)
        for place in (year, *terms):
            for block in self._blocks[place]:
                for cell in block.cells:
                    stories[block.story, cell].append((1 if place == year else -1, block))
        for (_, cell), blocks in stories.items():
            for kind in KINDS:
                row = {block.sessions[cell, kind]: float(sign) for sign, block in blocks}
                self._rows.append((row, 0, 0))
            self._add_year_bands(cell, blocks)

    def _add_year_bands(self, cell: Cell, blocks: Sequence[tuple[int, _Block]]) -> None:
        """Whoever missed 10% of the year did so in a term; whoever did in every term, did in the year."""
        spare = -sum(sign * block.pupils for sign, block in blocks)
        for bands in (PERSISTENT, SEVERE):
            row = {
                block.bands[frozenset([cell])] + band: -float(sign)
                for sign, block in blocks
                for band in bands
            }
            self._rows.append((row, 0, spare))


@dataclass(frozen=True)
class _Stay:
    """A pupil's part in a period, the same in the publications at these places."""

    period: str
    entry: Entry
    places: tuple[int, ...]
    weeks: tuple[tuple[tuple[int, ...], _Weeks], ...]  # by the places where the weeks were the same

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(sorted(self.entry.possible))

    @property
    def alike(self) -> object:
        """The same for pupils whom nothing that is known tells apart."""
        return self.period, tuple(sorted(self.entry.possible.items())), self.places, self.weeks


def _stays(states: Sequence[State]) -> list[_Stay]:
    """Every pupil's part in every period; of one whose marks changed, each version by itself."""
    found: dict[object, dict[int, Entry]] = defaultdict(dict)
    for place, state in enumerate(states):
        for number, entry in enumerate(state.entries):
            is_erased = entry.pupil is None
            key: object = (place, number) if is_erased else (state.period, entry.pupil, entry.contribution)
            found[key][place] = entry
    return [_stay(states, entries) for entries in found.values()]


def _stay(states: Sequence[State], entries: Mapping[int, Entry]) -> _Stay:
    places = tuple(entries)
    weeks: dict[object, list[int]] = defaultdict(list)
    for place, entry in entries.items():
        if entry.weeks:
            weeks[entry.weekly or place].append(place)
    possible = [tuple(sorted(entries[same[0]].weeks.items())) for same in weeks.values()]
    return _Stay(
        states[places[0]].period,
        entries[places[0]],
        places,
        tuple(zip(map(tuple, weeks.values()), possible, strict=True)),
    )


def as_matrix(
    rows: Sequence[tuple[Terms, float, float]], width: int
) -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Rows of a linear program with their limits."""
    values = [value for terms, _, _ in rows for value in terms.values()]
    columns = [unknown for terms, _, _ in rows for unknown in terms]
    numbers = [number for number, (terms, _, _) in enumerate(rows) for _ in terms]
    matrix = csr_array((values, (numbers, columns)), shape=(len(rows), width))
    limits = np.array([(least, most) for _, least, most in rows], dtype=float).reshape(len(rows), 2)
    return matrix, limits[:, 0], limits[:, 1]
