"""The chart of one year: what is left of the usable amount, day by day, and what orders and plans leave."""
