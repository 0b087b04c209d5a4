"""The chart of cost types per region."""
