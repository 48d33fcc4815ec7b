"""Damaged files by the thousand: each is taken or refused in words, every row is accounted for.

python -m tests.registers.fuzz --files 5000 --seed 7
"""

import argparse
import io
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.domain.canonical_files import FILES
from dashboard.errors import DashboardError, ImportRefused
from dashboard.registers import import_files
from dashboard.registers.files import NamedBytes
from dashboard.registers.ledger import FileReport, ImportReport
from dashboard.store.log import LOG_FILE
from dashboard.store.reading import open_store
from dashboard.store.register import current_register, undo
from tests.registers.conftest import TODAY
from tests.registers.fuzz_damage import damaged
from tests.registers.fuzz_seeds import FORENAMES, PUPILS, SURNAMES, seeds

LONGEST = 20  # seconds of work for a file, however busy the machine is
BEFORE = date(2026, 9, 3)
KINDS = tuple(file.kind for file in FILES)


class Hangs(BaseException):
    """A file took longer than it may; no handler of exceptions may keep it."""


class Broken(Exception):
    """A promise that a damaged file broke; the cause says which."""

    def __init__(self, name: str, content: bytes, damages: str) -> None:
        super().__init__(damages)
        self.name, self.content = name, content


class Fuzzed:
    """A store with a few pupils and marks, and what it answered before any damaged file came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "store"
        self.seeds = seeds()
        first = [NamedBytes("pupils.csv", PUPILS.encode()), NamedBytes("long.csv", self.seeds["long.csv"])]
        import_files(self.folder, first, as_at=BEFORE, today=TODAY)
        self.before = self.figures()

    def figures(self) -> tuple[object, ...]:
        """What the store answers now."""
        store = open_store(self.folder)
        try:
            return (
                *store.rows("absence_headline", {"age_cohort": "all"}).rows,
                *store.rows("pupils_at_risk", {}).rows,
                *store.rows("imports_made", {}).rows,
            )
        finally:
            store.close()

    def one(self, chance: random.Random) -> str:
        """Damage a file and import it; says what became of it. AssertionError where a promise is broken."""
        name = chance.choice(sorted(self.seeds))
        content, damages = damaged(self.seeds[name], chance)
        if chance.random() < 0.05:
            name = chance.choice(sorted(self.seeds))
        kind = chance.choice(KINDS) if chance.random() < 0.05 else None
        try:
            return self.take(name, content, kind, is_dry=chance.random() < 0.7, accept=chance.random() < 0.7)
        except (Exception, Hangs) as broken:
            (self.folder / LOG_FILE).unlink(missing_ok=True)
            raise Broken(name, content, f"{name} with {', '.join(damages)}, kind {kind}") from broken

    def take(self, name: str, content: bytes, kind: str | None, *, is_dry: bool, accept: bool) -> str:
        """Import a file and hold every promise against what happens."""
        register = current_register(self.folder)
        wishes = {"kind": kind, "accept": accept, "dry_run": is_dry, "today": TODAY, "with_rows": True}
        with _at_most(LONGEST):
            try:
                report = import_files(self.folder, [NamedBytes(name, content)], **wishes)
            except DashboardError as refusal:
                report = refusal.report if isinstance(refusal, ImportRefused) else None
                _check_words(str(refusal))
        log = self.folder / LOG_FILE
        assert not log.exists(), f"unforeseen: {log.read_text()}"
        outcome = "refused"
        if isinstance(report, ImportReport):
            for file in report.files:
                _check_report(file)
            if not report.refusal:
                outcome = "taken" if not is_dry else "would be taken"
                _check_lines(report.files, content)
        if outcome == "taken":
            self.figures()
            undo(self.folder)
        assert current_register(self.folder) == register
        return outcome


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        raise Hangs(f"longer than {seconds} s of work")

    if not hasattr(signal, "SIGPROF"):
        yield
        return
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _check_words(message: str) -> None:
    """A message says something, is no traceback, and names no pupil."""
    assert message.strip()
    assert "Traceback" not in message
    assert "Error:" not in message
    for name in (*SURNAMES, *FORENAMES):
        assert name.casefold() not in message.casefold(), f"names a pupil: {message}"


def _check_report(file: FileReport) -> None:
    counts = (
        file.rows_accepted,
        file.rows_unchanged,
        file.rows_rejected,
        file.rows_skipped,
        file.blank_cells,
    )
    assert min(*counts, file.rows_superseded) >= 0
    assert file.rows_superseded <= file.rows_accepted
    assert file.rows_read == file.rows_accepted + file.rows_unchanged + file.rows_rejected
    for problem in file.problems:
        _check_words(problem.message)
    for words in (*file.warnings, *file.questions):
        _check_words(words)
    if file.rows_rejected:
        assert file.problems, "rejected without a reason"


def _check_lines(files: list[FileReport], content: bytes) -> None:
    """Where a line is a row: every line but the heading is read, skipped or blank."""
    if len(files) != 1 or files[0].layout not in {"long", "table"} or b'"' in content:
        return
    if content.startswith((b"PK", b"PAR1", b"<", b"{", b"[")) or content[:4].lower() == b"sep=":
        return
    (file,) = files
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if text.count("\0") > 0.1 * len(text):
        return
    lines = sum(1 for _ in io.StringIO(text, newline=None))
    counted = file.rows_read + file.rows_skipped + file.blank_cells + 1
    assert counted == lines, f"{lines} lines, {counted} accounted for"


def fuzz(
    folder: Path, files: int, seed: int, seconds: float = float("inf"), keep: Path | None = None
) -> Counter[str]:
    """How often a damaged file was refused or taken; stops when the time is up.

    Raises Broken at the first broken promise, or puts the files that broke one into the folder `keep`.
    """
    chance = random.Random(seed)
    fuzzed = Fuzzed(folder)
    found: Counter[str] = Counter()
    until = time.monotonic() + seconds
    for turn in range(files):
        try:
            found[fuzzed.one(chance)] += 1
        except Broken as broken:
            if keep is None:
                raise
            found[f"broken: {_reason(broken)}"] += 1
            (keep / f"{seed}-{turn}-{broken.name}").write_bytes(broken.content)
        if turn % 50 == 49:
            assert fuzzed.figures() == fuzzed.before
        if time.monotonic() > until:
            break
    assert fuzzed.figures() == fuzzed.before
    return found


def _reason(broken: Broken) -> str:
    """What broke, without the time of day, so that equal ones are counted together."""
    words = f"{type(broken.__cause__).__name__}: {broken.__cause__}"
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", "", words)


def main() -> None:
    """Damage as many files as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for files that break a promise; go on after them")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = fuzz(Path(folder), given.files, given.seed, keep=given.keep)
    for outcome, times in found.most_common():
        sys.stdout.write(f"{times:,} {outcome}\n")


if __name__ == "__main__":
    main()
