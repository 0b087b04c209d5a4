"""The bullets: one per year, with what is left in words."""
