"""What a colour means. A chart draws with these values; a theme may put its own in their place, one for one.

The values were found by search so that the least distance between any two stays above 21 (CAM02-UCS) in normal vision
and under simulated deutan, protan and tritan vision, each at least 3:1 on the paper.
"""

from __future__ import annotations

from collections.abc import Mapping

DEATH = "#8C282E"
CONFINEMENT = "#C97813"
EXILE = "#227590"
ARREST = "#213955"
CONTEXT = "#908B7F"

INK = "#1E1C19"
MUTED = "#6B675E"
PAPER = "#FBFAF6"
GRID = "#E4E0D6"
SPAN = "#EFE9DA"

# Darker twins for words: the hues above are too light for small type (4.5:1).
CONFINEMENT_TEXT = "#A8610A"
CONTEXT_TEXT = "#6F6A5F"

AS_TEXT: Mapping[str, str] = {CONFINEMENT: CONFINEMENT_TEXT, CONTEXT: CONTEXT_TEXT}

# In print, and wherever colour would carry meaning alone, a category also has its own pattern (Plotly's shapes).
PATTERNS: Mapping[str, str] = {DEATH: "", CONFINEMENT: "/", EXILE: ".", ARREST: "x", CONTEXT: "-"}

OF_MEASURE: Mapping[str, str] = {
    "arrested": ARREST,
    "convicted": CONTEXT,
    "sentenced_to_death": DEATH,
    "executed": DEATH,
    "sentenced_to_confinement": CONFINEMENT,
    "sentenced_to_exile": EXILE,
    "sentenced_to_other_measures": CONTEXT,
}
"""The colour of each measure of the record, on every chart."""
