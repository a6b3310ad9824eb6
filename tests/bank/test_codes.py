from __future__ import annotations

import ast
import re
from pathlib import Path

from quizcv import bank
from quizcv.bank.codes import CODES, page

SOURCES = Path(bank.__file__).parent
PAGE = Path(__file__).parents[2] / "docs" / "problems.md"
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)+|unreadable")
_NOT_CODES = {"utf-8", "utf-8-sig", "sha256-v1", "unpack"}


def written_codes():
    """Every string in the package that reads like a code and stands first in a call."""
    found = set()
    for path in [*SOURCES.glob("*.py"), *SOURCES.glob("lint/*.py")]:
        if path.name in {"codes.py", "schema.py", "schema_texts.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            parts = node.args[:4] if isinstance(node, ast.Call) else []
            parts = node.elts[:1] if isinstance(node, ast.Tuple) else parts
            found |= {
                part.value
                for part in parts
                if isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and _CODE.fullmatch(part.value)
            }
    return found - _NOT_CODES


def test_every_code_is_explained_and_every_explanation_is_of_a_code():
    assert written_codes() == set(CODES)


def test_every_explanation_has_a_cause_and_a_remedy():
    for told in CODES.values():
        assert told.cause.endswith(".")
        assert told.remedy.endswith(".")


def test_the_page_is_in_step():
    assert PAGE.read_text() == page(), "run `python -m quizcv.bank.codes docs/problems.md`"
