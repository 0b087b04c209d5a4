"""Pure functions, frames in and frames out: assigning, summing, holding against ceilings, reconciling."""
