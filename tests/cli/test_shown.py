"""A value is shown one way, whichever command shows it, and may be typed back as it is shown."""

from __future__ import annotations

import pytest

CARD = """\
  - id: {id}
    topics: [conv-output-size]
    level: core
    question: What is it?
    answer: {answer}
    check: |
      answer = {computed}
    explanation: So it is.
"""
CARDS = {
    "weights": ("{kind: integer, value: 61100840, unit: parameters}", "61100800 + 40"),
    "share": ("{kind: number, value: 0.142857, unit: '%'}", "1 / 7"),
    "sizes": ("{kind: shape, value: [1, 64, 7, 7]}", "[1, 64, 7, 3 + 4]"),
    "truth": ("{kind: boolean, value: true}", "1 < 2"),
    "pick": ("{kind: choice, options: {relu: R, tanh: T}, value: relu}", "'re' + 'lu'"),
    "several": ("{kind: multi, options: {relu: R, tanh: T}, value: [relu, tanh]}",
                "sorted(['tanh', 'relu'])"),
    "row": ("{kind: order, options: {relu: R, tanh: T}, value: [tanh, relu]}",
            "sorted(['relu', 'tanh'], reverse=True)"),
}  # fmt: skip
SHOWN = {
    "weights": "61,100,840 parameters",
    "share": "0.1429%",
    "sizes": "(1, 64, 7, 7)",
    "truth": "yes",
    "pick": "relu",
    "several": "relu, tanh",
    "row": "tanh → relu",
}


@pytest.fixture(scope="module")
def values(tmp_path_factory):
    path = tmp_path_factory.mktemp("values") / "values.yaml"
    cards = (CARD.format(id=name, answer=a, computed=c) for name, (a, c) in CARDS.items())
    path.write_text("bank: values\ntitle: V\narea: convolution\ncards:\n" + "".join(cards))
    return path


@pytest.mark.parametrize(("card", "shown"), SHOWN.items())
def test_show_run_and_grade_agree(quizcv, values, monkeypatch, card, shown):
    monkeypatch.setattr("quizcv.bank.bundled.bundled_paths", list)
    assert f"Answer: {shown}\n" in quizcv("show", card, "--bank", values).out
    assert f"answer = {shown}\n" in quizcv("run", card, "--bank", values).out
    assert quizcv("grade", card, shown, "--bank", values, "--json").json["verdict"] == "correct"


@pytest.mark.parametrize("card", ["weights", "share", "sizes", "truth"])
def test_the_right_answer_is_told_as_it_is_shown(quizcv, values, monkeypatch, card):
    monkeypatch.setattr("quizcv.bank.bundled.bundled_paths", list)
    wrong = {"weights": "1", "share": "1", "sizes": "1x1", "truth": "no"}[card]
    assert f"Right: {SHOWN[card]}\n" in quizcv("grade", card, wrong, "--bank", values).out
