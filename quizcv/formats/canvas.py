"""Lines drawn with characters: which cell of a grid shows which of them, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BRAILLE = 0x2800
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bits of Braille dots, by row and column within a cell."""
_DASH = 3
"""Cells in a row that one of several lines in the same place has before the next has its turn."""

Point = tuple[float, float]
"""Fractions of the width, from the left, and of the height, from below."""
Cell = tuple[int, int]


class Canvas:
    """A grid of cells. Lines that meet in a cell take turns, so that each of them is seen."""

    def __init__(self, columns: int, rows: int, markers: Sequence[str] = ()) -> None:
        """Make an empty one.

        Args:
            columns: of cells.
            rows: of cells.
            markers: a character for each line; without them, cells hold 2 × 4 Braille dots.
        """
        self._columns, self._rows, self._markers = columns, rows, markers
        self._across, self._down = (1, 1) if markers else (2, 4)
        self._lines: list[dict[Cell, int]] = []

    def draw(self, points: Sequence[Point]) -> None:
        """Draw one more line, through points in this order."""
        cells: dict[Cell, int] = {}
        for x, y in self._pixels(points):
            cell = x // self._across, y // self._down
            bit = 0 if self._markers else _DOTS[y % 4][x % 2]
            cells[cell] = cells.get(cell, 0) | bit
        self._lines.append(cells)

    def _pixels(self, points: Sequence[Point]) -> Iterable[tuple[int, int]]:
        width, height = self._columns * self._across - 1, self._rows * self._down - 1
        places = [(x * width, (1 - y) * height) for x, y in points]
        for (x, y), (to_x, to_y) in zip(places, places[1:] or places, strict=False):
            steps = max(1, round(max(abs(to_x - x), abs(to_y - y))))
            for i in range(steps + 1):
                part = i / steps
                yield round(x + part * (to_x - x)), round(y + part * (to_y - y))

    def rows(self) -> list[list[tuple[str, int | None]]]:
        """Return for each row its cells: a character and the line it is of, or a space and None."""
        shown = self._shown()
        return [
            [self._character(cell, shown.get(cell)) for cell in cells]
            for cells in ([(x, y) for x in range(self._columns)] for y in range(self._rows))
        ]

    def _character(self, cell: Cell, line: int | None) -> tuple[str, int | None]:
        if line is None:
            return " ", None
        if self._markers:
            return self._markers[line % len(self._markers)], line
        return chr(_BRAILLE | self._lines[line][cell]), line

    def _shown(self) -> dict[Cell, int]:
        """Return the line that each cell shows."""
        through: dict[Cell, list[int]] = {}
        for line, cells in enumerate(self._lines):
            for cell in cells:
                through.setdefault(cell, []).append(line)
        shown = {cell: lines[cell[0] // _DASH % len(lines)] for cell, lines in through.items()}
        # A line that is short or steep may have had no turn: it gets the middle of its cells.
        for line, cells in enumerate(self._lines):
            if cells and line not in shown.values():
                shown[sorted(cells)[len(cells) // 2]] = line
        return shown
