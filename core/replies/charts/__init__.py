"""Charts: a ChartSpec over a Result becomes a PNG and a script that redraws it.

In the server: choice.py chooses the chart, title.py names it, job.py says whether it can be drawn and what a process
needs for it, pool.py hands it over, script.py writes the script. In a chart process (worker.py): prepare/ makes the
data with pandas, labelling/ writes every label, draw/ draws with matplotlib.
"""
