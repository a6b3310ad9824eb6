"""Typed text to a value to a verdict. Pure: no disk, no clock, no worker, and no eval."""

from quizcv.grading.grade import Grade, grade, mistake_name, shuffled

__all__ = ["Grade", "grade", "mistake_name", "shuffled"]
