"""Tables to the canonical frames of bookings, overviews and activities."""
