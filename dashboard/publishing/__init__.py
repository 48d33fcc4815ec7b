"""Publishing a term to governors: suppressed, and audited against everything ever published."""

from dashboard.publishing.publish import preview, publish, withdraw
from dashboard.publishing.selecting import Safeguards, TableOutcome

__all__ = ["Safeguards", "TableOutcome", "preview", "publish", "withdraw"]
