"""What has been published to governors: the headline figures of every term."""

import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.figures import show_figures

st.title("For governors")
show_figures(fetch("governor_headline"), query_name="governor_headline", label="What has been published")
