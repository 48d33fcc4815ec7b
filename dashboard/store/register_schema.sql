-- Tables of a register file: what was imported, and what follows from it.
-- Written with STORAGE_VERSION 'v1.5.0'. Tables only: views and macros are made where the file is read.
-- No primary keys: uniqueness is kept by the import run, and indexes would double the size of a large file.
-- The first part is written by registers/; the second is derived from it by queries/marts/, inside the same
-- transaction, and is never edited by hand. Academic years are the year they start in: 2025 is 2025/26.

create table register_version (schema_version integer);

-- What stands in every mark is kept as one of a few known texts: a third less time to write
-- many marks. A code that attendance_codes.csv gains needs a migration.
create type half_day as enum ('AM', 'PM');
create type mark_code as enum (
    '#', '/', 'B', 'C', 'C1', 'C2', 'D', 'E', 'F', 'G', 'H', 'I', 'I01', 'I02', 'J', 'J1', 'K', 'L', 'M', 'N', 'O',
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'X01', 'X02', 'X03', 'X04', 'X05', 'X06', 'X07', 'Y', 'Y1', 'Y2',
    'Y3', 'Y4', 'Y5', 'Y6', 'Y7', 'Z', '\'
);

create table attendance_codes (
    attendance_code mark_code, description varchar, category varchar,
    is_possible boolean, is_attended boolean, is_authorised boolean, is_unauthorised boolean, is_unexplained boolean,
    valid_from date, valid_until date,
    applies_from date, applies_until date -- the same, the first meaning stretched back and the last one forward
);
create table easter_sundays (easter_sunday date);
create table rules (
    rule varchar, label varchar, kind varchar, codes varchar[], neutral_codes varchar[], threshold integer, unit varchar,
    legal_basis varchar, valid_from date, valid_until date
);

create table schools (school_id integer, name varchar, urn varchar, la_code varchar);

create table import_runs (run_id integer, finished_at timestamp, description varchar);
create table imports (
    import_id integer, run_id integer, school_id integer, imported_at timestamp, file_name varchar, sha256 varchar,
    kind varchar, layout varchar, encoding varchar, as_at date, first_date date, last_date date,
    rows_read integer, rows_accepted integer, rows_unchanged integer, rows_superseded integer, rows_rejected integer,
    rows_skipped integer, blank_cells integer
);
create table import_problems (
    import_id integer, severity varchar, line integer, column_name varchar, message varchar
);

-- Every name by which a pupil is known: kind is 'upn' or 'admission_number'. A pupil_id is never reused.
create table pupil_aliases (school_id integer, pupil_id integer, kind varchar, value varchar);
-- The highest pupil_id ever given, in one row: who bookmarked an erased pupil must never meet another child there.
create table pupil_numbers (highest integer);
insert into pupil_numbers values (0);

-- A pupil list as it was given, one row a line. Null: the list had no such column. '': the cell was blank, so unknown.
-- Values are cleaned text: dates ISO, flags 'true'/'false', year group N1 N2 R 1..14, SEND N K E.
create table pupil_list_rows (
    school_id integer, pupil_id integer, as_at date, line integer, import_id integer,
    upn varchar, former_upn varchar, admission_number varchar, surname varchar, forename varchar,
    date_of_birth varchar, sex varchar, household varchar, enrolment_status varchar,
    entry_date varchar, leaving_date varchar, destination varchar,
    year_group varchar, class varchar, send_provision varchar, send_need varchar, fsm varchar, fsm_basis varchar,
    pupil_premium varchar, eal varchar, ethnicity varchar, looked_after varchar, social_worker varchar,
    child_protection_plan varchar, young_carer varchar, service_child varchar, mental_health_need varchar,
    near_threshold varchar
);

-- What files of marks said of pupils whom no pupil list describes, as it held on a day; only what was new then. Null: the
-- file did not say. Cleaned text as in a list, and gone as soon as a list describes the pupil.
create table names_beside_marks (
    school_id integer, pupil_id integer, as_at date, import_id integer,
    surname varchar, forename varchar, year_group varchar, class varchar
);

-- One row a session: a calendar line without a session is stored as AM and PM, kind is always filled.
create table calendar_entries (
    school_id integer, session_date date, session varchar, kind varchar, term varchar, import_id integer
);

-- The current mark of a pupil and session, kept sorted by academic year, school, pupil, date, session. raw_mark is what
-- the file had where that is not the code itself, also in mark_changes. Which compression fits a column of so many rows
-- is known, and said: trying them all is a quarter of the time that writing takes.
create table session_marks (
    academic_year smallint using compression rle, school_id integer using compression rle,
    pupil_id integer using compression rle, session_date date using compression bitpacking,
    session half_day using compression uncompressed, attendance_code mark_code using compression uncompressed,
    raw_mark varchar using compression dict_fsst, minutes_late smallint using compression rle,
    import_id integer using compression rle
);
create table mark_changes (
    school_id integer, pupil_id integer, session_date date, session varchar,
    old_code varchar, old_raw_mark varchar, old_minutes_late smallint, old_import_id integer,
    new_code varchar, new_raw_mark varchar, new_import_id integer
);

create table imported_cme_cases (
    school_id integer, import_id integer, case_id varchar, upn varchar, admission_number varchar, case_type varchar,
    opened_date date, trigger varchar, owner_role varchar, stage varchar, next_step varchar, next_step_due date,
    la_notified_date date, la_reference varchar, closed_date date, outcome varchar, returned_date date
);
create table imported_cme_actions (
    school_id integer, import_id integer, case_id varchar, action_date date, action varchar, occurrence integer,
    by_role varchar, result varchar
);
create table imported_support_actions (
    school_id integer, import_id integer, upn varchar, admission_number varchar, action_date date, action varchar,
    occurrence integer, by_role varchar, ended_date date
);
create table imported_penalty_notices (
    school_id integer, import_id integer, upn varchar, admission_number varchar, issued_date date, parent integer,
    occurrence integer, status varchar
);
create table imported_targets (
    school_id integer, import_id integer, academic_year integer, measure varchar, target double
);

-- Derived from here on.

create table pupils (
    school_id integer, pupil_id integer, upn varchar, former_upn varchar, admission_number varchar,
    surname varchar, forename varchar, date_of_birth date, sex varchar, household varchar, enrolment_status varchar,
    destination varchar, is_described boolean, on_roll_from date, on_roll_until date
);
create table enrolments (school_id integer, pupil_id integer, on_roll_from date, on_roll_until date);

-- Traits as they were at the time; valid_until is inclusive, the last period is open (9999-12-31).
create table pupil_characteristics (
    school_id integer, pupil_id integer, valid_from date, valid_until date, is_carried_back boolean,
    is_year_group_derived boolean,
    year_group varchar, class varchar, send_provision varchar, send_need varchar, fsm boolean, fsm_basis varchar,
    pupil_premium boolean, eal boolean, ethnicity varchar, looked_after boolean, social_worker boolean,
    child_protection_plan boolean, young_carer boolean, service_child boolean, mental_health_need boolean,
    near_threshold boolean
);

create table school_days (
    school_id integer, session_date date, session half_day, is_held boolean, kind varchar, is_in_calendar boolean,
    weekday integer
);
-- Every date, held or not: what term and week it belongs to, how many school days there were up to and including it.
create table school_dates (
    school_id integer, calendar_date date, is_school_day boolean, school_days_so_far integer,
    academic_year integer, term varchar, half_term varchar, weekday integer,
    week_commencing date, week_number integer, academic_year_of_date integer
);
-- One row a school: where its data ends and what is left of the year.
create table school_status (
    school_id integer, as_of date, academic_year integer, year_start date, sessions_so_far integer,
    sessions_left integer, school_days_left double, is_year_end_known boolean
);
-- Stretches of time over which nothing about a pupil that a filter asks for changes. The id sorts like the marks.
create table pupil_periods (
    period_id bigint, school_id integer, pupil_id integer, academic_year smallint, valid_from date, valid_until date,
    is_statistical_age boolean, is_compulsory_age boolean, is_on_roll_now boolean, is_guest boolean,
    age_source varchar, sex varchar,
    year_group varchar, class varchar, send_provision varchar, send_need varchar, fsm boolean, fsm_basis varchar,
    pupil_premium boolean, eal boolean, ethnicity varchar, looked_after boolean, social_worker boolean,
    child_protection_plan boolean, young_carer boolean, service_child boolean, mental_health_need boolean,
    near_threshold boolean
);
-- Every stored mark with its meaning. is_possible: a possible code, in a session held, of a pupil who is no guest.
create table pupil_sessions (
    academic_year smallint using compression rle, school_id integer using compression rle,
    pupil_id integer using compression rle, period_id bigint using compression rle,
    session_date date using compression bitpacking, session half_day using compression uncompressed,
    weekday tinyint using compression uncompressed, attendance_code mark_code using compression uncompressed,
    is_held boolean using compression roaring, is_possible boolean using compression roaring,
    is_attended boolean using compression roaring, is_authorised boolean using compression roaring,
    is_unauthorised boolean using compression roaring, is_absent boolean using compression roaring,
    is_late boolean using compression roaring
);
create table missing_sessions (
    academic_year smallint, school_id integer, pupil_id integer, period_id bigint, session_date date, session varchar,
    weekday tinyint
);
-- The two above, added up by pupil, period and week. A query reads sessions only where a week lies partly outside its dates.
create table pupil_weeks (
    academic_year smallint using compression rle, school_id integer using compression rle,
    pupil_id integer using compression rle, period_id bigint using compression rle,
    week_commencing date using compression bitpacking, first_date date using compression bitpacking,
    last_date date using compression bitpacking,
    possible_sessions integer using compression rle, attended_sessions integer using compression rle,
    authorised_sessions integer using compression rle, unauthorised_sessions integer using compression rle,
    absent_sessions integer using compression rle, late_sessions integer using compression rle,
    missing_marks integer using compression rle
);
-- School days that count for a clock (rule), each in its run of days with no breaking day between.
create table absence_run_days (
    school_id integer, pupil_id integer, rule varchar, first_date date, session_date date, day_of_run integer,
    is_open boolean
);
-- Those runs, found over everything stored.
create table absence_runs (
    school_id integer, pupil_id integer, rule varchar, first_date date, last_date date, school_days integer,
    is_open boolean, trigger_date date
);
-- Days at whose end ten school weeks held ten or more sessions that count towards a penalty notice.
create table penalty_days (
    school_id integer, pupil_id integer, session_date date, sessions_counted integer, of_which_n integer,
    window_first_week date, window_last_week date
);
create table illness_years (
    school_id integer, pupil_id integer, academic_year integer, sessions_ill integer, longest_run integer,
    last_ill_date date
);
-- A clock that fired, kept with what the register then said even if a later amendment would not have fired it.
create table cme_triggers (
    school_id integer, pupil_id integer, rule varchar, first_date date, last_date date, trigger_date date,
    school_days integer, is_open boolean, is_amended boolean
);
