"""python -m tests.benchmarks queries|import|refresh|pages|publishing [--marks N] [--folder DIR]."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import imports, pages, publishing, queries, refresh

BENCHMARKS = {
    "queries": queries.run,
    "import": imports.run,
    "refresh": refresh.run,
    "pages": pages.run,
    "publishing": publishing.run,
}
SCHOOL = 500_000
ESTATE = 28_000_000
AUTHORITY = 114_000_000


def main() -> None:
    """Run one benchmark and print its tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("benchmark", choices=BENCHMARKS)
    parser.add_argument(
        "--marks",
        type=int,
        help="about how many; by default one school and 28 or 114 million, or one for the pages",
    )
    parser.add_argument("--folder", type=Path, help="where samples and stores are kept for the next time")
    given = parser.parse_args()
    usual = {
        "queries": [SCHOOL, ESTATE],
        "import": [SCHOOL, ESTATE],
        "refresh": [SCHOOL, AUTHORITY],
        "pages": [SCHOOL],
        "publishing": [],
    }[given.benchmark]
    sizes = [given.marks] if given.marks else usual
    with TemporaryDirectory(prefix="attendance-benchmarks-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        BENCHMARKS[given.benchmark](folder, sizes)


if __name__ == "__main__":
    main()
