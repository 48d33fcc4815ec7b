"""What the school does on each rung of a clock: day 1, 3, 5, 10, 15, 20."""

from collections.abc import Mapping
from types import MappingProxyType

STEPS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "policy_unexplained": {
            1: "call home today, then every other contact",
            3: "try every contact again at other times; plan a home visit",
            5: "home visit; replace any N with what is now known",
            10: "open a CME concern and make the return to the local authority",
            15: "agree joint enquiries with the local authority",
            20: "review every enquiry with the local authority; never remove from roll automatically",
        },
        "la_return": {
            5: "halfway to a return to the local authority: speak to the family",
            10: "make the attendance return to the local authority",
        },
        "deletion_20_day": {
            15: "check that joint enquiries are under way",
            20: "deletion ground (i) may only now be considered, with the local authority",
        },
        "illness": {
            5: "ask how the child is and what would help",
            10: "plan support for a return; sickness return at 15 days",
            15: "make the sickness return to the local authority",
        },
    }
)


def step(rule: str, rung: int) -> str | None:
    """What is due on this rung of this clock; None where nothing is."""
    return STEPS.get(rule, {}).get(rung)
