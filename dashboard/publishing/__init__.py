"""Publishing a term to governors: suppressed, and audited against everything ever published."""

from dashboard.publishing.governors_tables import mend_governors
from dashboard.publishing.publish import preview, publish, withdraw
from dashboard.publishing.selecting import Safeguards, TableOutcome

__all__ = ["Safeguards", "TableOutcome", "mend_governors", "preview", "publish", "withdraw"]
