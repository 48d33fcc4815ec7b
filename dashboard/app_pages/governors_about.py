"""What the published figures mean, for a governor."""

import streamlit as st

st.title("About the figures")
st.markdown(
    """
**Who counts.** Pupils aged 5 to 15 on the 31 August at the start of the year, as in national figures.

**A session** is half a school day. **Absence** is the sessions missed divided by the sessions that were
possible, over all the pupils of a group.

**Persistent absence** is missing 10% or more of one's own sessions; **severe absence** is missing 50% or
more.

**Authorised** absence is absence the school has agreed to, such as illness; **unauthorised** is all other
absence.

**What is left out, and why.** No child may be found in these figures, whatever is subtracted from whatever.
So nothing is said of a group of fewer than 10 pupils, small groups are put together first, a count of 1 to
4 is shown as "fewer than 5", and whole tables are withheld where they would give somebody away. A gap is a
safeguard, not bad news.

**When they change.** The figures are those of the day on which the leadership team published the term. A
term that is published again, after marks were corrected, says what moved.
"""
)
