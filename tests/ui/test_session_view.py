"""Screens of a session at three widths, compared with stored renders.

`pytest -n0 tests/ui/test_session_view.py --snapshot-update` stores them anew, for a look at the
diff.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console
from scripted import BRIEFING, LEAVING, RUBRIC, SURE, TIME_UP, timed

from quizcv.cards.model import Figure
from quizcv.cards.variant import Variant
from quizcv.kinds.options import Option
from quizcv.schedule import Rating
from quizcv.session import keys, views
from quizcv.session.asked import Asked
from quizcv.session.events import Key
from quizcv.ui.line.front import view_lines
from quizcv.ui.render_rich import screen
from quizcv.ui.screen.front import foot

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)

ASKED = Asked(
    card="conv-output-size",
    kind="integer",
    area="convolution",
    level="warmup",
    topics=("conv-output-size",),
    text="A 227×227 image meets `11×11` filters with stride **4** and padding 0. How wide is it?",
    form="a whole number, such as 34848 or 34.8k, in pixels",
    convention="sizes are floored, as in torch",
    hints=("How many places can the left edge take?",),
    hints_left=1,
    number=3,
    left=9,
    fresh=True,
)
CHOICE = Asked(
    card="dead-relu",
    kind="choice",
    area="activations",
    level="core",
    topics=("relu",),
    text="Which unit can stop learning for ever?",
    form="a letter",
    options=(
        Option("a", "tanh", "a tanh unit, because it saturates on both sides of the origin"),
        Option("b", "relu", "a ReLU unit"),
    ),
    number=1,
    total=10,
)
RECALL = Asked(
    card="why-bn",
    kind="recall",
    area="training",
    level="deep",
    topics=("batch-norm",),
    text="Why does batch normalization allow a higher learning rate?",
    form="say it aloud, then reveal",
    number=12,
    practice=True,
)
INTERVALS = {
    Rating.AGAIN: timedelta(minutes=1),
    Rating.HARD: timedelta(minutes=6),
    Rating.GOOD: timedelta(days=4),
    Rating.EASY: timedelta(days=500),
}
NEXT, WHY, QUIT = (
    Key("next", "enter", "next"),
    Key("why", "w", "why"),
    Key("quit", "q", "quit"),
)
WRONG = views.Result(
    verdict="wrong",
    feedback="That counts the **steps**; the first position adds one.",
    given="54",
    expected="55 pixels",
    explanation="The left edge can stand at 0, 4, … so there are ⌊216 / 4⌋ + 1 = 55 positions.",
    sources=("Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016",),
)
VIEWS = {
    "question": views.Question(
        asked=ASKED, keys=keys.question(ASKED, recall=False, undo=True), notice="Not a number."
    ),
    "choice": views.Question(asked=CHOICE, keys=keys.question(CHOICE, recall=False, undo=False)),
    "sureness": views.Sureness(asked=CHOICE, given="b", keys=keys.SURENESS),
    "wrong": views.Graded(
        asked=ASKED,
        result=WRONG,
        rating=Rating.AGAIN,
        interval=INTERVALS[Rating.AGAIN],
        keys=(NEXT, *keys.ratings(INTERVALS, Rating.AGAIN), WHY, QUIT),
    ),
    "right": views.Graded(
        asked=CHOICE,
        result=views.Result(
            verdict="correct", feedback="", given="b", expected="b) a ReLU unit", explanation="So."
        ),
        rating=Rating.GOOD,
        interval=INTERVALS[Rating.GOOD],
        keys=(NEXT, *keys.ratings(INTERVALS, Rating.GOOD), WHY, QUIT),
    ),
    "points": views.Points(
        asked=RECALL,
        text="It keeps the scale of activations, whatever the weights do.",
        points=("activations keep their scale", "gradients shrink as weights grow"),
        explanation="Scaling a layer's weights by 10 leaves its output as it was.",
        typed_answer="keeps the scale",
        keys=(*keys.ratings(INTERVALS), WHY, QUIT),
    ),
    "code": views.Ran(
        asked=ASKED,
        code="import torch\nfor stride in (1, 2):\n    conv = torch.nn.Conv2d(1, 1, k, stride=s)"
        "  # a real layer, to be sure\nanswer = 55\n",
        params={"k": 11, "s": 4},
        values={"answer": "55"},
        stdout="built\n",
        seconds=0.0123,
        keys=keys.CODE,
    ),
    "change": views.Change(asked=ASKED, params={"k": 11, "s": 4}, example="k=12", keys=keys.CHANGE),
    "foretold": views.Foretold(asked=ASKED, changed={"s": 2}, result=WRONG, keys=keys.FORETOLD),
    "aside": views.SetAside(
        card="broken-card",
        message="its check failed: division by zero",
        remedy="quizcv verify broken-card",
        keys=keys.SET_ASIDE,
    ),
    "study-end": views.Finished(
        kind="study",
        session="s",
        seed=1,
        right=7,
        wrong=2,
        skipped=1,
        seconds=312,
        left=4,
        next_due=NOW + timedelta(minutes=10),
        at=NOW,
        set_aside=(("broken-card", "its check failed"),),
    ),
    "quiz-end": views.Finished(
        kind="quiz",
        session="s",
        seed=42,
        right=1,
        wrong=1,
        skipped=0,
        seconds=75,
        topics=(
            views.Score(name="conv-output-size", right=0, asked=1),
            views.Score(name="relu", right=1, asked=1),
        ),
        misses=(
            views.Missed(
                asked=ASKED,
                given=WRONG.given,
                expected=WRONG.expected,
                feedback=WRONG.feedback,
                explanation=WRONG.explanation,
            ),
        ),
        calibration=((50, 1, 1), (95, 0, 1)),
    ),
    "nothing-due": views.Finished(
        kind="study", session="s", seed=1, right=0, wrong=0, skipped=0, seconds=0.0
    ),
}
VIEWS |= {
    "briefing": BRIEFING,
    "interview-question": timed(notice="That does not read as a number."),
    "interview-choice": timed("choice"),
    "interview-spoken": timed("spoken"),
    "interview-sureness": SURE,
    "time-up": TIME_UP,
    "paused": views.Paused(seconds_left=60, keys=keys.PAUSED),
    "leaving": LEAVING,
    "rubric": RUBRIC,
}


FIGURE = Figure(title="Doubling", x="xs", series={"twice": "ys"})
ARRAYS = {"xs": [0.0, 1.0], "ys": [0.0, 2.0]}


@pytest.mark.parametrize("name", ["points", "wrong"])
def test_a_figure_stands_with_what_is_revealed(name):
    variant = Variant(card="c", seed=None, params={}, answer=None, arrays=ARRAYS)
    plotted = {"figure": FIGURE, "variant": variant}
    view = VIEWS[name]
    if isinstance(view, views.Graded):
        view = replace(view, result=replace(view.result, **plotted))
    else:
        view = replace(view, **plotted)
    assert "Doubling" in rendered(view, 80, color_system=None)


def test_a_figure_without_its_arrays_is_said_to_be_drawn_by_why():
    variant = Variant(card="c", seed=3, params={}, answer=None)
    result = replace(VIEWS["wrong"].result, figure=FIGURE, variant=variant)
    shown = rendered(replace(VIEWS["wrong"], result=result), 80, color_system=None)
    assert "Doubling" not in shown
    assert "`w` runs the snippet and draws it" in shown


@pytest.mark.parametrize(
    ("hours", "says"), [(-1, "is due again now"), (0, "is due again now"), (3, "comes back in 3 h")]
)
def test_the_end_tells_when_the_first_card_comes_back(hours, says):
    view = replace(VIEWS["study-end"], next_due=NOW + timedelta(hours=hours))
    assert f"The first of these {says}." in view_lines(view)


def rendered(view: views.View, width: int, **options: object) -> str:
    console = Console(file=StringIO(), width=width, height=24, emoji=False, **options)
    console.print(screen(view.blocks), foot(view))
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", VIEWS)
def test_screens_are_as_stored(name, width, stored):
    text = rendered(VIEWS[name], width, color_system=None)
    assert max(map(cell_len, text.splitlines())) <= width
    assert text == stored


@pytest.mark.parametrize("name", VIEWS)
def test_plain_lines_are_as_stored(name, stored):
    assert "\n".join(view_lines(VIEWS[name])) + "\n" == stored


def test_nothing_is_stored_that_nothing_is_compared_with():
    stored = {path.stem for path in (Path(__file__).parent / "__snapshots__").glob("*/*")}
    plain = {f"test_plain_lines_are_as_stored[{name}]" for name in VIEWS}
    screens = {
        f"test_screens_are_as_stored[{name}-{width}]" for name in VIEWS for width in (40, 80, 120)
    }
    assert stored == plain | screens


@pytest.mark.parametrize("name", VIEWS)
def test_no_color_means_none(name, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    text = rendered(VIEWS[name], 80, force_terminal=True)
    assert "\x1b[3" not in text.replace("\x1b[3m", "")
    assert not any(0x1F300 <= ord(character) <= 0x1FAFF for character in text)


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("width", [40, 80])
def test_every_valid_key_is_named(name, width):
    view = VIEWS[name]
    text = rendered(view, width, color_system=None).replace("\n", " ")
    for key in view.keys:
        assert key.label in text
