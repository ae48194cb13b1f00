"""What both planners promise: the Plan, the chart that it declares, the choice between them."""
