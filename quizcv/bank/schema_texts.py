"""What an editor says about each key of a bank file."""

from __future__ import annotations

DESCRIPTIONS: dict[str, dict[str, str]] = {
    "Bank": {
        "bank": "Name of this bank, unique among all banks that are loaded together.",
        "title": "What the bank is called in lists.",
        "area": "Area of the syllabus it belongs to.",
        "cards": "The questions.",
        "sources": "Key to full reference; cards cite the keys.",
    },
    "Card": {
        "id": "Stable for ever: a learner's history hangs on it. Renamed cards list it in aliases.",
        "topics": "Topics of the syllabus that this card covers.",
        "level": "How deep an interviewer would have to dig to ask this.",
        "question": "What is asked. {{name}} shows a param, a let or a claim.",
        "answer": "The right answer; `kind` says how it is typed and graded.",
        "check": "Snippet that works the answer out by a route of its own and assigns `answer`.",
        "explanation": "Shown after the answer. {{answer}} and other {{names}} are filled in.",
        "convention": "Shown with the question where people count or define differently.",
        "params": "The default numbers, variables of all code of the card.",
        "vary": "Where fresh numbers come from: a list of values, or a range, for each param.",
        "require": "A draw is repeated until this Python expression over params is true.",
        "let": "Named intermediate values, expressions over params and earlier names.",
        "claims": "Further values that texts state; the check assigns them and they are compared.",
        "mistakes": "Wrong answers people really give, with feedback that names the error.",
        "hints": "Shown one after the other when asked for.",
        "sources": "Keys of the bank's sources.",
        "followups": "Ids of the cards an interviewer would ask next.",
        "aliases": "Former ids of this card.",
        "figure": "A line chart of arrays that the check assigns.",
        "canonical": "Whether the default numbers are worth knowing: a new card begins with them.",
        "acknowledge": "Findings of `quizcv verify` that are meant, each with the reason.",
    },
    "Range": {
        "from": "First value.",
        "to": "Last value, included.",
        "step": "Distance between values.",
    },
    "Mistake": {
        "feedback": "Names the error and points at the right idea.",
        "name": "Short name, shown in the learner's statistics.",
        "kind": "What sort of error it is.",
        "formula": "The wrong computation.",
        "value": "A wrong option key, list of keys, or constant.",
        "says": "A wrong statement in words.",
        "when": "Expression that is true where this mistake differs from the right answer.",
    },
    "Claim": {
        "value": "What the texts state for the default numbers.",
        "formula": "Closed form, compared with the check on every draw.",
        "drift": "How far formula and check may differ, relative to the value.",
    },
    "Figure": {
        "x": "Name of the array along the horizontal axis.",
        "series": "Label to name of the array, one for each line.",
        "title": "Shown above the chart.",
        "x_label": "What the horizontal axis shows.",
        "y_label": "What the vertical axis shows.",
    },
}
