"""The chart of activities: what took place when with which region, and what each region cost in each year."""
