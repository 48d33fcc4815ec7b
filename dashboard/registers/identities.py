"""Who is who: every UPN and admission number by which a pupil of a school has been known."""

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from dashboard.domain.upn import first_school
from dashboard.store.reference import insert_rows

if TYPE_CHECKING:
    import duckdb

UPN = "upn"
ADMISSION_NUMBER = "admission_number"
ALIAS_COLUMNS = {"school_id": "integer", "pupil_id": "integer", "kind": "varchar", "value": "varchar"}


class Identities:
    """The aliases of one school's pupils, those added since not yet written."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", school_id: int) -> None:
        self._connection = connection
        self._school_id = school_id
        self._pupils: dict[tuple[str, str], int] = {}
        self._upns: dict[int, set[str]] = defaultdict(set)
        self._short_numbers: dict[str, set[str]] = defaultdict(set)
        self._added: list[dict[str, object]] = []
        rows = connection.execute(
            "select kind, value, pupil_id from pupil_aliases where school_id = $school_id",
            {"school_id": school_id},
        ).fetchall()
        for kind, value, pupil_id in rows:
            self._remember(kind, value, pupil_id)
        self._next_id = _highest_pupil_id(connection) + 1

    @property
    def is_empty(self) -> bool:
        """Whether no pupil is known yet."""
        return not self._pupils

    def by_upn(self, upn: str) -> int | None:
        """The pupil with this UPN, now or formerly."""
        return self._pupils.get((UPN, upn)) if upn else None

    def by_number(self, admission_number: str) -> int | None:
        """The pupil with this admission number; lost leading zeros are forgiven where only one pupil fits."""
        if not admission_number:
            return None
        exact = self._pupils.get((ADMISSION_NUMBER, admission_number))
        if exact is not None or not admission_number.isdigit():
            return exact
        candidates = self._short_numbers.get(admission_number.lstrip("0"), set())
        return self._pupils[ADMISSION_NUMBER, next(iter(candidates))] if len(candidates) == 1 else None

    def find(self, upn: str, admission_number: str) -> int | None:
        """The pupil named in a row of marks or cases: the UPN speaks before the admission number."""
        found = self.by_upn(upn)
        return found if found is not None else self.by_number(admission_number)

    def upns(self, pupil_id: int) -> set[str]:
        """Every UPN of a pupil."""
        return self._upns[pupil_id]

    def add_pupil(self) -> int:
        """A number for a pupil not known before; never used again."""
        self._next_id += 1
        return self._next_id - 1

    def add_alias(self, pupil_id: int, kind: str, value: str) -> bool:
        """Note a name of a pupil; False if it is already another pupil's."""
        if not value:
            return True
        owner = self._pupils.get((kind, value))
        if owner is None:
            self._remember(kind, value, pupil_id)
            self._added.append(
                {"school_id": self._school_id, "pupil_id": pupil_id, "kind": kind, "value": value}
            )
        return owner in {None, pupil_id}

    def merge(self, other: int, kept: int) -> None:
        """Make every name of one pupil another's; the caller moves what is stored."""
        self.write()
        for name, pupil_id in self._pupils.items():
            if pupil_id == other:
                self._pupils[name] = kept
        self._upns[kept] |= self._upns.pop(other, set())

    def write(self) -> int:
        """Write the aliases added since, and the highest number given; how many aliases there were."""
        self._connection.execute(
            "update pupil_numbers set highest = $highest", {"highest": self._next_id - 1}
        )
        added = len(self._added)
        if added:
            insert_rows(self._connection, "pupil_aliases", ALIAS_COLUMNS, self._added)
            self._added = []
        return added

    def first_schools(self) -> Counter[str]:
        """How many UPNs were first given at which school."""
        schools = Counter(first_school(value) for kind, value in self._pupils if kind == UPN)
        del schools[""]
        return schools

    def _remember(self, kind: str, value: str, pupil_id: int) -> None:
        self._pupils[kind, value] = pupil_id
        if kind == UPN:
            self._upns[pupil_id].add(value)
        elif value.isdigit():
            self._short_numbers[value.lstrip("0")].add(value)


def _highest_pupil_id(connection: "duckdb.DuckDBPyConnection") -> int:
    found = connection.execute("select highest from pupil_numbers").fetchone()
    return int(found[0]) if found else 0
