"""`quizcv verify` for people: a table by area, then every failure with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from quizcv.ui.console import err
from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from rich.console import RenderableType

    from quizcv.app.verification import Verified
    from quizcv.verify.report import CardReport, Finding, Tally

WARNINGS_SHOWN = 5
CONTEXT_LINES = 2
WHOLE_SNIPPET = 16


def with_progress(reports: Iterable[CardReport], total: int) -> Generator[CardReport, None, None]:
    """Pass reports on, drawing a bar on standard error when that is a terminal."""
    if not err().is_terminal:
        yield from reports
        return
    from rich.progress import (  # noqa: PLC0415 - 3 ms, for terminals
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
    )

    card_name = TextColumn("{task.fields[card]}")
    columns = (TextColumn("verifying"), BarColumn(), MofNCompleteColumn(), card_name)
    with Progress(*columns, console=err(), transient=True) as progress:
        task = progress.add_task("", total=total, card="")
        for report in reports:
            progress.update(task, advance=1, card=report.id)
            yield report


def report_view(found: Verified, *, all_warnings: bool = False) -> list[RenderableType]:
    """Return what to print, the closing line last."""
    tally, problems = found.tally, found.problems
    views: list[RenderableType] = [_area_table(tally)] if tally.summary.cards else []
    if problems:
        views += [Text(), *(Text(str(problem), style="red") for problem in problems)]
    for card in sorted(tally.failed, key=lambda card: (card.file, card.line)):
        views += failure_views(card)
    views += _skipped(tally)
    views += _warnings(tally, all_warnings=all_warnings)
    views += _locks(tally)
    return [*views, _closing_line(tally, len(problems), found.isolation)]


def _area_table(tally: Tally) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("area")
    for name in ("cards", "passed", "failed", "skipped", "runs", "slips caught", "CPU s"):
        table.add_column(name, justify="right")
    for area, counts in sorted(tally.areas.items()):
        table.add_row(area, *_cells(counts))
    if len(tally.areas) > 1:
        table.add_section()
        table.add_row("all", *_cells(tally.whole), style="bold")
    return table


def _cells(counts: Any) -> list[str | Text]:
    slips = f"{counts.caught}/{counts.mutants}" if counts.mutants else "–"
    return [
        f"{counts.cards:,}",
        f"{counts.passed:,}",
        Text(f"{counts.failed:,}", style="bold red") if counts.failed else "0",
        Text(f"{counts.skipped:,}", style="yellow") if counts.skipped else "0",
        f"{counts.runs:,}",
        slips,
        f"{counts.seconds:.1f}",
    ]


def failure_views(card: CardReport) -> list[RenderableType]:
    """Return every failure of a card: where, what, the numbers and the snippet."""
    failures = [finding for finding in card.problems if not finding.is_warning]
    return [view for finding in failures for view in _finding_view(card, finding)]


def _finding_view(card: CardReport, finding: Finding) -> list[RenderableType]:
    head = Text(f"\n{card.file}:{finding.line}: {card.id}: ")
    head.append(finding.code, style="bold red")
    lines = [finding.message]
    if finding.evidence:
        lines.append("  ".join(finding.evidence))
    body = Text("\n".join(f"  {line}" for line in lines))
    return [head, body, *_quoted(card, finding)]


def _quoted(card: CardReport, finding: Finding) -> list[Text]:
    """Return the source that is at fault; where it was compared with the check, that as well."""
    if finding.path not in card.sources:
        return [_lines(card.snippet_line, card.snippet, finding.line)]
    line, source = card.sources[finding.path]
    name = finding.path.rpartition(".")[2]
    quoted = [_lines(line, f"{name}: {source}", finding.line)]
    if finding.computed is not None:
        quoted.append(_lines(card.snippet_line, card.snippet, finding.line))
    return quoted


def _lines(begins: int, source: str, fault: int) -> Text:
    """Return the lines of a source around the one at fault, or all of a short one."""
    lines = source.rstrip().split("\n")
    at = fault - begins
    inside = 0 <= at < len(lines)
    first, last = 0, len(lines)
    if inside and len(lines) > WHOLE_SNIPPET:
        first, last = max(0, at - CONTEXT_LINES), min(len(lines), at + CONTEXT_LINES + 1)
    elif len(lines) > WHOLE_SNIPPET:
        last = WHOLE_SNIPPET
    text = Text()
    for index in range(first, last):
        marked = inside and index == at
        number = f"  {'>' if marked else ' '}{begins + index:5} │ "
        text.append(number + lines[index] + "\n", style="bold" if marked else "dim")
    text.rstrip()
    return text


def _skipped(tally: Tally) -> list[RenderableType]:
    if not tally.skipped:
        return []
    names = ", ".join(card.id for card in tally.skipped[:4])
    more = f" and {len(tally.skipped) - 4} more" if len(tally.skipped) > 4 else ""
    reason = tally.skipped[0].problems[0].message
    return [Text(f"\nskipped: {names}{more}: {reason}", style="yellow")]


def _warnings(tally: Tally, *, all_warnings: bool) -> list[RenderableType]:
    found = [
        (card, finding)
        for card in sorted(tally.warned, key=lambda card: (card.file, card.line))
        for finding in card.problems
    ]
    if not found:
        return []
    if len(found) > WARNINGS_SHOWN and not all_warnings:
        return [Text(f"\n{len(found)} warnings; --warnings lists them", style="yellow")]
    lines = (f"{c.file}:{f.line}: {c.id}: {f.code}: {f.message}" for c, f in found)
    return [Text("\n" + "\n".join(lines), style="yellow")]


def _locks(tally: Tally) -> list[RenderableType]:
    """Return what was written, and what is missing from it."""
    if not tally.locks:
        return []
    cards = sum(written.cards for written in tally.locks)
    showings = sum(written.showings for written in tally.locks)
    size = sum(written.bytes for written in tally.locks) / 1000
    line = f"\n{plural(len(tally.locks), 'lock')} written: {plural(cards, 'card')}, "
    line += f"{plural(showings, 'showing')}, {size:,.0f} kB."
    views: list[RenderableType] = [Text(line)]
    left_out = [card for written in tally.locks for card in written.left_out]
    if left_out:
        views.append(Text(f"not in them: {', '.join(left_out)}", style="yellow"))
    return views


def _closing_line(tally: Tally, problems: int, isolation: str) -> Text:
    counts = tally.summary
    cached = f" ({counts.cached:,} from cache)" if counts.cached else ""
    line = f"\n{plural(counts.cards, 'card')}, {plural(counts.runs, 'run')}{cached}"
    line += f" in {counts.seconds:.1f} s, isolation: {isolation}. "
    if counts.failed or problems:
        trouble = [f"{plural(counts.failed, 'card')} failed"] if counts.failed else []
        trouble += [f"{plural(problems, 'problem')} in files"] if problems else []
        return Text(line).append(", ".join(trouble) + ".", style="bold red")
    if counts.skipped:
        return Text(line).append(f"{counts.skipped:,} skipped, the rest passed.", style="yellow")
    twice = sum(cards for versions, cards in counts.proved.items() if versions > 1)
    if twice:
        line += f"{plural(twice, 'card')} proved under more than one set of versions. "
    return Text(line).append("Everything agrees.", style="bold green")
