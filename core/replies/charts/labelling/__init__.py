"""From a ChartSpec and a Result to a Drawing, in a chart process: prepared with pandas, every label written."""
