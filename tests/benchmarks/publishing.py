"""Publishing: every ended term of the sample school, each with all before it published; processor time."""

from pathlib import Path
from time import process_time

from dashboard.publishing.publish import Publisher
from dashboard.publishing.sample import kept_decisions
from dashboard.store.schools import find_school
from tests.benchmarks.timing import machine, print_table
from tests.publishing.sample_forms import import_sample

SUMMER = "Summer"


def run(folder: Path, _sizes: list[int]) -> None:
    """Measure the terms of the last whole year; those before are published as was decided."""
    print(machine())
    store = folder / "publishing" / "store"
    if not store.exists():
        import_sample(store)
    publisher = Publisher(store, find_school(store))
    ended = [term for term in publisher.terms if term.is_ended]
    newest = max(term.academic_year for term in ended if term.name == SUMMER)
    rows = []
    for term in ended:
        publisher.decided = None if term.academic_year == newest else kept_decisions()
        started = process_time()
        publisher.publish_term(term)
        if publisher.decided is None:
            also = ", and the year" if term.name == SUMMER else ""
            rows.append([f"{term.name}{also}", len(publisher.new), process_time() - started])
    print_table("Publishing a term, audited", ["term", "published in all", "seconds of processor"], rows)
