"""When a pupil's rate rests on too few sessions to be trusted: one day ill in September looks like 10%."""

import tomllib

from dashboard.config import REFERENCE_FOLDER

_RULES = tomllib.loads((REFERENCE_FOLDER / "rules.toml").read_text(encoding="utf-8"))["rule"]
FEWEST_SESSIONS: int = next(rule["threshold"] for rule in _RULES if rule["rule"] == "minimum_sessions")


def is_early(possible_sessions: int) -> bool:
    """Whether a rate is early and unstable."""
    return possible_sessions < FEWEST_SESSIONS
