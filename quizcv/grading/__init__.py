"""Typed text to a value to a verdict. Pure: no disk, no clock, no worker, and no eval."""

from quizcv.grading.grade import Grade, grade, grade_points, mistake_name, shuffled

__all__ = ["Grade", "grade", "grade_points", "mistake_name", "shuffled"]
