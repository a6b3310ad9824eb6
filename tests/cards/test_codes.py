"""One table of codes: every code that the source can report stands in it, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from quizcv import bank, kinds, verify
from quizcv.cards.codes import CODES, READING, RUNNING, page
from quizcv.runner.host.protocol import FailureCode

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)+|unreadable")
_NOT_CODES = {"utf-8", "utf-8-sig", "sha256-v1", "unpack", "no-module"}
FAILURES = {*get_args(FailureCode)} - {"rejected"}
OF_A_WHOLE_JOB = {"missing", "no-module", "worker-lost"}
"""Failures that only a check can have: an expression assigns and imports nothing."""


def written_codes(*rooms):
    """Every string in these packages that reads like a code and stands first in a call."""
    found = set()
    for path in (file for room in rooms for file in Path(room.__file__).parent.rglob("*.py")):
        if path.name in {"schema.py", "schema_texts.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            parts = node.args[:4] if isinstance(node, ast.Call) else []
            parts += [word.value for word in node.keywords] if isinstance(node, ast.Call) else []
            parts = node.elts[:1] if isinstance(node, ast.Tuple) else parts
            found |= {
                part.value
                for part in parts
                if isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and _CODE.fullmatch(part.value)
            }
    return found - _NOT_CODES


def named(groups):
    return {code for group in groups.values() for code in group}


def test_what_reading_reports_is_explained_and_every_explanation_is_of_a_code():
    assert written_codes(bank, kinds) == named(READING)


def test_what_running_reports_is_explained_and_every_explanation_is_of_a_code():
    failures = {f"check-{code}" for code in FAILURES}
    failures |= {f"expression-{code}" for code in FAILURES - OF_A_WHOLE_JOB}
    assert (written_codes(verify) | failures) - named(READING) == named(RUNNING)


@pytest.mark.parametrize("code", CODES)
def test_every_explanation_has_a_cause_and_a_remedy(code):
    assert CODES[code].cause.endswith(".")
    assert CODES[code].remedy.endswith(".")


def test_the_page_is_in_step():
    assert PAGE.read_text() == page(), "run `python -m quizcv.cards.codes docs/problems.md`"
