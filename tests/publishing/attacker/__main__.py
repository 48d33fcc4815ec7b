"""More schools on demand: python -m tests.publishing.attacker --schools 200 --concerns 50 --seed 1.

A school takes from seconds to minutes; every third is followed over two years. Each has concerns as well.
Those of `--concerns` have nine pupils, so that nothing but their concerns is told: up to seven, and
more in corrections between publications. Such a school takes some seconds.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from dashboard.publishing import Safeguards
from tests.publishing.attacker.attack import attack, publish_in_turn
from tests.publishing.attacker.concern_schools import TERMS, publish_concerns, random_concern_school
from tests.publishing.attacker.concerns import attack_concerns, attack_unchanged
from tests.publishing.attacker.readings import told_in_sentences
from tests.publishing.attacker.schools import random_school, two_year_school, with_concerns

EVERY = 3  # so many schools to one that is followed over two years


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Attack so many schools; how many leaked."""
    parser = argparse.ArgumentParser(prog="python -m tests.publishing.attacker", description=__doc__)
    parser.add_argument("--schools", type=int, default=20, help="schools whose every figure is attacked")
    parser.add_argument("--concerns", type=int, default=20, help="schools attacked for their concerns alone")
    parser.add_argument("--seed", type=int, default=1, help="number of the first school")
    given = parser.parse_args()
    leaked = attack_all_figures(given.seed, given.schools) + attack_only_concerns(given.seed, given.concerns)
    return min(leaked, 1)


def attack_all_figures(first: int, schools: int) -> int:
    """How many of these schools leaked a figure."""
    figures = hidden = leaked = 0
    for number in range(first, first + schools):
        rng = random.Random(number)
        draw = two_year_school if number % EVERY == 0 else random_school
        school = with_concerns(rng, draw(rng, f"school{number}"))
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
        of_concerns = attack_unchanged(school, shown)
        told = of_concerns.leaks + told_in_sentences(shown)
        figures += verdict.figures
        hidden += verdict.hidden + of_concerns.hidden
        leaked += bool(verdict.leaks or told)
        for leak in [*verdict.leaks, *told]:
            say(f"  {leak}")
    say(f"{schools} schools, {figures} figures, {hidden} hidden cells tried; {leaked} schools leak")
    return leaked


def attack_only_concerns(first: int, schools: int) -> int:
    """How many of these schools leaked something of their concerns."""
    publications = hidden = steps = leaked = 0
    for number in range(first, first + schools):
        school = random_concern_school(random.Random(number), f"concerns{number}")
        with tempfile.TemporaryDirectory() as folder:
            published, shown = publish_concerns(Path(folder) / "store", school, Safeguards())
        verdict = attack_concerns(published, TERMS)
        leaks = verdict.leaks + told_in_sentences(shown)
        say(f"{school.name}: {len(published)} publications, {verdict.hidden} hidden counts")
        publications, hidden, steps = (
            publications + len(published),
            hidden + verdict.hidden,
            steps + verdict.steps,
        )
        leaked += bool(leaks)
        for leak in leaks:
            say(f"  {leak}")
    say(
        f"{schools} schools with concerns, {publications} publications, {hidden} hidden counts tried in "
        f"{steps} steps of histories; {leaked} schools leak"
    )
    return leaked


if __name__ == "__main__":
    raise SystemExit(main())
