"""The figures with streamlit: data cached, the script run anew on each change."""

import record
import streamlit as st

st.set_page_config(page_title="The Great Purges", layout="wide")
rows = st.cache_data(record.load)()
st.title("At a glance")
years = st.slider("Period", 1921, 1953, (record.FIRST, record.LAST))
measures = st.pills("Measures", list(record.NAMES.values()), selection_mode="multi", default=list(record.NAMES.values()))
figures = st.selectbox("Whose figures", rows["figures"].unique())
scale = st.segmented_control("Scale", record.SCALES, default=record.SCALES[0])
left = record.chosen(rows, years, measures, figures)
st.plotly_chart(record.sentences(left))
st.plotly_chart(record.arrests(left, scale or record.SCALES[0]))
