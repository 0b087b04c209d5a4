"""The chart of single regions: small multiples on one scale."""
