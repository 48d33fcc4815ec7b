"""A school's own marks and words, as a person once said what they mean: nothing is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.domain.cme import OUTCOMES_IN_FILES
from dashboard.registers.ledger import FileReport, count_text
from dashboard.registers.values import Cell, case_outcome, folded, send_provision
from dashboard.store.recorded import has_records

if TYPE_CHECKING:
    import duckdb

MARK, SEND_PROVISION, OUTCOME = "mark", "send_provision", "outcome"
NO_MARK = ""
LONGEST_WORD = 40


@dataclass(frozen=True)
class OwnWords:
    """What each word means, by field: a code, N, K or E, an outcome; for a mark also NO_MARK."""

    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, name: str) -> Mapping[str, str]:
        """The words of a field."""
        return self.meanings.get(name, {})

    def send_provision(self, cell: str, report: FileReport) -> Cell:
        """N, K or E; a word that is not understood is noted for a person to say what it means."""
        read = send_provision(cell)
        return self._as_saved(SEND_PROVISION, cell, read, report) if read.problem else read

    def case_outcome(self, cell: str, report: FileReport) -> Cell:
        """One of our outcomes; other words are kept as written until a person says which they mean."""
        read = case_outcome(cell)
        is_ours = not read.value or read.value in OUTCOMES_IN_FILES
        return read if is_ours else self._as_saved(OUTCOME, cell, read, report)

    def _as_saved(self, name: str, cell: str, read: Cell, report: FileReport) -> Cell:
        """What a word of the school's own was said to mean, else what was read, the word noted as unknown."""
        word = folded(cell)
        meaning = self.of(name).get(word)
        if meaning:
            return Cell(meaning, notice=f"the school's own word, taken as {meaning} as it was saved")
        if len(word) <= LONGEST_WORD:
            note_unknown(report, name, word, 1)
        return read


def note_unknown(report: FileReport, name: str, word: str, times: int) -> None:
    """Note a word that a person could say the meaning of."""
    words = report.unknown_words.setdefault(name, {})
    words[word] = words.get(word, 0) + times


def own_mark_warning(word: str, meaning: str, times: int) -> str:
    """What was made of a mark of the school's own."""
    taken = f"read as {meaning}" if meaning else "taken as no mark"
    return f"The school's own mark '{word}' was {taken}, as it was saved ({count_text(times, 'time')})."


def own_words(connection: "duckdb.DuckDBPyConnection", folder: Path, school_id: int) -> tuple[str, OwnWords]:
    """The school's name, '' if it has none yet, and the words saved under any name it had."""
    names = dict(connection.execute("select school_id, coalesce(name, '') from schools").fetchall())
    if not has_records(folder):
        return names[school_id], OwnWords()
    from dashboard.store.records import saved_own_words  # slow to load, and seldom needed

    meanings: dict[str, dict[str, str]] = {}
    for own in saved_own_words(folder, names.values()):
        is_from_before_its_name = not own.school_name and len(names) == 1
        if own.school_name == names[school_id] or is_from_before_its_name:
            meanings.setdefault(own.field, {})[own.word] = own.meaning
    return names[school_id], OwnWords(meanings)
