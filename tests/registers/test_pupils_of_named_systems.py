"""Pupil lists as the systems head them: recognised without asking, with every trait."""

import json

import pytest

from tests.registers.conftest import ANN, BOB, counts

# Ann: Year 3, SEN support, eligible, no other language than English. Bob: Reception, neither, Polish at home.
TRAITS = [
    (ANN, "Ash", "Ann", "2018-03-01", "F", "3", "3A", "K", True, False),
    (BOB, "Birch", "Bob", "2021-05-02", "M", "R", "RB", "N", False, True),
]
SIMS = (
    "Template Notes\n"
    "Surname Forename,UPN,Adno,DOB,Year,Reg Group,Sex,FSM,SEN Status,English as additional language\n"
    f'"Ash, Ann",{ANN},000123,01/03/2018,Year  3,3A,F,Y,K,N\n'
    f'"Birch, Bob",{BOB},000124,02/05/2021,Reception,RB,M,N,N,Y\n'
)
ARBOR = (
    "STUDENT_UNIQUE_ID,STUDENT_ID,UPN,LEGAL_FIRST_NAME,LEGAL_LAST_NAME,PREFERRED_FIRST_NAME,DATE_OF_BIRTH,"
    "GENDER,SEX,CURRENT_YEAR_GROUP,CURRENT_REGISTRATION_GROUP,CURRENT_SEN_STATUS,EAL,FSM,EVER_6_FSM\n"
    f"u-1,17,{ANN},Ann,Ash,Annie,2018-03-01 00:00:00,Female,FEMALE,YEAR_3,3A,SEN Support,false,true,true\n"
    f"u-2,18,{BOB},Bob,Birch,Bob,2021-05-02 00:00:00,Male,MALE,RECEPTION,RB,"
    "No Special Educational Need,true,false,true\n"
)
# Bromcom: the NC year is the statutory one, and EAL is in the first language
BROMCOM = (
    "LegalFirstName,LegalLastName,UPN,AdmissionNumber,DateOfBirth,EnrollmentStatus,TutorGroup,YearGroup,"
    "NCYearGroup,Provision,Gender,HasFSM,FSMStartDate,FSMEndDate,FirstLanguage\n"
    f"Ann,Ash,{ANN},000123,01/03/2018,C,3A,4,3,K - SEN Support,F,True,01/09/2024,,Believed to be English\n"
    f"Bob,Birch,{BOB},000124,02/05/2021,C,RB,1,R,No Specialist Provision,M,False,,,Polish\n"
)
LOCAL_AUTHORITY = (
    "Estab,UPN,Surname,Forename,PreferredSurname,Gender,DoB,EnrolStatus,NCyearActual,Reg,Language,"
    "SENprovision,FSME on Census Day\n"
    f"2001,{ANN},Ash,Ann,Ash,F,01/03/2018,C,3,3A,ENG,K,True\n"
    f"2001,{BOB},Birch,Bob,Birch,M,02/05/2021,C,R,RB,POL,N,False\n"
)
INTEGRIS = json.dumps(
    [
        {
            "LearnerCode": "000123", "UPN": ANN, "Surname": "Ash", "Forename": "Ann", "Gender": "F",
            "DateOfBirth": "01/03/2018 00:00:00", "Year": "7", "NCYear": "3", "RegGroup": "3A",
            "SENProvisionDetails": [{"ProvisionTypeCode": "K", "StartDate": "01/09/2024"}],
            "EAL": False, "FSM": True,
        },
        {
            "LearnerCode": "000124", "UPN": BOB, "Surname": "Birch", "Forename": "Bob", "Gender": "M",
            "DateOfBirth": "02/05/2021 00:00:00", "Year": "4", "NCYear": "R", "RegGroup": "RB",
            "SENProvisionDetails": [{"ProvisionTypeCode": "N", "StartDate": "03/09/2025"}],
            "EAL": True, "FSM": False,
        },
    ]
)  # fmt: skip
ADDITIONAL = "english_as_additional_language"
WONDE = json.dumps(
    {
        "data": [
            {
                "id": "A1", "legal_surname": "Ash", "legal_forename": "Ann", "gender": "FEMALE",
                "date_of_birth": {"date": "2018-03-01 00:00:00.000000", "timezone": "Europe/London"},
                "registration_group": {"data": {"name": "3A"}},
                "education_details": {"data": {"upn": ANN, "current_nc_year": "3"}},
                "extended_details": {
                    "data": {"sen_status": "K", "free_school_meals": True, ADDITIONAL: "No"}
                },
            },
            {
                "id": "A2", "legal_surname": "Birch", "legal_forename": "Bob", "gender": "MALE",
                "date_of_birth": {"date": "2021-05-02 00:00:00.000000", "timezone": "Europe/London"},
                "registration_group": {"data": {"name": "RB"}},
                "education_details": {"data": {"upn": BOB, "current_nc_year": "R"}},
                "extended_details": {
                    "data": {"sen_status": "N", "free_school_meals": False, ADDITIONAL: "Yes"}
                },
            },
        ],
    }
)  # fmt: skip


def traits(office):
    return office.stored(
        """select
            upn, surname, forename, date_of_birth::varchar, sex, year_group, class, send_provision, fsm, eal
        from pupils inner join pupil_characteristics using (school_id, pupil_id)
        where date '2025-10-01' between valid_from and valid_until order by upn = $1, surname""".replace(
            "$1", f"'{BOB}'"
        )
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("list.csv", SIMS, id="SIMS"),
        pytest.param("list.csv", ARBOR, id="Arbor"),
        pytest.param("list.csv", BROMCOM, id="Bromcom"),
        pytest.param("list.csv", LOCAL_AUTHORITY, id="local authority"),
        pytest.param("list.json", INTEGRIS, id="Integris"),
        pytest.param("list.json", WONDE, id="Wonde"),
    ],
)
def test_the_pupils_of_a_system_are_recognised_with_every_trait(office, name, content):
    report = office.take(name.replace(".", "_2025-10-01."), content)

    assert report.kind == "pupils"
    assert {key: count for key, count in counts(report).items() if key != "rows_skipped"} == {
        "rows_read": 2,
        "rows_accepted": 2,
    }
    assert traits(office) == TRAITS


@pytest.mark.parametrize(
    ("language", "eal"),
    [("English", False), ("ENB", False), ("Urdu", True), ("OTB", True), ("Refused", None), ("", None)],
)
def test_a_first_language_says_whether_english_is_another(office, language, eal):
    report = office.take("list_2025-10-01.csv", f"upn,First Language\n{ANN},{language}\n{BOB},English\n")

    assert office.stored(
        f"select distinct eal from pupil_characteristics inner join pupils using (school_id, pupil_id) "
        f"where upn = '{ANN}'"
    ) == [(eal,)]
    assert any("first language" in warning for warning in report.warnings)


def test_a_flag_for_it_goes_before_the_language(office):
    report = office.take("list_2025-10-01.csv", f"upn,EAL,First Language\n{ANN},N,Urdu\n")

    assert office.stored("select distinct eal from pupil_characteristics") == [(False,)]
    assert not any("first language" in warning for warning in report.warnings)


def test_a_list_of_several_within_a_record_is_said_to_be_left_out(office):
    several = json.loads(INTEGRIS)
    several[0]["SENProvisionDetails"].append({"ProvisionTypeCode": "E", "StartDate": "01/10/2025"})

    report = office.take("list_2025-10-01.json", json.dumps(several))

    assert "Lists within the records were not read: SENProvisionDetails." in report.warnings
    assert office.stored("select send_provision from pupil_list_rows order by line") == [("",), ("N",)]


@pytest.mark.parametrize("trait", ["mental_health_need", "near_threshold", "pupil_premium", "looked_after"])
def test_a_number_and_one_trait_is_a_pupil_list(office, trait):
    report = office.take("list.csv", f"admission_number,{trait}\n000123,Y\n000124,N\n")

    assert (report.kind, report.rows_accepted) == ("pupils", 2)
    assert office.stored(f"select {trait} from pupil_list_rows order by line") == [("true",), ("false",)]
