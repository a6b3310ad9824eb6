"""Lines on a grid of cells: none hides another."""

from __future__ import annotations

from quizcv.formats.canvas import Canvas

ALONG = [(0.0, 0.0), (1.0, 0.0)]


def drawn(canvas):
    return ["".join(character for character, _ in row) for row in canvas.rows()]


def test_lines_in_the_same_place_take_turns():
    canvas = Canvas(12, 1, "ab")
    canvas.draw(ALONG)
    canvas.draw(ALONG)
    assert drawn(canvas) == ["aaabbbaaabbb"]


def test_a_line_that_never_has_a_turn_gets_one_cell():
    canvas = Canvas(12, 1, "ab")
    canvas.draw(ALONG)
    canvas.draw([(0.0, 0.0), (0.1, 0.0)])
    assert drawn(canvas) == ["abaaaaaaaaaa"]


def test_a_line_is_where_its_points_are():
    canvas = Canvas(3, 3, "o")
    canvas.draw([(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
    assert drawn(canvas) == ["  o", " o ", "o  "]


def test_in_braille_a_cell_has_two_by_four_dots():
    canvas = Canvas(2, 1)
    canvas.draw([(0.0, 1.0), (1.0, 0.0)])
    assert canvas.rows() == [[("⠑", 0), ("⢄", 0)]]
