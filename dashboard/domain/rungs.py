"""The rungs of the ladder that every absence climbs: what the school owes a child on day 1, 3, 5, 10, 15, 20.

What each clock asks for on a rung is in ladder.py; here is what the rung is about.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rung:
    """A day of an absence, counted in school days, and what is due on it."""

    day: int
    title: str
    due: str


RUNGS = (
    Rung(1, "First-day contact", "Call the parent today, then every other contact, until someone answers."),
    Rung(3, "Enquiries", "Every contact again at other times; brothers and sisters and their schools."),
    Rung(
        5,
        "Home visit, N settled",
        "Visit the home. By law the reason behind an N is settled within five school days.",
    ),
    Rung(
        10,
        "Local authority return, policy trigger",
        "Ten days unauthorised: the return is a duty. Ten days unexplained: the policy opens a concern.",
    ),
    Rung(
        15,
        "Illness return",
        "Fifteen days ill in the year, reached or expected: tell the local authority. "
        "Still unexplained: agree joint enquiries.",
    ),
    Rung(
        20,
        "Deletion ground, never automatic",
        "Only after joint enquiries with the local authority, and with no sign of illness or another "
        "unavoidable cause.",
    ),
)
