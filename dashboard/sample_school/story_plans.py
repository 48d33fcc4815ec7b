"""The stories that every invented school tells: who went missing, what the school did, how it ended.

Days are numbered from the first day of the absence, which is 1: day 12 of a ten-day absence is two school
days after it. A story that does not fit into the years asked for is left out.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CasePlan:
    """A case of the school: what was done on which day of the absence."""

    case_type: str
    opened: int
    trigger: str = ""
    owner: str = "attendance_lead"
    stage: str = "enquiries"
    la_notified: int | None = None
    returned: int | None = None
    closed: int | None = None
    outcome: str = ""
    next_step: str = ""
    next_step_due: int | None = None
    first_action: int = 0  # school days after opening


@dataclass(frozen=True)
class StoryPlan:
    """A pupil, an absence and perhaps a case.

    An absence starts so many days into a half-term (negative: before its end), or lasts until the latest day.
    Marks: one code a day, "O" or "GGGGGOOOOOO"; "?" is N while young enough to be N, then O.
    """

    name: str
    marks: str
    years_back: int = 0
    half_term: str = ""
    first_day: int = 0
    year_groups: str = "23456"
    case: CasePlan | None = None
    leaves_to: str | None = None  # where to; '' when nobody knows
    leaves_on: int | None = None  # day of the absence; otherwise its last
    is_no_show: bool = False
    again: str = ""  # the same pupil as in that story
    prefers: str = ""  # fsm or send
    support: tuple[str, ...] = field(default=())


AT_RISK = "at_risk_on_roll"
UNEXPLAINED = "policy_unexplained"
NO_DESTINATION = "left_destination_unknown"
RETURNED = "returned"

STORIES = (
    # Three years ago.
    StoryPlan(
        "back_after_ten_days", "O" * 10, 3, "Autumn 2", 8, prefers="fsm",
        case=CasePlan(AT_RISK, 11, UNEXPLAINED, la_notified=11, returned=12, closed=24, outcome=RETURNED),
    ),
    StoryPlan(
        "gone_abroad", "O" * 12, 3, "Spring 2", 4, leaves_to="Abroad",
        case=CasePlan("whereabouts_unknown", 8, UNEXPLAINED, "dsl", la_notified=10, closed=14,
                      outcome="moved_abroad"),
    ),
    # Two years ago.
    StoryPlan(
        "removed_after_joint_enquiries", "O" * 22, 2, "Autumn 2", 4, leaves_to="", prefers="fsm",
        case=CasePlan("whereabouts_unknown", 6, UNEXPLAINED, "dsl", la_notified=10, closed=23,
                      outcome="removed_from_roll"),
    ),
    StoryPlan(
        "taught_at_home", "OOO", 2, "Spring 1", 12, leaves_to="Home education", leaves_on=6, prefers="send",
        case=CasePlan("ehe_concern", 2, "parent_letter", "headteacher", la_notified=4, closed=8,
                      outcome="ehe"),
    ),
    StoryPlan(
        "found_at_a_new_school", "", 2, "Summer 1", 9, leaves_on=1,
        leaves_to="School in another local authority",
        case=CasePlan(NO_DESTINATION, 3, "leaver_without_destination", la_notified=5, closed=13,
                      outcome="new_school_confirmed"),
    ),
    StoryPlan(
        "back_in_the_summer", "O" * 11, 2, "Summer 2", 2,
        case=CasePlan(AT_RISK, 9, UNEXPLAINED, la_notified=11, returned=12, closed=26, outcome=RETURNED),
    ),
    # Last year.
    StoryPlan("missed_trigger", "GGGGGOOOOOO", 1, "Autumn 2", 2),
    StoryPlan(
        "relapse", "O" * 12, 1, "Spring 1", 3, prefers="fsm", support=("attendance_plan", "mentor"),
        case=CasePlan(AT_RISK, 10, UNEXPLAINED, "dsl", la_notified=11, returned=13, closed=25,
                      outcome=RETURNED),
    ),
    StoryPlan(
        "relapse_again", "O" * 11, 1, "Summer 1", 4, again="relapse", support=("early_help",),
        case=CasePlan(AT_RISK, 6, UNEXPLAINED, "dsl", la_notified=10, returned=12, closed=34,
                      outcome=RETURNED),
    ),
    StoryPlan("long_illness", "I" * 17, 1, "Spring 1", 9, support=("school_nurse",)),
    StoryPlan(
        "late_return_to_the_authority", "O" * 13, 1, "Spring 2", 2, prefers="send",
        case=CasePlan(AT_RISK, 10, UNEXPLAINED, la_notified=22, returned=14, closed=31,
                      outcome=RETURNED, first_action=4),
    ),
    StoryPlan(
        "opened_the_day_after", "O" * 10, 1, "Summer 2", 5,
        case=CasePlan(AT_RISK, 11, UNEXPLAINED, la_notified=11, returned=11, closed=20, outcome=RETURNED),
    ),
    # This year.
    StoryPlan(
        "never_arrived", "O" * 12, 0, "Autumn 1", 0, is_no_show=True, leaves_to="Abroad", leaves_on=13,
        case=CasePlan("no_show", 2, "no_show", la_notified=7, closed=13, outcome="moved_abroad"),
    ),
    StoryPlan(
        "back_with_support", "O" * 11, 0, "Autumn 1", 11, prefers="send", support=("attendance_plan",),
        case=CasePlan(AT_RISK, 9, UNEXPLAINED, "dsl", "reintegration", la_notified=11, returned=12,
                      next_step="meeting", next_step_due=42),
    ),
    StoryPlan(
        "long_holiday", "G" * 12, 0, "Autumn 1", -10,
        case=CasePlan(AT_RISK, 9, "la_return", la_notified=10, returned=13, closed=18, outcome=RETURNED),
    ),
    StoryPlan(
        "left_without_a_word", "", 0, "Autumn 1", -6, leaves_to="", leaves_on=1,
        case=CasePlan(NO_DESTINATION, 3, "leaver_without_destination", "dsl", "la_notified",
                      la_notified=8, next_step="s2s_lost_pupil", next_step_due=22),
    ),
    StoryPlan("ill_for_three_weeks", "I" * 13, 0, "Autumn 1", -8, support=("school_nurse",)),
    StoryPlan(
        "whereabouts_unknown", "?" * 24, prefers="fsm",
        case=CasePlan("whereabouts_unknown", 5, UNEXPLAINED, "dsl", "joint_enquiries", la_notified=10,
                      next_step="police", next_step_due=25),
    ),
    StoryPlan(
        "day_seven", "?" * 7, prefers="fsm",
        case=CasePlan(AT_RISK, 4, "first_day_contact", stage="home_visit", next_step="la_check",
                      next_step_due=6),
    ),
    StoryPlan(
        "day_five", "?" * 5,
        case=CasePlan(AT_RISK, 3, "first_day_contact", next_step="home_visit", next_step_due=5),
    ),
    StoryPlan("day_three", "?" * 3),
    StoryPlan("day_one", "?"),
)  # fmt: skip
