"""Who is timed at one stage: each prepares, and returns the work; the work returns how its answer is told."""
