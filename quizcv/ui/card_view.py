"""A card on the screen: its question, its options, its code, its worked answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.markdown import Markdown
from rich.padding import Padding
from rich.syntax import Syntax
from rich.text import Text

from quizcv.cards.template import fill
from quizcv.kinds import kind_of, shown_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from quizcv.cards.library import Entry
    from quizcv.cards.model import Card, Mistake

CODE_THEME = "ansi_dark"
"""Colours of the terminal's own palette, readable on dark and light backgrounds."""


def prose(text: str, names: Mapping[str, Any]) -> Markdown:
    """Return a card's text with its numbers filled in."""
    return Markdown(fill(text, names), code_theme=CODE_THEME)


def code(snippet: str) -> Syntax:
    """Return a snippet, highlighted, for a screen that is not scrolled sideways."""
    return Syntax(snippet.rstrip(), "python", theme=CODE_THEME, background_color="default")


def whole_code(snippet: str) -> Text:
    """Return a snippet, highlighted and ready to be copied: the terminal folds, nothing is cut."""
    text = code(snippet).highlight(snippet.rstrip())
    text.rstrip()
    return text


def assignments(params: Mapping[str, Any]) -> str:
    """Return the numbers as Python that can be pasted before the snippet."""
    return "\n".join(f"{name} = {value!r}" for name, value in params.items())


def heading(entry: Entry) -> Text:
    """Return the card's id with its area, level and kind."""
    card = entry.card
    text = Text(card.id, style="bold")
    return text.append(f"  {entry.area} · {card.level} · {card.kind}", style="dim")


def question(card: Card, names: Mapping[str, Any]) -> RenderableType:
    """Return the question, its convention and its options in the bank's order."""
    parts: list[RenderableType] = [prose(card.question, names)]
    if card.convention:
        convention = Text(f"Convention: {fill(card.convention, names)}", style="italic dim")
        parts.append(convention)
    options = kind_of(card.answer).options(card.answer)
    if options:
        lines = (f"{key}: {fill(text, names)}" for key, text in options.items())
        parts.append(Padding(Text("\n".join(lines)), (0, 0, 0, 2)))
    return Group(*parts)


def worked_answer(entry: Entry, names: Mapping[str, Any]) -> RenderableType:
    """Return the answer, its explanation, and the mistakes people make."""
    card = entry.card
    parts: list[RenderableType] = []
    rubric = kind_of(card.answer).rubric(card.answer)
    if rubric is not None:
        parts.append(prose(rubric.text, names))
        parts.append(prose("\n".join(f"- {point}" for point in rubric.points), names))
    elif "answer" in names:
        parts.append(Text(f"Answer: {shown_value(card.answer, names['answer'])}", style="bold"))
    if card.formula:
        parts.append(Text(f"Formula: {card.formula}", style="dim"))
    parts += [Text(), prose(card.explanation, names)]
    if card.mistakes:
        parts += [Text(), Text("Mistakes people make", style="bold")]
        parts += [_mistake(card, mistake, names) for mistake in card.mistakes]
    return Group(*parts)


def _mistake(card: Card, mistake: Mistake, names: Mapping[str, Any]) -> RenderableType:
    value = "" if mistake.value is None else shown_value(card.answer, mistake.value)
    what = mistake.formula or value or fill(mistake.says or "", names)
    text = Text(f"  ✗ {what}", style="red")
    return Group(text, Padding(prose(mistake.feedback, names), (0, 0, 0, 4)))
