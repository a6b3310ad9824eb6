"""The learner's progress in SQLite: an append-only review log and what is derived from it."""
