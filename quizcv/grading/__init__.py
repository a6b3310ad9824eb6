"""Typed text to a value to a verdict. Pure: no disk, no clock, no worker, and no eval."""

from quizcv.grading.grade import Grade, Sample, Sampler, grade, grade_points
from quizcv.kinds.options import Option, shuffled
from quizcv.kinds.shown import shown_value

__all__ = [
    "Grade",
    "Option",
    "Sample",
    "Sampler",
    "grade",
    "grade_points",
    "shown_value",
    "shuffled",
]
