"""What `quizcv run` shows: the numbers, the snippet, and what it computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from quizcv.formats.figures import Plot
from quizcv.kinds import shown_value
from quizcv.kinds.shown import plain
from quizcv.runner.host.protocol import Failure
from quizcv.ui.card_view import assignments, heading, whole_code

if TYPE_CHECKING:
    from rich.console import RenderableType

    from quizcv.app.running import Ran
    from quizcv.cards.library import Entry
    from quizcv.runner.host.protocol import Outcome


def run_view(ran: Ran) -> list[RenderableType]:
    """Return the screen of one run; everything above the rule can be pasted into Python."""
    entry, outcome, card = ran.entry, ran.outcome, ran.entry.card
    numbers = assignments(outcome.params)
    views: list[RenderableType] = [heading(entry), Text()]
    views.append(whole_code(f"{numbers}\n\n{card.check}" if numbers else card.check))
    views.append(Text())
    for stream, name in ((outcome.stdout, "printed"), (outcome.stderr, "stderr")):
        if stream.strip():
            views.append(Text(f"{name}: {stream.rstrip()}", style="dim"))
    if outcome.failure:
        return [*views, _failure(outcome.failure)]
    views += _values(entry, outcome)
    # The values above stand, and so does what is wrong between them.
    views += [Text(problem, style="bold red") for problem in ran.problems]
    if card.figure and not isinstance(ran.variant, Failure):
        views += [Text(), Plot(card.figure, ran.variant)]
    return views


def _values(entry: Entry, outcome: Outcome) -> list[Text]:
    card = entry.card
    lines = []
    if "answer" in outcome.values:
        shown = shown_value(card.answer, outcome.values["answer"])
        lines.append(Text(f"answer = {shown}", style="bold green"))
    formula = outcome.expressions.get("formula")
    if formula is not None and not isinstance(formula, Failure):
        lines.append(Text(f"formula: {card.formula} = {shown_value(card.answer, formula)}"))
    lines += [Text(f"{name} = {plain(value)}") for name, value in outcome.let.items()]
    lines += [Text(f"{name} = {plain(outcome.values[name])}") for name in card.claims]
    if not lines:
        lines.append(Text("Every assertion of the snippet holds.", style="bold green"))
    return [*lines, Text(f"{outcome.seconds * 1000:.0f} ms of CPU", style="dim")]


def _failure(failure: Failure) -> Text:
    line = f" in line {failure.line} of the snippet" if failure.line else ""
    return Text(f"{failure.code}{line}: {failure.message}", style="bold red")
