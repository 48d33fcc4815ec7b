"""What SIMS, a transfer file, Wonde and Assembly would write of Ann and Bob."""

from tests.registers.conftest import ANN, BOB

# Ann is ill on Tuesday; Bob is late on Monday morning and on Tuesday unexplained in the afternoon
MARKS = [
    (ANN, "2025-09-08", "AM", "/"),
    (ANN, "2025-09-08", "PM", "\\"),
    (ANN, "2025-09-09", "AM", "I"),
    (ANN, "2025-09-09", "PM", "I"),
    (BOB, "2025-09-08", "AM", "L"),
    (BOB, "2025-09-08", "PM", "\\"),
    (BOB, "2025-09-09", "AM", "/"),
    (BOB, "2025-09-09", "PM", "N"),
]
MARKS_CSV = "\n".join(["upn,date,session,mark", *(",".join(mark) for mark in MARKS), ""])
PUPILS_CSV = "\n".join(
    [
        "upn,surname,forename,date_of_birth,sex,year_group,fsm,send_provision",
        f"{ANN},Example,Ann,2017-05-02,F,3,Y,K",
        f"{BOB},O'Test,Bob,2016-11-30,M,4,N,N",
        "",
    ]
)

SIMS_PUPILS = f"""<?xml version="1.0" encoding="utf-8"?>
<SuperStarReport>
  <Record>
    <UPN>{ANN}</UPN>
    <Legal_x0020_Surname>Example</Legal_x0020_Surname>
    <Legal_x0020_Forename>Ann</Legal_x0020_Forename>
    <DOB>02/05/2017</DOB>
    <Sex>F</Sex>
    <Year>Year  3</Year>
    <FSM>Y</FSM>
    <SEN>K</SEN>
  </Record>
  <Record>
    <UPN>{BOB}</UPN>
    <Legal_x0020_Surname>O&apos;Test</Legal_x0020_Surname>
    <Legal_x0020_Forename>Bob</Legal_x0020_Forename>
    <DOB>30/11/2016</DOB>
    <Sex>M</Sex>
    <Year>Year  4</Year>
    <FSM>N</FSM>
    <SEN>N</SEN>
  </Record>
</SuperStarReport>
"""
SIMS_LONG = (
    "<SuperStarReport>\n"
    + "\n".join(
        f"<Record>\n<UPN>{upn}</UPN><Date>{day[8:]}/{day[5:7]}/{day[:4]}</Date>"
        f"<Session_x0020_Name>{session}</Session_x0020_Name><Mark>{mark}</Mark></Record>"
        for upn, day, session, mark in MARKS
    )
    + "\n</SuperStarReport>\n"
)
SIMS_BY_DAY = f"""<SuperStarReport>
<Record><UPN>{ANN}</UPN><Date>08/09/2025</Date><AM_x0020_Mark>/</AM_x0020_Mark><PM_x0020_Mark>\\</PM_x0020_Mark></Record>
<Record><UPN>{ANN}</UPN><Date>09/09/2025</Date><AM_x0020_Mark>I</AM_x0020_Mark><PM_x0020_Mark>I</PM_x0020_Mark></Record>
<Record><UPN>{BOB}</UPN><Date>08/09/2025</Date><AM_x0020_Mark>L</AM_x0020_Mark><PM_x0020_Mark>\\</PM_x0020_Mark></Record>
<Record><UPN>{BOB}</UPN><Date>09/09/2025</Date><AM_x0020_Mark>/</AM_x0020_Mark><PM_x0020_Mark>N</PM_x0020_Mark></Record>
</SuperStarReport>
"""
SIMS_ERROR = """<?xml version="1.0"?>
<CommandReporterError>
  <Message>Report "Marks*" was not found</Message>
</CommandReporterError>
"""


def ctf(attendance_of_ann: str = "", attendance_of_bob: str = "") -> str:
    """A transfer file: Ann has had free meals since 2024 and SEN support since 2025; Bob's FSM ended."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<CTfile>
  <Header>
    <DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion>
    <SourceSchool><LEA>201</LEA><Estab>2001</Estab><SchoolName>Invented Primary</SchoolName></SourceSchool>
  </Header>
  <CTFpupilData>
    <Pupil>
      <UPN>{ANN}</UPN>
      <Surname>Example</Surname>
      <Forename>Ann</Forename>
      <DOB>2017-05-02</DOB>
      <Sex>F</Sex>
      <BasicDetails><NCyearActual>3</NCyearActual></BasicDetails>
      <FSMhistory>
        <FSMinstance><FSMstartDate>2024-01-08</FSMstartDate><UKcountry>ENG</UKcountry></FSMinstance>
      </FSMhistory>
      <SENhistory>
        <SEN><StartDate>2023-09-01</StartDate><SENprovision>N</SENprovision></SEN>
        <SEN><StartDate>2025-09-01</StartDate><SENprovision>K</SENprovision></SEN>
        <SEN><StartDate>2026-09-01</StartDate><SENprovision>E</SENprovision></SEN>
      </SENhistory>
      {attendance_of_ann}
    </Pupil>
    <Pupil>
      <UPN>{BOB}</UPN>
      <Surname>O'Test</Surname>
      <Forename>Bob</Forename>
      <DOB>2016-11-30</DOB>
      <Gender>M</Gender>
      <BasicDetails><NCyearActual>4</NCyearActual></BasicDetails>
      <FSMhistory>
        <FSMinstance><FSMstartDate>2022-09-01</FSMstartDate><FSMendDate>2024-08-31</FSMendDate></FSMinstance>
      </FSMhistory>
      <SENhistory><SEN><StartDate>2022-09-01</StartDate><SENprovision>N</SENprovision></SEN></SENhistory>
      {attendance_of_bob}
    </Pupil>
  </CTFpupilData>
</CTfile>
"""


def year_data(start: str, marks: str, totals: str = "") -> str:
    """A pupil's attendance in a transfer file."""
    return (
        f"<Attendance><YearData><Year>2026</Year><LEA>201</LEA><Estab>2001</Estab>{totals}"
        f"<AttendSessions><AttendanceStartDate>{start}</AttendanceStartDate>\n"
        f"<AttendanceMarks>{marks}</AttendanceMarks></AttendSessions></YearData></Attendance>"
    )


WONDE_PUPILS = """{
  "data": [
    {
      "id": "A1", "upi": "3f9a", "mis_id": "77", "surname": "Example", "forename": "Ann",
      "date_of_birth": {"date": "2017-05-02 00:00:00", "timezone_type": 3, "timezone": "Europe/London"},
      "gender": "FEMALE",
      "year": {"data": {"id": "B9", "name": "Year 3", "code": "3"}},
      "education_details": {"data": {"upn": "R201100018042"}},
      "extended_details": {"data": {"free_school_meals": true, "sen_status": "K"}}
    },
    {
      "id": "A2", "upi": "77b1", "mis_id": "78", "surname": "O'Test", "forename": "Bob",
      "date_of_birth": {"date": "2016-11-30 00:00:00", "timezone_type": 3, "timezone": "Europe/London"},
      "gender": "MALE",
      "year": {"data": {"id": "B8", "name": "Year 4", "code": "4"}},
      "education_details": {"data": {"upn": "U502400200093"}},
      "extended_details": {"data": {"free_school_meals": false, "sen_status": "N"}}
    }
  ],
  "meta": {"pagination": {"next": null, "more": false, "per_page": 50}}
}
"""
WONDE_STUDENTS = {ANN: "A1", BOB: "A2"}
WONDE_MARKS = (
    '{"data": [\n'
    + ",\n".join(
        f'{{"id": "S{number}", "date": {{"date": "{day} 00:00:00.000000", "timezone_type": 3, '
        f'"timezone": "Europe/London"}}, "session": "{session}", "minutes_late": null, "comment": null, '
        f'"student": "{WONDE_STUDENTS[upn]}", '
        f'"attendance_code": {{"data": {{"type": "x", "description": "x", "code": "{mark}"}}}}}}'.replace(
            '"\\"', '"\\\\"'
        )
        for number, (upn, day, session, mark) in enumerate(MARKS)
    )
    + '\n], "meta": {"pagination": {"more": false}}}\n'
)
ASSEMBLY_PUPILS = """{"object": "list", "data": [
  {"object": "student", "id": 11, "mis_id": "77", "pan": "001042", "upn": "R201100018042",
   "first_name": "Ann", "last_name": "Example", "dob": "2017-05-02", "sex": "F", "year_code": "3",
   "demographics": {"is_fsm": true, "sen_category": "K"}},
  {"object": "student", "id": 12, "mis_id": "78", "pan": "001043", "upn": "U502400200093",
   "first_name": "Bob", "last_name": "O'Test", "dob": "2016-11-30", "sex": "M", "year_code": "4",
   "demographics": {"is_fsm": false, "sen_category": "N"}}
], "has_more": false}
"""
ASSEMBLY_MARKS = (
    '{"object": "list", "data": [\n'
    + ",\n".join(
        f'{{"object": "attendance", "id": {number}, "student_id": {11 if upn == ANN else 12}, '
        f'"session_date": "{day}", "session_name": "{session}", '
        f'"attendance_mark": "{mark}", "minutes_late": 0}}'.replace('"\\"', '"\\\\"')
        for number, (upn, day, session, mark) in enumerate(MARKS)
    )
    + "\n]}\n"
)
