"""Several exports of one ledger to one: overlaps, contradictions, gaps."""
