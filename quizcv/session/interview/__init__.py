"""Timed mock interviews: what is asked, against which clock, and what the report says."""
