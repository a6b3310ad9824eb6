"""Cards times runner gives a report: every answer by two routes, over many numbers."""
