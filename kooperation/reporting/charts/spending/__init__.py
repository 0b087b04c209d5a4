"""The chart of spending: what each region cost in each year against the stepped ceiling."""
