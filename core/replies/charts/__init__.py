"""Charts: chosen, prepared and drawn in other processes."""
