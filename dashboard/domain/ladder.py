"""What the school does on each rung of a clock: day 1, 3, 5, 10, 15, 20."""

from collections.abc import Mapping
from types import MappingProxyType

STEPS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "policy_unexplained": {
            1: "call home, then every other contact",
            3: "try every contact again; plan a home visit",
            5: "home visit; replace any N",
            10: "open a CME concern",
            15: "agree joint enquiries with the local authority",
            20: "review every enquiry with the local authority",
        },
        "la_return": {
            5: "speak to the family: a return is due on day 10",
            10: "send the attendance return to the local authority",
        },
        "deletion_20_day": {
            15: "check that joint enquiries are under way",
            20: "deletion ground (i) may be considered, never without the local authority",
        },
        "illness": {
            5: "ask what would help",
            10: "plan the return to school",
            15: "send the sickness return to the local authority",
        },
    }
)


def step(rule: str, rung: int) -> str | None:
    """What is due on this rung of this clock; None where nothing is."""
    return STEPS.get(rule, {}).get(rung)
