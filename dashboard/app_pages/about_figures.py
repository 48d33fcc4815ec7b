"""What does each figure mean, and where does it come from? From the tables that the queries use."""

import pandas as pd
import streamlit as st

from dashboard.components.data_health import show_review_limits
from dashboard.components.fetch import fetch
from dashboard.components.figures import show_figures
from dashboard.components.page import page_header
from dashboard.components.papers import known_of_installation, show_paper
from dashboard.domain.plain_text import sentence_for_markdown
from dashboard.store.catalogue import queries

CATEGORIES = {
    "attending": "Attending",
    "approved_educational_activity": "Approved activity (attended)",
    "authorised_absence": "Authorised absence",
    "unauthorised_absence": "Unauthorised absence",
    "not_possible": "Not a possible session",
    "administrative": "Administrative (never counted)",
}

page_header("About the figures", period_note="Definitions, codes, rules and sources")

st.markdown(
    """
**A session** is half a school day. It is *possible* if the school held it, the pupil was on roll (not as a
guest) and the mark counts. A missing mark is neither present nor absent: it is left out until it is filled
in.

**Absence** is absent sessions divided by possible sessions, pooled over all the pupils and sessions chosen.

**Persistent absence** is missing 10% or more of one's own possible sessions, so exactly 10% counts;
**severe absence** is missing 50% or more. Both are judged in whole numbers over the period and filters on
show. DfE leaves out pupils who joined late and very small schools; these figures do not, so they may differ
a little from published ones.

**Other tools** count persistent absence by other rules: attendance below 90%, so that exactly 10% absence
is left out; severe absence apart; Reception with the rest; today's roll only. *Data*, "Reconcile", shows
each beside ours, and the pupils who move between them.

**Age.** Rates count pupils aged 5 to 15 on the 31 August at the start of the year, as DfE does. Lists of
pupils, clocks and cases hold children of every age. The filter *Age* changes both.

**A group** is the one a pupil was in on the day of the session, so a pupil who moved class counts in both.

**As at** is the last date with a mark. No figure looks at today's date; only *Data*, "Fit for a review",
does, to say how many school days ago the register ends.

**What governors see.** Whole terms and years that were published (*Publish to governors*), and nothing else:
the whole school, one way of grouping pupils at a time, no codes, no names. Groups too small are merged first;
then nothing is said of fewer than 10 pupils, a count of 1 to 4 is "fewer than 5", a count that is the whole
group is hidden, and rates have one decimal place. Each table is then audited by linear programming together
with everything ever published of the school, withdrawn terms too, by an attacker who knows who is in which
group and how many sessions each pupil could attend in each week: every hidden count must keep every value
from 1 to 4, and the absence rate of a group of fewer than 10 pupils a range of 10 points. So must its
authorised and unauthorised rates, but where the whole school has less of a kind than that, the range is all
that the school has, and for marks published again unchanged, all that an earlier publication told it had. A
table that fails is merged further, loses columns or is withheld whole. Counts of concerns are audited
likewise over all years, by an attacker who knows how many concerns were corrected in each term; a share or a
median over at least five concerns is left out where, less others, it would tell of fewer.

**CME.** A pupil on a school's roll, however long absent, is not a child missing education in law: here such
a case is called a CME *concern*. Clocks count school days in a row; a child seen in school, even for half a
day, ends the run.
"""
)

codes, rules, series, every_query, impact, accessibility = st.tabs(
    [
        *("Attendance codes", "Clocks and thresholds", "Comparisons", "Queries"),
        *("Data protection", "Accessibility"),
    ],
    key="about_tabs",
    on_change="rerun",
)
if codes.open:
    with codes:
        meanings = fetch("attendance_code_meanings")
        meanings = meanings.assign(category=meanings["category"].map(lambda name: CATEGORIES.get(name, name)))
        st.dataframe(
            meanings,
            hide_index=True,
            height=560,
            alt="Every attendance code, what it means and counts as, and when it was valid",
            column_config={
                "attendance_code": st.column_config.TextColumn("Code", pinned=True),
                "description": st.column_config.TextColumn("Meaning", width="large"),
                "category": "Counts as",
                "is_possible": "Possible",
                "is_attended": "Attended",
                "is_authorised": "Authorised",
                "is_unauthorised": "Unauthorised",
                "is_unexplained": "Unexplained",
                "valid_from": st.column_config.DateColumn("From", format="DD/MM/YYYY"),
                "valid_until": st.column_config.DateColumn("Until", format="DD/MM/YYYY"),
            },
        )
        st.caption(
            "Source: SI 2024/208 and DfE's Working together to improve school attendance; data/reference."
        )
        show_figures(meanings, query_name="attendance_code_meanings")
if rules.open:
    with rules:
        for row in fetch("clock_rules").to_dict("records"):
            since = "" if pd.isna(row["valid_from"]) else f", from {row['valid_from']:%d/%m/%Y}"
            counted = f"Counts: `{row['codes']}`. " if row["codes"] else ""
            if row["rule"] == "any_reason":
                counted = "Counts every authorised or unauthorised absence. "
            neutral = (
                f"Neither counts nor breaks a run: `{row['neutral_codes']}`." if row["neutral_codes"] else ""
            )
            st.markdown(
                f"**{row['label']}** ({row['kind']}{since}): {row['threshold']} {row['unit']}.  \n"
                f"{counted}{neutral}  \n"
                f"{sentence_for_markdown(row['legal_basis'])}"
            )
        st.caption(
            "A school's policy may be stricter than statute, never looser. Source: data/reference/rules.toml."
        )
        st.header("When a register is fit for a review", anchor=False)
        show_review_limits(fetch("review_limits"))
if series.open:
    with series:
        st.markdown(
            "Two series are published and never mixed. **DAILY** (DfE, Pupil attendance in schools) "
            "comes from registers each day, is early and is later amended. **CENSUS** (DfE, Pupil "
            "absence in schools) is accredited, comes in arrears and alone has severe absence. "
            "Attendance and persistent absence are compared with DAILY, severe absence with CENSUS. "
            "There is no published comparison for CME concerns of pupils still on a roll."
        )
        show_figures(
            fetch("benchmark_sources"), query_name="benchmark_sources", label="Every series and period stored"
        )
        st.caption("Contains public sector information licensed under the Open Government Licence v3.0.")
if every_query.open:
    with every_query:
        st.markdown(
            "Every figure comes from one of these. The command line runs them too: "
            "`python -m dashboard query`."
        )
        st.dataframe(
            pd.DataFrame(
                [(query.name, query.question, query.grain) for query in queries().values()]
            ).set_axis(["Query", "Question it answers", "One row"], axis="columns"),
            hide_index=True,
            height=560,
            alt="Every query by name, with its question",
        )
if impact.open:
    with impact:
        show_paper("dpia", "data protection impact assessment", known_of_installation())
if accessibility.open:
    with accessibility:
        show_paper("accessibility_statement", "accessibility statement", known_of_installation())
