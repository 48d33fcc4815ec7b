"""The groups that figures are published of, or must be protected, as sets of cells.

A cell is one combination of the dimensions in use: FSM, SEND, sex and year group as stored, or `unknown`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from dashboard.domain import words

UNKNOWN = "unknown"
YEAR_PAIRS = {"1": "1-2", "2": "1-2", "3": "3-4", "4": "3-4", "5": "5-6", "6": "5-6"}
KEY_STAGES = {"1": "KS1", "2": "KS1", "3": "KS2", "4": "KS2", "5": "KS2", "6": "KS2"}


class Cell(NamedTuple):
    """One combination of the dimensions in use."""

    fsm: str
    send: str
    sex: str
    year_group: str


class Group(NamedTuple):
    """A value of a grouping: `Group("any_send", "send")` is SEN support and EHC plan together."""

    grouping: str
    value: str


SCHOOL = Group("school", "all")


def _any_send(cell: Cell) -> str:
    return {"N": "none", "K": "send", "E": "send"}.get(cell.send, UNKNOWN)


def _fsm_and_send(cell: Cell) -> str:
    any_send = _any_send(cell)
    if UNKNOWN in (cell.fsm, any_send):
        return UNKNOWN
    if cell.fsm == "true":
        return "fsm_and_send" if any_send == "send" else "fsm_only"
    return "send_only" if any_send == "send" else "neither"


def _fsm_and_send_merged(cell: Cell) -> str:
    value = _fsm_and_send(cell)
    return "one_of_them" if value in ("fsm_only", "send_only") else value


GROUPINGS: Mapping[str, Callable[[Cell], str]] = MappingProxyType(
    {
        "school": lambda _cell: SCHOOL.value,
        "fsm": lambda cell: cell.fsm,
        "fsm_or_not": lambda cell: "true" if cell.fsm == "true" else "not_true",
        "send": lambda cell: cell.send,
        "any_send": _any_send,
        "any_send_or_not": lambda cell: "send" if _any_send(cell) == "send" else "not_send",
        "sex": lambda cell: cell.sex,
        "year_group": lambda cell: cell.year_group,
        "year_pair": lambda cell: YEAR_PAIRS.get(cell.year_group, UNKNOWN),
        "key_stage": lambda cell: KEY_STAGES.get(cell.year_group, UNKNOWN),
        "fsm_and_send": _fsm_and_send,
        "fsm_and_send_merged": _fsm_and_send_merged,
        "fsm_by_send": lambda cell: f"{cell.fsm} {cell.send}",
    }
)


@dataclass(frozen=True)
class Dimension:
    """A table of governor_groups: its forms, the finest first, to which it is merged until it may be said."""

    name: str
    label: str
    forms: tuple[str, ...]


DIMENSIONS = (
    Dimension("fsm", "Free school meals", ("fsm", "fsm_or_not")),
    Dimension("send_provision", "SEND", ("send", "any_send", "any_send_or_not")),
    Dimension("sex", "Girls and boys", ("sex",)),
    Dimension("year_group", "Year groups", ("year_pair", "key_stage")),
    Dimension("fsm_and_send", "FSM with SEND", ("fsm_and_send", "fsm_and_send_merged")),
)

_LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "fsm": {"true": "FSM", "false": "Not FSM"},
        "fsm_or_not": {"true": "FSM", "not_true": "Not FSM, or not recorded"},
        "send": words.SEND_PROVISIONS,
        "any_send": {"none": "No SEND", "send": "SEN support or EHC plan"},
        "any_send_or_not": {"send": "SEN support or EHC plan", "not_send": "No SEND, or not recorded"},
        "sex": words.SEXES,
        "year_pair": {pair: f"Years {pair.replace('-', ' and ')}" for pair in YEAR_PAIRS.values()},
        "key_stage": {"KS1": "Key stage 1 (Years 1 and 2)", "KS2": "Key stage 2 (Years 3 to 6)"},
        "fsm_and_send": {
            "fsm_and_send": "FSM and SEND",
            "fsm_only": "FSM only",
            "send_only": "SEND only",
            "neither": "Neither",
        },
        "fsm_and_send_merged": {
            "fsm_and_send": "FSM and SEND",
            "one_of_them": "One of them",
            "neither": "Neither",
        },
    }
)


def label(group: Group) -> str:
    """A published group as a reader sees it."""
    return _LABELS[group.grouping].get(group.value, "Not recorded")


def group_of(grouping: str, cell: Cell) -> Group:
    """The group of that grouping to which a cell belongs."""
    return Group(grouping, GROUPINGS[grouping](cell))


def groups_of(cells: Iterable[Cell]) -> dict[Group, frozenset[Cell]]:
    """Every group that some of these cells belong to, published or not, and its cells."""
    found: dict[Group, set[Cell]] = {}
    for cell in cells:
        for grouping in GROUPINGS:
            found.setdefault(group_of(grouping, cell), set()).add(cell)
    return {group: frozenset(members) for group, members in found.items()}


def values_in_order(grouping: str, present: Iterable[Group]) -> list[Group]:
    """The groups of one grouping in the order in which they are shown, those not recorded last."""
    order = list(_LABELS[grouping])
    known = [group for group in present if group.grouping == grouping]
    return sorted(known, key=lambda group: order.index(group.value) if group.value in order else len(order))
