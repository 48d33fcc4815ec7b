"""When a pupil's rate rests on too few sessions to be trusted: one day ill in September looks like 10%."""

FEWEST_SESSIONS = 60  # about six weeks of school


def is_early(possible_sessions: int) -> bool:
    """Whether a rate is early and unstable."""
    return possible_sessions < FEWEST_SESSIONS
