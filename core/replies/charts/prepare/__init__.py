"""Chart data with pandas: from rows to what a chart shows.

The chart processes run these functions, and script.py copies them, as they stand, into the script that an answer
carries: so that script shows exactly how the picture came from the rows. Therefore they use pandas and the standard
library and nothing of ours but each other, and their names are unique in this folder. The server itself never imports
these modules; pandas would cost it 50 MB.
"""
