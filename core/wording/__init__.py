"""Words for people: numbers, dates, values, phrases that agree. Planners and replies speak with it."""
