"""Presets as data: the bundled ones keep their promises, broken ones say what is wrong."""

from __future__ import annotations

import pytest

from quizcv.app.preset_files import BUNDLED, preset_files, preset_named, read_preset
from quizcv.errors import BankUnreadable, UnknownName

WHOLE = """\
preset: mine
title: Mine
minutes: 10
parts:
  - title: Short
    count: 3
    steps:
      - {ask: short, seconds: 90}
"""


@pytest.mark.parametrize(
    ("name", "minutes", "questions"), [("screen", 30, 12), ("theory", 45, 25), ("deep", 60, 29)]
)
def test_the_bundled_presets(name, minutes, questions):
    preset = read_preset(BUNDLED / f"{name}.yaml")
    assert (preset.preset, preset.minutes, preset.questions) == (name, minutes, questions)
    needed = sum(step.seconds * part.count for part in preset.parts for step in part.steps)
    assert needed <= minutes * 60


def test_theory_is_five_quick_questions_and_four_chains_of_eight_minutes():
    warm_up, chains = read_preset(BUNDLED / "theory.yaml").parts
    assert (warm_up.count, [step.seconds for step in warm_up.steps]) == (5, [60])
    assert (chains.count, sum(step.seconds for step in chains.steps)) == (4, 8 * 60)


def test_a_shorter_interview_has_fewer_rounds_at_the_same_pace():
    short = read_preset(BUNDLED / "theory.yaml").lasting(15)
    assert short.minutes == 15
    assert [part.count for part in short.parts] == [2, 1]
    assert short.parts[1].steps[0].seconds == 120


def test_a_preset_of_ones_own_is_found_and_hides_a_bundled_one(tmp_path):
    (tmp_path / "mine.yaml").write_text(WHOLE)
    (tmp_path / "screen.yaml").write_text(WHOLE.replace("mine", "screen"))
    assert preset_named("mine", tmp_path).title == "Mine"
    assert preset_named("screen", tmp_path).title == "Mine"
    assert list(preset_files(tmp_path)) == ["deep", "screen", "theory", "mine"]


def test_an_unknown_preset_names_those_there_are(tmp_path):
    with pytest.raises(UnknownName, match="theory"):
        preset_named("theroy", tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("minutes: 10", "minutes: soon", "3:.*wrong-type"),
        ("minutes: 10", "minutes: 1:30", "3:"),
        ("ask: short", "ask: shorts", "unknown-word.*short"),
        ("ask: short", "ask: why", "begins with `short` or `compute`"),
        ("seconds: 90", "seconds: 0", "out-of-range"),
        ("title: Mine", "titel: Mine", "unknown-key.*title"),
        ("    count: 3\n", "", "missing-key.*count"),
        (WHOLE, "", "missing-key"),
    ],
)
def test_a_broken_preset_says_where_and_what(tmp_path, old, new, told):
    file = tmp_path / "mine.yaml"
    file.write_text(WHOLE.replace(old, new))
    with pytest.raises(BankUnreadable, match=told):
        read_preset(file)


def test_a_preset_is_called_like_its_file(tmp_path):
    (tmp_path / "other.yaml").write_text(WHOLE)
    with pytest.raises(BankUnreadable, match="preset: mine"):
        preset_named("other", tmp_path)
