"""More schools on demand: python -m tests.publishing.attacker --schools 200 --seed 1."""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from dashboard.publishing import Safeguards
from tests.publishing.attacker.attack import attack, publish_in_turn
from tests.publishing.attacker.concerns import hidden_concerns_told
from tests.publishing.attacker.readings import told_in_sentences
from tests.publishing.attacker.schools import random_school, two_year_school, with_concerns

EVERY = 3  # so many schools to one that is followed over two years


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Attack so many schools; how many leaked."""
    parser = argparse.ArgumentParser(prog="python -m tests.publishing.attacker", description=__doc__)
    parser.add_argument("--schools", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    figures = hidden = leaked = 0
    for number in range(given.seed, given.seed + given.schools):
        rng = random.Random(number)
        name = f"school{number}"
        over_two_years = number % EVERY == 0
        school = (
            two_year_school(rng, name) if over_two_years else with_concerns(rng, random_school(rng, name))
        )
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            history, shown = publish_in_turn(Path(folder) / "store", school, Safeguards())
        published = time.monotonic()
        verdict = attack(history)
        ended = time.monotonic()
        say(
            f"{school.name}: {len(school.steps)} steps, {verdict.figures} figures, {verdict.hidden} hidden; "
            f"published in {published - started:.1f} s, attacked in {ended - published:.1f} s"
        )
        told = hidden_concerns_told(shown) + told_in_sentences(shown)
        figures, hidden = figures + verdict.figures, hidden + verdict.hidden
        leaked += bool(verdict.leaks or told)
        for leak in [*verdict.leaks, *told]:
            say(f"  {leak}")
    say(f"{given.schools} schools, {figures} figures, {hidden} hidden cells tried; {leaked} schools leak")
    return min(leaked, 1)


if __name__ == "__main__":
    raise SystemExit(main())
