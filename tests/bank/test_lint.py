"""Each row breaks the sound bank in one way, and says what is reported and where."""

from __future__ import annotations

import pytest

from quizcv.cards.codes import CODES

CHECK = "      answer = len(places)\n"
SIZES = 'sizes = {"few": 2, "many": 3}'

ROWS = [
    # names
    ("formula: span // s + 1", "formula: span // z + 1", "undefined-name", "span // z"),
    ("let: {span: n - k}", "let: {span: n - later, later: k}", "undefined-name", "n - later"),
    ("require: k <= n", "require: span > 0", "undefined-name", "span > 0"),
    ("when: n > 5", "when: m > 5", "undefined-name", "m > 5"),
    (CHECK, "      answer = len(placs)\n", "undefined-name", "answer = len(placs)"),
    (CHECK, "      answer = len(places) + 0 * span\n", "undefined-name", "answer ="),
    (CHECK, "      answer = len(places) + 0 * sqrt(4)\n", "undefined-name", "answer ="),
    ("{{last}}", "{{lost}}", "undefined-name", "The last place is {{lost}}"),
    ("Because it skips", "Because {{answer}} skips", "undefined-name", "Because"),
    ("{{last}}", "{{last:.99f}}", "bad-template", "The last place"),
    ("{{last}}", "{{last", "bad-template", "The last place"),
    ("How wide is", "How wide, {{answer}}, is", "question-reveals-answer", "A {{n}}"),
    ("[How many places are there?]", "['{{answer}}?']", "question-reveals-answer", "'{{answer"),
    ("many: many places", "many: '{{answer}}'", "question-reveals-answer", "'{{answer"),
    ("s: 4}", "s: 4, spare: 1}", "unused-param", "1}"),
    ("{span: n - k}", "{span: n - k, spare: n}", "unused-let", "n}"),
    ("      places =", "      k = 11\n      places =", "overwritten-param", "# every"),
    ("let: {span:", "let: {k: s, span:", "name-clash", "s, span"),
    ("claims: {last: 216}", "claims: {last: 216, answer: 55}", "name-clash", "55}"),
    ("let: {span:", "let: {lambda: n, span:", "bad-name", "n, span"),
    ("formula: span // s + 1", "formula: span // s +", "expression-syntax", "span // s +"),
    ("formula: span // s + 1", "formula: x = 5", "expression-syntax", "x = 5"),
    (CHECK, CHECK + "      if True\n", "snippet-syntax", "if True"),
    # draws
    ("n: [64, 227]", "n: [64, 227]\n      q: [1, 2]", "unknown-vary", "q: [1"),
    ("n: [64, 227]", "n: []", "bad-vary", "n: []"),
    ("n: [64, 227]", "n: [64]", "bad-vary", "n: [64]"),
    ("n: [64, 227]", "n: [64, 227, 64]", "bad-vary", "n: [64, 227, 64]"),
    ("n: [64, 227]", "n: [64, wide]", "vary-type", "n: [64, wide]"),
    ("{from: 3, to: 11, step: 2}", "{from: 11, to: 3}", "bad-vary", "k: {"),
    ("{from: 3, to: 11, step: 2}", "{from: 3, to: 11, step: 0}", "bad-vary", "k: {"),
    ("{from: 3, to: 11, step: 2}", "{from: 3, to: 12, step: 2}", "bad-vary", "k: {"),
    ("{from: 3, to: 11, step: 2}", "{from: 3, to: 3}", "bad-vary", "k: {"),
    ("      formula: span // s + 1\n", "", "vary-without-formula", "vary:"),
    ("    level: core\n", "    level: core\n    require: 1 < 2\n", "unused-require", "1 < 2"),
    ("      - value: few\n", "      - value: few\n        when: 1 < 2\n", "unused-when", "1 < 2"),
    # the answer
    ("        few: few places\n", "", "too-few-options", "options:"),
    ("few: few places", "few: many places", "repeated-option", "many places"),
    ("few: few places", "few: none of the above", "positional-option", "none"),
    ("      value: many\n", "      value: most\n", "unknown-option", "most"),
    # mistakes
    ("        formula: span // s\n", "", "mistake-form", "name: counts"),
    (
        "        formula: span // s\n",
        "        formula: span // s\n        says: x\n",
        "mistake-form",
        "name: counts",
    ),
    ("        formula: span // s\n", "        value: 54\n", "mistake-value-varies", "54"),
    (
        "        formula: span // s\n",
        "        formula: 1 + (n - k) // s\n",
        "mistake-is-answer",
        "1 + (n",
    ),
    ("- value: few\n", "- value: many\n", "mistake-is-answer", "many\n"),
    ("- value: few\n", "- value: most\n", "unknown-option", "most\n"),
    ("- value: few\n", "- value: [few]\n", "wrong-type", "value: [few]"),
    ("- value: few\n", "- value: [[few]]\n", "unknown-option", "value: [[few]]"),
    (
        "Count again.\n",
        "Count again.\n      - {value: few, feedback: x}\n",
        "repeated-mistake",
        "{value: few",
    ),
    (
        "points: [skips places]",
        "points: [x]\n    mistakes: [{value: 1, feedback: x}]",
        "mistake-on-recall",
        "1, feed",
    ),
    # the check
    (CHECK, "      size = len(places)\n", "missing-answer", "# every"),
    ("      last = places[-1]\n", "", "missing-claim", "216"),
    (
        "    hints:",
        "    figure: {x: places, series: {a: heights}}\n    hints:",
        "missing-array",
        "heights",
    ),
    ("assert len(range(0, 8, 2)) == 4", "print(len(range(0, 8, 2)))", "check-cannot-fail", "print"),
    (
        "answer = max(sizes, key=sizes.get)",
        'answer = "many"',
        "answer-not-computed",
        'answer = "many"',
    ),
    (CHECK, "      answer = 1 + int((n - k) // s)\n", "check-repeats-formula", "answer = 1"),
    (
        CHECK,
        "      gap = n - k\n      answer = gap // s + 1\n",
        "check-repeats-formula",
        "answer = gap",
    ),
    (CHECK, CHECK + "      print(1)\n" * 40, "snippet-too-long", "# every"),
    ("    check: |\n      sizes", "    check: >\n      sizes", "check-not-literal", "sizes"),
    # acknowledgements
    (
        "    hints:",
        "    acknowledge: {weak-chek: Both are 0 there.}\n    hints:",
        "unknown-word",
        "weak-chek",
    ),
    (
        "    hints:",
        "    acknowledge: {formula-differs: It does.}\n    hints:",
        "unknown-word",
        "formula-differs",
    ),
    ("    hints:", "    acknowledge: {weak-check: ' '}\n    hints:", "empty-value", "' '"),
    # references
    ("[guide]", "[guide, giude]", "unknown-source", "giude"),
    ("    sources: [guide]\n", "", "unused-source", "A guide"),
    ("[which-wins]", "[conv-output]", "self-followup", "conv-output]"),
    ("[conv-output-size]", "[stride, stride]", "repeated-entry", "stride]"),
]


def identity(row):
    return f"{row[2]}: {row[1].strip()[:30]!r}"


@pytest.mark.parametrize("row", ROWS, ids=identity)
def test_a_defect_is_reported_at_its_place(load, sound, row):
    old, new, code, start = row
    assert old in sound
    text = sound.replace(old, new)
    found = [p for p in load(text).problems if p.code == code]
    assert found, [str(problem) for problem in load(text).problems]
    pointed = [text.splitlines(keepends=True)[p.line - 1][p.column - 1 :] for p in found]
    assert any(rest.startswith(start) for rest in pointed), pointed
    assert code in CODES


def card(answer, check="answer = sum(range(3))", extra=""):
    return (
        "bank: b\ntitle: b\narea: a\ncards:\n  - id: c\n    topics: [t]\n    level: core\n"
        f"    question: q\n    answer: {answer}\n    check: {check}\n    explanation: e\n{extra}"
    )


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ("{kind: number, value: 8.41}", []),
        ("{kind: number, value: 0.0}", ["tolerance-too-tight"]),
        ("{kind: number, value: 0.0, atol: 0.01}", []),
        ("{kind: number, value: 3, rtol: 1e-6, drift: 1e-6}", ["tolerance-too-tight"]),
        ("{kind: number, value: 3, rtol: 1e-5, drift: 1e-6}", []),
        ("{kind: number, value: 3, rtol: 0, atol: 0.1}", []),
        ("{kind: formula, formula: '1 + 2', rtol: 1e-9}", ["tolerance-too-tight"]),
        ("{kind: shape, value: [1, 3], axes: NCHW}", ["axes-mismatch"]),
        ("{kind: shape, value: [1, -3]}", ["out-of-range"]),
        ("{kind: boolean, value: true}", []),
        ("{kind: multi, options: {a: x, b: y}, value: []}", ["empty-value"]),
        ("{kind: multi, options: {a: x, b: y}, value: [a, a]}", ["repeated-option"]),
        ("{kind: order, options: {a: x, b: y}, value: [b]}", ["order-incomplete"]),
        ("{kind: order, options: {a: x, b: y}, value: [b, a, c]}", ["unknown-option"]),
    ],
)
def test_answers_agree_with_themselves(load, answer, codes):
    assert [problem.code for problem in load(card(answer)).problems] == codes


@pytest.mark.parametrize(
    "check",
    [
        "answer = []\n      for x in 'ab':\n          answer.append(x)",
        "answer = 'a'\n      if sum([1, 2]) > 2:\n          answer = 'b'",
        "answer, rest = divmod(7, 2)",
        "for answer in range(4):\n          pass",
        "from math import *\n      answer = floor(pi)",
        "import numpy as np\n      np.testing.assert_allclose(1, 1)\n      answer = 1",
        "def f(x):\n          return later + x\n      later = 2\n      answer = f(1)",
        "answer = sum(x * y for x in range(3) for y in range(x))",
        "total = 0\n      for i in range(3):\n          total += i\n      answer = total",
        "with open('x') as file:\n          answer = len(file.read())",
        "class A:\n          size = 3\n      answer = A.size",
        "answer = (lambda x, *y, z=1: x + z)(2)",
        "answer = len([w for x in 'ab' if (w := x)]) + len(w)",
    ],
)
def test_honest_checks_pass(load, check):
    text = card("{kind: integer, value: 3}", f"|\n      {check}")
    assert [str(problem) for problem in load(text).problems] == []


def test_a_choice_may_be_right_for_some_numbers_and_a_mistake_for_others(load):
    text = card(
        "{kind: choice, options: {a: x, b: y}, value: a, formula: \"'a' if n > 1 else 'b'\"}",
        "answer = 'ba'[n > 1]",
        "    params: {n: 2}\n    vary: {n: [1, 2]}\n"
        "    mistakes: [{value: a, when: n < 2, feedback: f}]\n",
    )
    assert load(text).problems == ()
