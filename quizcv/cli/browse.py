"""`quizcv show`, `list`, `search` and `syllabus`: looking around without a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcv.cli import options
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.cards.library import Entry


def show(
    card: Annotated[str, typer.Argument(help="Id of the card.")],
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Show one card with its answer, explanation, mistakes and code."""
    from msgspec import to_builtins

    from quizcv.app import wiring
    from quizcv.app.showing import computed
    from quizcv.ui import browse_view, console

    library = wiring.open_library(bank or [])
    entry = library.entry(card)
    shown = computed(library, entry)
    if not as_json:
        console.emit(*browse_view.card(entry, shown.names, shown.variant, shown.remark))
        return
    place = {"bank": entry.bank, "area": entry.area, "file": entry.file}
    line = entry.place("").line
    console.emit_json(
        {**place, "line": line, "values": shown.names, "card": to_builtins(entry.card)}
    )


def list_cards(
    names: options.Names = None,
    topic: options.Topics = None,
    area: options.Areas = None,
    level: options.Levels = None,
    kind: options.Kinds = None,
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """List cards, all or those of a topic, area, level or kind."""
    from quizcv.app import wiring
    from quizcv.cards.selecting import select, select_named

    library = wiring.open_library(bank or [])
    syllabus = wiring.open_syllabus()
    entries = select(
        library,
        syllabus,
        topics=topic or (),
        areas=area or (),
        levels=level or (),
        kinds=kind or (),
    )
    _print_cards(select_named(entries, syllabus, names or ()), as_json=as_json)


def search(
    words: Annotated[list[str], typer.Argument(help="Words that all have to occur.")],
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Search ids, topics, questions, answers and explanations."""
    from quizcv.app import wiring
    from quizcv.cards.selecting import find

    if not any(word.strip() for word in words):
        raise UsageError("there is nothing to search for", "name a word")
    entries = find(wiring.open_library(bank or []), words)
    _print_cards(entries, as_json=as_json)
    if not entries:
        raise typer.Exit(1)


def syllabus(
    area: options.Areas = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only topics without a card.")] = False,
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """Show the topics, and which of them the banks cover."""
    from quizcv.app import wiring
    from quizcv.cards.selecting import coverage
    from quizcv.ui import browse_view, console

    rows = coverage(wiring.open_library(bank or []), wiring.open_syllabus(), areas=area or ())
    total, covered = len(rows), sum(1 for row in rows if row.cards)
    shown = [row for row in rows if not (missing and row.cards)]
    if as_json:
        topics = [{**_topic_json(row.topic), "cards": list(row.cards)} for row in shown]
        console.emit_json({"topics": topics, "total": total, "covered": covered})
    else:
        # One area or only the gaps: name the topics; otherwise a line for each area.
        detailed = bool(area) or missing
        console.emit(*browse_view.syllabus(shown, total, covered, detailed=detailed))


def _topic_json(topic: Any) -> dict[str, Any]:
    from msgspec import to_builtins

    found: dict[str, Any] = to_builtins(topic)
    return found


def _print_cards(entries: Sequence[Entry], *, as_json: bool) -> None:
    from quizcv.ui import browse_view, console

    if as_json:
        console.emit_json({"cards": [browse_view.card_row(entry) for entry in entries]})
    else:
        console.emit(browse_view.card_table(entries))
