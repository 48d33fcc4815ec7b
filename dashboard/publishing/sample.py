"""The sample school's publications: every term that has ended, and every year all of whose terms have.

Which form of each table may be published was decided by the audit once and is kept in data/sample, so that
a first start need not wait for it; a test decides again and compares. The figures come from the register as
ever.
"""

import json
from pathlib import Path

from dashboard.config import SAMPLE_FORMS_FILE
from dashboard.publishing.publish import Publisher
from dashboard.publishing.selecting import Decisions
from dashboard.store.schools import find_school


def publish_sample(folder: Path) -> None:
    """Publish every ended term of the sample school whose store this is."""
    publisher = Publisher(folder, find_school(folder), decided=kept_decisions())
    for term in publisher.terms:
        if term.is_ended:
            publisher.publish_term(term)
    publisher.record("slt")


def kept_decisions() -> dict[str, Decisions]:
    """By period, the place of each table's form, as the audit decided."""
    decisions: dict[str, Decisions] = json.loads(SAMPLE_FORMS_FILE.read_text(encoding="utf-8"))
    return decisions
