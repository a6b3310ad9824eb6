"""Screens of an interview: pure renderables."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.console import Group
from rich.markdown import CodeBlock, Markdown, MarkdownElement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizcv.formats import interview_words as words
from quizcv.session.interview import views
from quizcv.ui.card_view import prose
from quizcv.ui.session_view import key_line, question_body
from quizcv.words import clock_time

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from quizcv.session.interview.views import AnyMockView
    from quizcv.session.views import Asked


def mock_screen(view: AnyMockView) -> Group:
    """Return everything there is to show for a view but the clock, its line of keys last."""
    parts = _body(view)
    if view.notice:
        parts += [Text(), Text(view.notice, style="yellow")]
    if view.keys:
        parts += [Text(), key_line(view)]
    return Group(*parts)


def _body(view: AnyMockView) -> list[RenderableType]:
    match view:
        case views.Briefing():
            lines = [Text(line) for line in words.briefing_lines(view)]
            return [Text(view.title, style="bold"), Text(), *lines]
        case views.Timed():
            head = Text(words.place(view), style="dim")
            # Lettered options say themselves what to type, and a screen has few lines.
            form = [] if view.asked.options else [Text(), Text(view.asked.form, style="dim italic")]
            return [head, Text(), *_asked(view.asked), *form]
        case views.Sureness():
            given = Text(f"Your answer: {view.given}", style="bold")
            return [*_asked(view.asked), Text(), given, Text("How sure are you?")]
        case views.TimeUp():
            over = f"Time is up: {clock_time(view.budget)} for question {view.number}."
            return [Text(over, style="bold red"), Text("The next one comes by itself.")]
        case views.Paused():
            left = f"{clock_time(view.seconds_left)} left; the question waits out of sight."
            return [Text("Paused", style="bold"), Text(left)]
        case views.Leaving():
            done = f"{view.done} of {view.questions} answered. The clock goes on."
            return [Text("End the interview?", style="bold"), Text(done)]
        case views.Rubric():
            return _rubric(view)
        case views.Over():
            return []


class _Compact(Markdown):
    """Markdown without the empty lines around code, so that a question fits on a small screen."""

    class _Code(CodeBlock):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            yield Padding(Text(str(self.text).rstrip()), (0, 0, 0, 2))

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "fence": _Code,
        "code_block": _Code,
    }


def _asked(asked: Asked) -> list[RenderableType]:
    _, *rest = question_body(asked)
    return [_Compact(asked.text), *rest]


def _rubric(view: views.Rubric) -> list[RenderableType]:
    said = f"You said: {view.said}" if view.said else "You answered aloud."
    parts: list[RenderableType] = [Text(words.rubric_head(view), style="bold"), Text()]
    parts += [_Compact(view.question), Text(), Text(said, style="dim"), Text()]
    if view.text:
        parts += [prose(view.text, {}), Text()]
    points = Table.grid(padding=(0, 1))
    for number, point in enumerate(view.points, start=1):
        points.add_row(Text(f"{number}", style="bold cyan"), prose(point, {}))
    return [
        *parts,
        points,
        Text(),
        Text("Type their numbers, such as 1 3, or all, or none.", style="dim"),
    ]
