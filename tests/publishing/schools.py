"""Small invented schools whose publications are worked out by hand."""

from tests.school import YEAR_2025, Pupil, Run, attends, case, days, marked, register

AUTUMN_DAYS = days("2025-09-01", "2025-12-19")  # 75 days, 150 sessions
NOT_FSM_GIRL = {"fsm": "N", "sex": "F", "send_provision": "N"}


def pupils(name: str, number: int, days_absent: int = 0, year_group: str = "3", **traits: str) -> list[Pupil]:
    """So many pupils alike, absent without a reason on the last days of autumn."""
    story = attends("2025-09-01", "2025-12-19")
    if days_absent:
        story |= marked("OO", *AUTUMN_DAYS[-days_absent:])
    return [Pupil(f"{name}{one}", year_group, story, traits=NOT_FSM_GIRL | traits) for one in range(number)]


def autumn(*groups: list[Pupil], **others: list[dict[str, str]]) -> Run:
    """The autumn of 2025, to its last school day, in a calendar of the whole year."""
    return register([one for group in groups for one in group], YEAR_2025, "2025-09-01", **others)


# 44 girls of Year 3, 10 of them absent on 10 of 75 days: of 30 without SEND 6, of 12 with SEN support 3,
# of 2 with an EHC plan 1.
FORTY_FOUR = (
    pupils("never", 24),
    pupils("often", 6, 10),
    pupils("k", 9, send_provision="K"),
    pupils("koften", 3, 10, send_provision="K"),
    pupils("e", 1, send_provision="E"),
    pupils("eoften", 1, 10, send_provision="E"),
)
SCHOOL_OF_44 = autumn(*FORTY_FOUR)
ONE_CASE = autumn(*FORTY_FOUR, cme_cases=[case("C1", FORTY_FOUR[1][0], "2025-12-15")])

# The same, but 5 of 12 with SEN support.
FIVE_OF_TWELVE = autumn(
    pupils("never", 24),
    pupils("often", 6, 10),
    pupils("k", 7, send_provision="K"),
    pupils("koften", 5, 10, send_provision="K"),
    pupils("e", 1, send_provision="E"),
    pupils("eoften", 1, 10, send_provision="E"),
)
