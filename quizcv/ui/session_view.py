"""A session's views for a terminal: pure renderables, no printing, no reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from quizcv.formats.durations import clock_time, short_span
from quizcv.formats.figures import Plot
from quizcv.kinds.shown import plain
from quizcv.session import views
from quizcv.ui.card_view import assignments, code, prose
from quizcv.ui.lines import enter_goes_back, single_key
from quizcv.ui.session_words import closing_lines
from quizcv.ui.verdict_view import result, source_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from quizcv.schedule import Rating
    from quizcv.session.events import Key
    from quizcv.session.views import AnyView, Asked, View


def screen(view: AnyView, now: datetime | None = None) -> Group:
    """Return everything there is to show for a view, its line of keys last.

    `now` turns the time a card is due into a span.
    """
    return Group(*_body(view, now), *_foot(view))


def body(view: AnyView, now: datetime | None = None) -> Group:
    """Return what there is to read in a view, which may be long."""
    return Group(*_body(view, now))


def foot(view: AnyView) -> Group:
    """Return what has to stay in sight: what has just happened, and the keys."""
    return Group(*_foot(view))


def known_part(view: AnyView) -> Group | None:
    """Return what stands above the news of a view and was read before: the question."""
    match view:
        case views.Graded() | views.Points():
            return Group(*question(view.asked), Text())
        case views.Foretold():
            return Group(_changed(view.changed), Text(), *question_body(view.asked), Text())
        case _:
            return None


def _foot(view: AnyView) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if view.notice:
        parts += [Text(), Text(view.notice, style="yellow")]
    if view.keys:
        parts += [Text(), key_line(view)]
    return parts


class KeyLine:
    """The valid keys with what they do; a line breaks between two keys, never inside one."""

    def __init__(self, items: Sequence[Text]) -> None:
        self._items = items

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Fill each line with as many keys as fit."""
        line = Text()
        for item in self._items:
            if line and line.cell_len + len(_BETWEEN) + item.cell_len > options.max_width:
                yield line
                line = Text()
            if line:
                line.append(_BETWEEN, style="dim")
            line.append_text(item)
        yield line


_BETWEEN = " · "


def key_line(view: View) -> KeyLine:
    """Return the keys of a view; ratings with their next interval, the chosen one marked."""
    intervals: dict[Rating, timedelta] = getattr(view, "intervals", {})
    spans = {rating.word: f" {short_span(span)}" for rating, span in intervals.items()}
    rating: Rating | None = getattr(view, "rating", None)
    items = []
    for key in view.keys:
        chosen = rating is not None and rating.word == key.command
        item = Text(_keycap(view, key), style="bold cyan")
        label = f" {key.label}{spans.get(key.command, '')}"
        items.append(Text.assemble(item, (label, "reverse" if chosen else "")))
    return KeyLine(items)


def _keycap(view: View, key: Key) -> str:
    """Return the key as it has to be typed: behind a slash where a letter could be an answer."""
    if key.key == "enter":
        return "Enter"
    if key.command == "back" and enter_goes_back(view):
        return f"Enter or {key.key}"
    if view.typed and not single_key(view) and key.key != "?":
        return f"/{key.key}"
    taken = isinstance(view, views.Question) and key.key in {o.letter for o in view.asked.options}
    return key.key.upper() if taken else key.key


def _body(view: AnyView, now: datetime | None) -> Sequence[RenderableType]:
    match view:
        case views.Question():
            return [*question(view.asked), Text(), Text(view.asked.form, style="dim italic")]
        case views.Sureness():
            given = Text(f"Your answer: {view.given}", style="bold")
            return [*question(view.asked), Text(), given, Text("How sure are you?")]
        case views.Points():
            return _points(view)
        case views.Graded():
            rated = [Text(), *_rated(view)]
            return [*question(view.asked), Text(), *result(view.result), *rated]
        case views.Code():
            return _code(view)
        case views.Change():
            numbers = Text(assignments(view.params), style="bold")
            ask = Text(f"What if? Change a number, as in {view.example}. Now:")
            return [*question(view.asked), Text(), ask, numbers]
        case views.Predict():
            ask = Text("What will it be?", style="bold")
            return [_changed(view.changed), Text(), *question_body(view.asked), Text(), ask]
        case views.Foretold():
            return [
                _changed(view.changed),
                Text(),
                *question_body(view.asked),
                Text(),
                *result(view.result),
            ]
        case views.SetAside():
            text = Text(f"{view.card} is set aside: {view.message}", style="yellow")
            remedy = [Text(view.remedy, style="dim")] if view.remedy else []
            return [text, *remedy, Text("Nothing was graded.")]
        case views.Editing():
            return [Text(f"Editing {view.file}, line {view.line}")]
        case _:
            return _finished(view, now)


def question(asked: Asked) -> list[RenderableType]:
    """Return where a question stands, and the question."""
    return [_head(asked), Text(), *question_body(asked)]


def question_body(asked: Asked) -> list[RenderableType]:
    """Return the text, the convention, the options and the hints of a question."""
    parts: list[RenderableType] = [prose(asked.text, {})]
    if asked.convention:
        parts += [Text(), Text(f"Convention: {asked.convention}", style="italic dim")]
    if asked.options:
        table = Table.grid(padding=(0, 1))
        for option in asked.options:
            table.add_row(Text(f"{option.letter})", style="bold cyan"), prose(option.text, {}))
        parts += [Text(), Padding(table, (0, 0, 0, 2))]
    for number, hint in enumerate(asked.hints, start=1):
        parts += [Text(), Text(f"Hint {number}", style="bold"), prose(hint, {})]
    return parts


def _head(asked: Asked) -> RenderableType:
    place = str(asked.number) if asked.total is None else f"{asked.number} of {asked.total}"
    more = f"{asked.left} to come" if asked.left and not asked.practice else ""
    note = "practice" if asked.practice else "new" if asked.fresh else ""
    parts = (place, more, asked.area, asked.level, note, asked.card)
    return Text(" · ".join(part for part in parts if part), style="dim")


def _rated(view: views.Graded) -> list[RenderableType]:
    if view.rating is None:
        return [Text("Practice: the schedule stays as it was.", style="dim")]
    span = view.intervals.get(view.rating)
    back = "" if span is None else f", back in {short_span(span)}"
    return [Text(f"Rated {view.rating.word}{back}.", style="dim")]


def _points(view: views.Points) -> list[RenderableType]:
    parts: list[RenderableType] = [*question(view.asked), Text()]
    if view.typed_answer.strip():
        parts += [Text(f"You said: {view.typed_answer.strip()}", style="dim"), Text()]
    parts += [prose(view.text, {}), Text(), Text("A good answer says", style="bold")]
    parts.append(prose("\n".join(f"- {point}" for point in view.points), {}))
    parts += [Text(), prose(view.explanation, {})]
    if view.figure is not None and view.variant is not None:
        parts += [Text(), Plot(view.figure, view.variant)]
    if view.sources:
        parts += source_lines(view.sources)
    return [*parts, Text(), Text("How did it go?", style="bold")]


def _code(view: views.Code) -> list[RenderableType]:
    numbers = assignments(view.params)
    parts: list[RenderableType] = [_head(view.asked), Text()]
    snippet = code(f"{numbers}\n\n{view.code}" if numbers else view.code)
    snippet.word_wrap = True  # on a narrow screen a folded line is better than half a line
    parts += [snippet, Text()]
    if view.stdout.strip():
        parts.append(Text(view.stdout.rstrip(), style="dim"))
    parts += [Text(f"{name} = {value}", style="bold green") for name, value in view.values.items()]
    if not view.values:
        parts.append(Text("Every assertion of the snippet holds.", style="bold green"))
    return [*parts, Text(f"{view.seconds * 1000:.0f} ms of CPU", style="dim")]


def _changed(changed: Mapping[str, Any]) -> Text:
    listed = ", ".join(f"{name} = {plain(value)}" for name, value in changed.items())
    return Text(f"What if {listed}?", style="bold")


def _finished(view: views.Finished, now: datetime | None) -> list[RenderableType]:
    parts: list[RenderableType] = [Rule(style="dim"), _score_line(view)]
    if view.topics and view.kind == "quiz":
        parts += [Text(), score_table(view.topics, "topic")]
    if view.calibration:
        parts += [Text(), calibration_table(view.calibration)]
    if view.misses and view.kind == "quiz":
        parts += [Text(), Text("What went wrong", style="bold")]
        for miss in view.misses:
            parts += [Text(), *_miss(miss)]
    parts += [Text(f"{card} was set aside: {why}", style="yellow") for card, why in view.set_aside]
    parts.append(Text())
    parts += [Text(line, style="dim") for line in closing_lines(view, now)]
    return parts


def _score_line(view: views.Finished) -> Text:
    score = f"{view.right} of {view.answered} right" if view.answered else "No answers"
    rest = [f"{view.skipped} skipped"] if view.skipped else []
    rest += [clock_time(view.seconds)] if view.answered else []
    return Text(" · ".join([score, *rest]), style="bold")


def score_table(scores: Sequence[views.Score], title: str) -> Table:
    """Return a table of right answers with a bar each."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(title, overflow="fold")
    table.add_column("right", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for score in scores:
        share = score.right / score.asked
        table.add_row(score.name, f"{score.right}/{score.asked}", bar(share))
    return table


def bar(share: float, width: int = 10) -> Text:
    """Return a share (0 to 1) as a bar of `width` columns, green where it is good."""
    full = round(share * width)
    style = "green" if share >= 0.8 else "yellow" if share >= 0.5 else "red"
    return Text("█" * full, style=style).append("░" * (width - full), style="dim")


def calibration_table(rows: Sequence[tuple[int, int, int]]) -> Table:
    """Return what was stated beside what came true."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("you said", "were right", "answers"):
        table.add_column(name, justify="right")
    for stated, right, count in rows:
        table.add_row(f"{stated}%", f"{right / count:.0%}", str(count))
    return table


def _miss(miss: views.Miss) -> list[RenderableType]:
    given, right = (miss.given, "red"), (miss.expected, "bold")
    verdict = Text.assemble(("You: ", "dim"), given, ("  Right: ", "dim"), right)
    parts: list[RenderableType] = [Text(miss.asked.card, style="bold"), prose(miss.asked.text, {})]
    parts.append(verdict)
    parts += [prose(miss.feedback, {})] if miss.feedback else []
    return [*parts, prose(miss.explanation, {})]
