"""Axes of figures: how far they reach, and round numbers to mark on them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROUND = (1, 2, 2.5, 5, 10)
_BOUND = 1e300
_REACH = 0.04
"""What share of its length an axis grows at an end, where a round number is that near."""
_DECIMALS, _LARGE = 6, 1e7
"""With more decimals, or beyond that, numbers are written with an exponent."""


@dataclass(frozen=True)
class Axis:
    """A range of numbers, with its marks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    def at(self, value: float) -> float:
        """Return where a number stands: 0 at the low end, 1 at the high one."""
        return (_bounded(value) - self.low) / (self.high - self.low)


def axis_over(values: Iterable[float], most: int) -> Axis:
    """Return the axis that holds all of the values, with at most `most` round marks."""
    numbers = [_bounded(value) for value in values] or [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    if high - low <= 1e-12 * max(abs(low), abs(high)):  # a level line stands in the middle
        room = abs(low) / 2 or 1.0
        low, high = low - room, high + room
    step = _round_step((high - low) / most)
    reach = _REACH * (high - low)
    first, last = math.ceil((low - reach) / step), math.floor((high + reach) / step)
    ticks = tuple(number * step for number in range(first, last + 1))
    return Axis(min((low, *ticks)), max((high, *ticks)), ticks, _written(ticks, step))


def _bounded(value: float) -> float:
    """Return a number whose distance from another one is finite."""
    return float(max(-_BOUND, min(_BOUND, value)))


def _round_step(least: float) -> float:
    """Return the smallest round number that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in _ROUND if factor * power >= least * (1 - 1e-9))


def _written(ticks: tuple[float, ...], step: float) -> tuple[str, ...]:
    """Return the marks, all with as many digits as the step needs to tell them apart."""
    places = -math.floor(math.log10(step))
    while abs(round(step, places) - step) > 1e-9 * step:
        places += 1
    largest = max(map(abs, ticks), default=0.0)
    if places > _DECIMALS or largest >= _LARGE:
        digits = math.floor(math.log10(largest)) + places + 1
        return tuple(f"{tick:.{digits}g}" for tick in ticks)
    # + 0.0: no minus before a zero
    return tuple(f"{round(tick, places) + 0.0:.{max(0, places)}f}" for tick in ticks)
