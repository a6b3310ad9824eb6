"""The layers import one way, and starting up stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from quizcv.kinds import KINDS

ROOT = Path(__file__).parents[1]

HEAVY = ("numpy", "torch", "sqlite3", "fsrs", "textual", "yaml", "rich.console")


def test_the_layers_import_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["study", "--help"]])
def test_starting_up_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        f"sys.argv = ['quizcv', *{arguments!r}]\n"
        "from quizcv.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', *sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    # Typer draws its own help pages with rich.
    assert loaded <= ({"rich.console"} if "--help" in arguments else set())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "quizcv").rglob("*.py")), ids=lambda path: path.stem
)
def test_only_the_console_prints(path: Path) -> None:
    if path.name in {"console.py", "selftest.py"}:
        return
    text = path.read_text(encoding="utf-8")
    for forbidden in ("sys.stdout.write", "sys.stderr.write"):
        assert forbidden not in text


STRUCTS = {kind.struct.__name__ for kind in KINDS.values()}


def asks_for_a_kind(tree: ast.AST) -> Iterator[str]:
    """Yield where code asks which kind an answer is, instead of asking the kind."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, kinds]):
                found = STRUCTS & set(_names(kinds))
            case ast.MatchClass(cls=kind):
                found = STRUCTS & set(_names(kind))
            case ast.Compare(left=left, comparators=others):
                sides = [left, *others]
                found = set(KINDS) & {
                    side.value for side in sides if isinstance(side, ast.Constant)
                }
                found |= STRUCTS & {name for side in sides for name in _names(side)}
            case ast.MatchValue(value=ast.Constant(value=value)):
                found = set(KINDS) & {value}
            case ast.Set(elts=items) | ast.List(elts=items) | ast.Tuple(elts=items):
                found = _only_kinds(items)
            case ast.Dict(keys=items):
                found = _only_kinds(items)
            case _:
                continue
        yield from (f"line {node.lineno}: {name}" for name in sorted(found))  # type: ignore[attr-defined]


def _names(node: ast.expr) -> Iterator[str]:
    """Yield what a class is called, or the classes of a union or a tuple."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name
        case ast.BinOp(left=left, right=right):
            yield from (*_names(left), *_names(right))
        case ast.Tuple(elts=items):
            yield from (name for item in items for name in _names(item))


def _only_kinds(items: list[ast.expr | None] | list[ast.expr]) -> set[str]:
    """Return the items of a collection of two or more names of kinds."""
    written = {item.value for item in items if isinstance(item, ast.Constant)}
    listed = len(items) > 1 and len(written) == len(items) and written <= set(KINDS)
    return written if listed else set()


@pytest.mark.parametrize(
    "path",
    sorted(file for file in (ROOT / "quizcv").rglob("*.py") if file.parent.name != "kinds"),
    ids=lambda path: str(path.relative_to(ROOT / "quizcv")),
)
def test_only_the_kinds_know_which_kind_an_answer_is(path: Path) -> None:
    assert list(asks_for_a_kind(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "source",
    [
        "isinstance(card.answer, Recall)",
        "isinstance(answer, (Choice, model.Multi))",
        "isinstance(answer, Integer | Number)",
        "match answer:\n case Shape(axes=axes): pass",
        "match card.kind:\n case 'recall': pass",
        "card.kind == 'recall'",
        "type(answer) is Boolean",
        "view.asked.kind in ('choice', 'boolean')",
        "SHORT = frozenset({'integer', 'number'})",
        "FORMS = {'integer': 1, 'number': 2}",
    ],
)
def test_asking_for_a_kind_is_noticed(source: str) -> None:
    assert list(asks_for_a_kind(ast.parse(source)))
