"""What people wrote, as the reading database holds it: newest versions only, in the schema `recorded`.

The definitions in queries/definitions/ unite these tables with those imported.
"""

RECORDED_TABLES = {
    "cme_cases": {
        "school_name": "varchar",
        "case_id": "varchar",
        "upn": "varchar",
        "admission_number": "varchar",
        "case_type": "varchar",
        "opened_date": "date",
        "trigger": "varchar",
        "owner_role": "varchar",
        "stage": "varchar",
        "next_step": "varchar",
        "next_step_due": "date",
        "la_notified_date": "date",
        "la_reference": "varchar",
        "closed_date": "date",
        "outcome": "varchar",
        "returned_date": "date",
        "recorded_at": "timestamp",
    },
    "cme_actions": {
        "school_name": "varchar",
        "case_id": "varchar",
        "action_date": "date",
        "action": "varchar",
        "by_role": "varchar",
        "result": "varchar",
        "recorded_at": "timestamp",
    },
    "support_actions": {
        "school_name": "varchar",
        "upn": "varchar",
        "admission_number": "varchar",
        "action_date": "date",
        "action": "varchar",
        "by_role": "varchar",
        "ended_date": "date",
        "recorded_at": "timestamp",
    },
    "penalty_notices": {
        "school_name": "varchar",
        "upn": "varchar",
        "admission_number": "varchar",
        "issued_date": "date",
        "parent": "integer",
        "status": "varchar",
        "recorded_at": "timestamp",
    },
}
