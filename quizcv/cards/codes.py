"""Everything that can be wrong with a bank: what each code means, and what to do about it.

Reading finds most of it, running the code of its cards the rest; both report the codes of this
table. `python -m quizcv.cards.codes FILE` writes the list as docs/problems.md.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Explanation(NamedTuple):
    """What a code means and how to mend it."""

    cause: str
    remedy: str


def _group(*rows: tuple[str, str, str]) -> dict[str, Explanation]:
    return {code: Explanation(cause, remedy) for code, cause, remedy in rows}


READING: dict[str, dict[str, Explanation]] = {
    "The file": _group(
        ("unreadable", "The file is missing, is no file, may not be read or is not UTF-8.",
         "Check the path and its permissions; save the file as UTF-8."),
        ("too-large", "The file is larger than 32 MiB, or holds more than two million values.",
         "Split the bank."),
        ("too-deep", "Lists or mappings are nested more than 24 levels deep.",
         "No card needs that; flatten the value."),
        ("yaml-syntax", "The text is not YAML, or holds a second document.",
         "Look at the line and the one before it: often an indent, a tab, or an unquoted colon."),
        ("yaml-alias", "An alias (`*name`) repeats another value.", "Write the value out."),
        ("yaml-tag", "A tag such as `!!str` tries to say what a value is.",
         "Remove it: a value is read as the type of its field. Quote text that looks otherwise."),
        ("control-character", "A character could take over a terminal, hide or reorder text.",
         "Remove it; name it in words if the text is about it."),
        ("not-a-bank", "The file is empty or its outermost value is no mapping.",
         "Begin with `bank:`, `title:`, `area:` and `cards:`."),
    ),
    "Keys and values": _group(
        ("missing-key", "A key that every card, bank or answer of this kind has is not there.",
         "Add it."),
        ("unknown-key", "Nothing is called that here.",
         "Mend the spelling, or move the key to where it belongs."),
        ("duplicate-key", "A key is given twice, of which YAML would keep the last silently.",
         "Keep one."),
        ("bad-key", "A key is a list or a mapping, or what follows a comma in braces.",
         "Put text that contains commas, braces or brackets in quotes."),
        ("wrong-type", "A value is not of the type its field, or the kind of the answer, has.",
         "Write a number without quotes, a list as `[a, b]`; in a check, convert with `int(...)`."),
        ("ambiguous-value", "YAML readers differ on what this is: `no`, `017`, `1:30`, a date.",
         "Quote it if it is text; write `true`, `false` or a plain decimal if it is not."),
        ("empty-value", "A key, a list or a text is empty.", "Fill it in or drop the key."),
        ("unknown-word", "The word is not one of those its field has.", "Use one of the listed."),
        ("bad-name", "An id or a name has characters that it may not have.",
         "Ids are lower-case words with hyphens; names are Python names and no keywords."),
        ("too-long", "A name is longer than it may be.", "Shorten it."),
        ("out-of-range", "A number is outside what its field allows.", "Choose one inside."),
    ),
    "Names in code and text": _group(
        ("expression-syntax", "A formula, let, require or when is not a Python expression.",
         "Mend it at the place shown; statements belong in the check."),
        ("snippet-syntax", "The check is not Python.", "Mend the line shown."),
        ("check-not-literal", "The check is folded or quoted, so its lines are not kept.",
         "Write `check: |` and indent the snippet below it."),
        ("bad-template", "Something in double braces is no `{{name}}` or `{{name:format}}`.",
         "Use a name and a number format of Python without width, such as `,` or `.3f`."),
        ("undefined-name", "Code or text uses a name that nothing defines there.",
         "Define it in params or let; import it in the check, which sees only params."),
        ("unused-param", "No code but `require`, and no text, uses a param.", "Remove it."),
        ("unused-let", "Nothing uses a `let`.", "Remove it."),
        ("overwritten-param", "The check assigns a param and never reads it.",
         "Use the param, or rename the variable; otherwise the check ignores drawn numbers."),
        ("name-clash", "A name is defined twice in a card, or is `answer`.", "Rename one."),
    ),
    "Draws": _group(
        ("unknown-vary", "`vary` names something that is not in params.",
         "Give it a default in params."),
        ("bad-vary", "A domain is empty, has one value, repeats one, or its steps miss its end.",
         "Give at least two values, or a range whose last step lands on `to`."),
        ("vary-type", "A domain holds values of another type than the default.",
         "Make them the same type."),
        ("vary-without-formula", "Fresh numbers have nothing to compare the check with.",
         "Add `answer.formula`, or drop `vary`."),
        ("unused-require", "`require` restricts draws; there are none.", "Drop it or add `vary`."),
        ("unused-when", "`when` restricts draws and there are none.", "Drop it or add `vary`."),
    ),
    "The answer": _group(
        ("question-reveals-answer", "Text shown before the answer holds `{{answer}}`.",
         "Ask without it."),
        ("too-few-options", "A question with options has fewer than two.", "Add plausible ones."),
        ("repeated-option", "Two options read alike, or one is named twice.", "Keep one."),
        ("positional-option", "An option speaks of the others, which are shuffled when asked.",
         "Say what it means in full, or use kind `multi`."),
        ("unknown-option", "A key is not among the options.", "Use a key of `options`."),
        ("order-incomplete", "An order leaves options out.", "Name every option once."),
        ("axes-mismatch", "`axes` has more or fewer letters than the shape has axes.",
         "Give one letter an axis."),
        ("tolerance-too-tight", "A learner may be off by less than ten times what routes may.",
         "Raise rtol, lower drift, or give atol where the answer is 0."),
    ),
    "Mistakes": _group(
        ("mistake-form", "A mistake has none, or more than one, of formula, value and says.",
         "Keep exactly one."),
        ("mistake-on-recall", "A recall card has no computed answer to compare a mistake with.",
         "Put it in words, in `says`."),
        ("mistake-value-varies", "A constant mistake stands beside an answer that changes.",
         "Give its formula."),
        ("mistake-is-answer", "A mistake is the right answer.", "Mend it or drop it."),
        ("repeated-mistake", "A mistake is listed twice.", "Drop one."),
    ),
    "The check": _group(
        ("missing-answer", "The check never assigns `answer`.", "End it with `answer = …`."),
        ("missing-claim", "The check never assigns a name that claims state.", "Assign it."),
        ("missing-array", "The check never assigns an array that the figure plots.", "Assign it."),
        ("check-cannot-fail", "A recall card's check has neither an assert nor a claim.",
         "Assert what the text says, on a small case."),
        ("answer-not-computed", "The check assigns one literal, so it proves nothing.",
         "Compute the answer."),
        ("check-repeats-formula", "The check computes the formula over again.",
         "Build the layer, count, differentiate numerically, or use a library's own routine."),
        ("snippet-too-long", "The check has more than 40 lines that are not blank.",
         "Shorten it: learners read it."),
    ),
    "References": _group(
        ("duplicate-id", "Two cards have the same id or former id.", "Rename the newer one."),
        ("duplicate-bank", "Two files are the same bank.", "Rename one, or load only one."),
        ("unknown-area", "The syllabus has no such area.", "Use one of `quizcv syllabus`."),
        ("unknown-topic", "The syllabus has no such topic.", "Use one of `quizcv syllabus`."),
        ("unknown-source", "The bank does not list this source.", "Add it to `sources`."),
        ("unused-source", "No card cites a source of the bank.", "Cite it or remove it."),
        ("unknown-followup", "No card has this id.", "Mend the id, or write the card."),
        ("self-followup", "A card is its own followup.", "Drop it."),
        ("repeated-entry", "A topic, source or followup is listed twice.", "Keep one."),
    ),
    "The lock": _group(
        ("lock-damaged", "A part of the lock is not as it was written: cut short or edited.",
         "Write it again with `quizcv verify --lock`; until then workers compute the card."),
        ("lock-foreign", "The lock beside a bank is that of another bank.",
         "Remove it, or write the bank's own with `quizcv verify --lock`."),
        ("lock-format", "A later quizcv wrote the lock.",
         "Update quizcv, or write the lock again with `quizcv verify --lock`."),
    ),
}  # fmt: skip

_FAILURES = (
    ("exception", "raised an exception.", "Run it with `quizcv run`, on the numbers reported."),
    ("bad-value", "gives NaN, infinity, or something that is no number, text, truth value or list.",
     "Avoid the case with `require`, or convert the value."),
    ("too-large", "gives more values than can be handed back.", "Give a number, or fewer of them."),
    ("timeout", "takes longer than it may.",
     "Make the case smaller; `quizcv verify --timeout` allows more, learners do not wait."),
    ("memory", "takes more memory than it may.", "Make the case smaller."),
    ("crashed", "was killed by a signal.", "Look for a library that is called out of bounds."),
    ("exited", "ends the interpreter without a result.", "Remove the exit."),
)  # fmt: skip
"""How any piece of code can fail."""


def _failures(prefix: str, what: str) -> dict[str, Explanation]:
    rows = ((f"{prefix}-{code}", f"{what} {told}", remedy) for code, told, remedy in _FAILURES)
    return _group(*rows)


RUNNING: dict[str, dict[str, Explanation]] = {
    "Answers that differ": _group(
        ("value-differs", "The stated answer is not what the check computes.",
         "Find out which of the two is wrong; work it out by hand."),
        ("formula-differs", "The formula does not give what the check computes.",
         "Find out which is wrong, on the numbers reported. Rounding is allowed for by `drift`."),
        ("claim-differs", "A claim, or its formula, is not what the check computes.",
         "Mend it, or the sentence that needs it."),
        ("depends-on-seed", "The answer or a claim changes with the random seed.",
         "Seed the generator in the snippet, or compute an expectation."),
        ("lucky-seed", "Under other seeds of the snippet it fails, or its answer changes.",
         "Show the point so that it holds under any seed: more samples, a wider margin."),
        ("mistake-is-right", "A mistake gives the right answer, to a learner's tolerance.",
         "Say where they differ in `when: mistake != answer`, or drop the mistake."),
        ("mistakes-collide", "Two mistakes give the same answer on the same numbers.",
         "Keep one, or say in `when` where each applies."),
        ("mistake-never-applies", "`when` was false on every set of numbers.",
         "Widen `vary`, mend `when`, or drop the mistake."),
        ("figure-mismatch", "The arrays of a figure are no lists of numbers, or differ in length.",
         "Assign lists of numbers, as many as there are along x."),
        ("draws-rejected", "`require` refused every one of many draws.",
         "Loosen it, or narrow `vary` to numbers that fit."),
    ),
    "Locks": _group(
        ("differs-from-lock", "The check gives something else here than when the lock was written.",
         "Find out which is right, and mend the check or write the lock again."),
        ("lock-missing", "The bank has no lock, or its lock does not have the card.",
         "`quizcv verify --lock`."),
        ("lock-stale", "The card was changed since the lock was written.",
         "`quizcv verify --lock`, and look at what changed."),
        ("lock-differs", "The lock is not what proving the card again gives.",
         "`quizcv verify --lock`; if its values change, find out why."),
    ),
    "Checks that fail": {
        **_failures("check", "The check"),
        **_group(
            ("check-syntax", "The check does not compile.", "Mend the line shown."),
            ("check-missing", "The check ends without assigning a name that it must assign.",
             "Assign it on every path."),
            ("check-no-module", "The check imports a package that is not installed.",
             "Do without it: learners have NumPy and, with an extra, torch."),
            ("check-worker-lost", "The worker died twice while it ran this check.",
             "Make the case smaller; `quizcv doctor` tells about this machine."),
            ("output-flood", "The check prints more than anybody will read.", "Print less."),
            ("torch-missing", "The check needs torch, which is not installed; it is skipped.",
             "`pip install 'quizcv[torch]'`."),
        ),
    },
    "Formulas that fail": _failures("expression", "A formula or a `when`"),
    "Warnings": _group(
        ("weak-check", "Slips made in the formula on purpose give the same numbers as the check.",
         "Widen `vary`, or choose a case in which the slip shows."),
        ("rarely-the-point", "On over a third of the draws a guess or a mistake gives the answer.",
         "Narrow `vary`, or refuse such draws with `require`."),
        ("acknowledged-in-vain", "A finding that the card acknowledges does not occur.",
         "Remove it from `acknowledge`."),
        ("slow-check", "One run of the check takes more than a second of CPU.",
         "Make the case smaller: learners wait for it."),
    ),
}  # fmt: skip
"""What only running shows. Warnings fail nothing."""

CODES = {code: told for group in (READING | RUNNING).values() for code, told in group.items()}
"""Every code with its explanation. Codes are stable: scripts and habits depend on them."""
WARNINGS = frozenset(RUNNING["Warnings"])
"""Codes of findings that are reported but fail nothing."""

Acknowledged = Literal["lucky-seed", "rarely-the-point", "weak-check"]
"""Codes of findings that an author may explain away: what they show may be meant."""


def page() -> str:
    """Return docs/problems.md."""
    lines = [
        "# Problems found in a bank",
        "",
        "`quizcv bank check` and every command that loads banks report what reading finds as",
        "`file:line:column: code: message`. Nothing is executed to find it. `quizcv verify` runs",
        "the code of the cards and reports what that shows as `file:line: card: code`, the numbers",
        "and the snippet below; `--json` has the same codes. A problem costs the card it stands in",
        "and no other.",
        "",
        "# Found by reading",
        *_sections(READING),
        "",
        "# Found by running",
        *_sections(RUNNING),
    ]
    return "\n".join(lines) + "\n"


def _sections(groups: dict[str, dict[str, Explanation]]) -> Iterator[str]:
    for title, group in groups.items():
        yield from ("", f"## {title}")
        for code, told in group.items():
            yield from ("", f"### `{code}`", "", told.cause, "", f"*Remedy.* {told.remedy}")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
