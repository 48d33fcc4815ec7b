"""How to read what is published, in words for a new governor: the same on every page for governors."""

import streamlit as st


def reading_guide() -> None:
    """What is counted, what is left out and why."""
    st.markdown(
        """
**Who counts.** Pupils aged 5 to 15 on the 31 August at the start of the year, as in national figures.

**A session** is half a school day. **Absence** is the sessions missed divided by the sessions that were
possible, over all the pupils of a group; **attendance** is the rest.

**Persistent absence** is missing 10% or more of one's own sessions in the term: about one day in every two
weeks. **Severe absence** is missing 50% or more.

**Authorised** absence is absence the school has agreed to, such as illness; **unauthorised** is all other
absence.

**What is left out, and why.** No child may be found in these figures, whatever is subtracted from whatever.
So nothing is said of a group of fewer than 10 pupils, small groups are put together first, a count of 1 to
4 is shown as "fewer than 5", and whole tables are withheld where they would give somebody away. A gap is a
safeguard, not bad news.

**Terms are not added up.** A pupil who missed much in autumn may be back in spring, so the pupils of three
terms are not the pupils of the year. The year has figures of its own, published with its last term.

**More than chance.** In a small school a few colds or one family move the figures. Each comparison with the
year before says how large a change comes and goes by chance in a school of this size.

**England and the local authority** are shown where figures of the same series for the same period are
published: attendance, absence, authorised, unauthorised and persistent, from the Department for Education's
daily series, severe absence from its termly census. For a local authority there are figures of whole years
only.

**When they change.** The figures are those of the day on which the leadership team published the term. A
term that is published again, after marks were corrected, says what moved.
"""
    )
