"""A small school whose files do not agree: two weeks up to 12 September 2025, with one fault of each kind.

The calendar lists the two weeks and the six school days after them, but 4 September as an INSET day, and not
10 September at all. On the 9th nobody took a register.
"""

from tests.school import Pupil, attends, days, marked, register

TAUGHT = {day: "/\\" for day in days("2025-09-01", "2025-09-12") if day[-2:] not in ("04", "09", "10")}

# N on Monday the 1st, never replaced; in July 2024 a code that began in August
GIL = Pupil(
    "gil", "4", TAUGHT | marked("N\\", "2025-09-01") | marked("KK", "2024-07-15"), traits={"fsm": "Y"}
)
# H, retired in 2024; a morning not marked; N on the last afternoon; marks on the INSET day and on a Saturday
HET = Pupil(
    "het",
    "3",
    TAUGHT
    | marked("H\\", "2025-09-02")
    | marked("-\\", "2025-09-11")
    | marked("/N", "2025-09-12")
    | marked("/\\", "2025-09-04")
    | marked("/-", "2025-09-06"),
    traits={"sex": "F", "fsm": "N"},
)
# in the marks for a week, in no list
IDA = Pupil(
    "ida", marks=attends("2025-09-01", "2025-09-03") | attends("2025-09-05", "2025-09-05"), is_listed=False
)
# on roll from the first day, never in the marks; a guest as well
JAK = Pupil("jak", "4", on_roll=(("2025-09-01", ""),))
GAI = Pupil("gai", "4", on_roll=(("2025-09-01", ""),), traits={"enrolment_status": "G"})

CALENDAR = [
    {"date": day, "kind": "inset" if day == "2025-09-04" else "school", "term": "Autumn"}
    for day in days("2025-09-01", "2025-09-22")
    if day != "2025-09-10"
]
DAMAGED = register([GIL, HET, IDA, JAK, GAI], as_at="2025-09-01", calendar=CALENDAR)
