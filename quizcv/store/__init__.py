"""The learner's progress in SQLite: an append-only review log and what is derived from it."""

from quizcv.store.progress import ProgressStore, open_progress

__all__ = ["ProgressStore", "open_progress"]
