"""Sitting an interview from the command line: begin, go on, close, and the report at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from quizcv.cli import mocking, sitting
from quizcv.cli.group import INTERRUPTED
from quizcv.errors import UsageError
from quizcv.session.mock.record import Record
from quizcv.ui import console
from quizcv.ui.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizcv.cli.sitting import Shelf
    from quizcv.session.mock.interview import Interview
    from quizcv.session.mock.preset import Preset
    from quizcv.session.mock.views import Over
    from quizcv.store import ProgressStore
    from quizcv.store.mocks import Mock
    from quizcv.ui.mock_report import Block, Sat

FORMATS = (".md", ".html")


def check_report(file: Path | None) -> None:
    """Make sure that a report can be written, before an hour is spent.

    Raises:
        UsageError: no known ending, or no folder to put it in.
    """
    if file is None:
        return
    if file.suffix.lower() not in FORMATS:
        raise UsageError(f"--report {file} ends neither in .md nor in .html", "name it so")
    if not file.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {file.absolute().parent}", "make it first")


def new_record(
    shelf: Shelf, preset: Preset, seed: int | None, *, areas: Sequence[str], topics: Sequence[str]
) -> Record:
    """Return the record of an interview that is about to begin.

    Raises:
        UnknownName: an area or topic does not exist.
    """
    record = Record(
        preset=preset,
        seed=sitting.fresh_seed() if seed is None else seed,
        bank=mocking.bank_digest(shelf.library),
        areas=tuple(areas),
        topics=tuple(topics),
        shared=seed is not None,
    )
    if preset.one_area and not areas and not topics:
        record.areas = (_area(shelf, record),)
    mocking.chosen_entries(shelf, record)
    return record


def _area(shelf: Shelf, record: Record) -> str:
    from quizcv.session.mock.history import area_to_probe

    now = None if record.shared else sitting.SystemClock().now()
    areas = [entry.area for entry in shelf.library]
    return area_to_probe(areas, shelf.store.reviews(), record.seed, now)


def sit(
    shelf: Shelf, record: Record, interrupted: Mock | None, *, plain: bool, report: Path | None
) -> None:
    """Sit an interview, new or `interrupted`, and show its report."""
    session = interrupted.session if interrupted else None
    with sitting.open_desk(shelf) as desk:
        session = session or sitting.session_id(desk.clock.now())
        number = interrupted.id if interrupted else None
        archive = mocking.MockArchive(shelf.store, session, record.preset.preset, number)
        interview = mocking.interview_for(shelf, desk, record, archive, session)
        over = _play(interview, plain=plain)
    if over is None:
        _say_interrupted(archive.number)
        raise typer.Exit(INTERRUPTED)
    if over.record.end is not None and archive.number is not None:
        finished = mocking.mock_numbered(shelf.store, archive.number)
        show_report(shelf.store, finished, plain=plain, file=report)


def _play(interview: Interview, *, plain: bool) -> Over | None:
    """Return the end, None if it was interrupted; everything answered is saved either way."""
    try:
        if plain:
            from quizcv.ui.mock_plain import PlainMockFront

            return PlainMockFront().play(interview)
        from quizcv.ui.mock_terminal import TerminalMockFront

        return TerminalMockFront(console.out()).play(interview)
    except (KeyboardInterrupt, EOFError):
        interview.interrupt()
        return None


def _say_interrupted(number: int | None) -> None:
    if number is not None:
        console.complain(
            f"mock {number} is interrupted: `quizcv mock --resume` goes on with it, "
            "`quizcv mock --close` closes it"
        )


def offered(mock: Mock) -> bool | None:
    """Ask whether to go on with an interrupted interview; None where nobody can be asked."""
    record = mocking.record_of(mock)
    done = plural(len(record.answered), "question")
    told = f"Mock {mock.id} ({record.preset.title}) was interrupted after {done}."
    if not console.is_interactive():
        console.complain(f"{told} `quizcv mock --resume` goes on with it")
        return None
    return typer.confirm(f"{told} Go on with it? No closes it.", default=True)


def close_interrupted(shelf: Shelf, mock: Mock) -> None:
    """Close an interrupted interview; what was answered stays, and misses are in study."""
    from quizcv.session.mock.interview import close

    now = sitting.SystemClock().now()
    archive = mocking.MockArchive(shelf.store, mock.session, mock.preset, mock.id)
    close(mocking.record_of(mock), archive, mock.session, now)
    shelf.store.end(mock.session, now, {"closed": True})


def show_report(
    store: ProgressStore, mock: Mock, *, plain: bool, file: Path | None, everything: bool = False
) -> None:
    """Show a report, the misses at least, and write all of it where that was asked for."""
    sat, earlier = sat_of(mock), _earlier(store, mock)
    blocks = _blocks(sat, earlier, everything=everything)
    if plain:
        from quizcv.ui.mock_markdown import markdown

        console.write("\n" + markdown(blocks))
    else:
        from quizcv.ui.mock_view import report_view

        console.emit(report_view(blocks))
    if file is not None:
        write_report(file, sat, earlier)
    elif not everything:
        console.write(
            f"\n`quizcv mock show {mock.id}` shows every question with its code;\n"
            "`--report FILE.html` after it writes a page.\n"
        )


def write_report(file: Path, sat: Sat, earlier: Sequence[Sat]) -> None:
    """Write a whole report as Markdown or HTML, by the file's ending."""
    from quizcv.store.database import explained
    from quizcv.ui.mock_html import html
    from quizcv.ui.mock_markdown import markdown

    blocks = _blocks(sat, earlier, everything=True)
    title = f"quizcv mock {sat.number}"
    text = html(blocks, title) if file.suffix.lower() == ".html" else markdown(blocks)
    with explained(file):
        file.write_text(text, encoding="utf-8")
    console.write(f"\nThe report is in {file}.\n")


def _blocks(sat: Sat, earlier: Sequence[Sat], *, everything: bool) -> list[Block]:
    from quizcv.ui.mock_report import overview, questions

    asked = questions(sat.record, misses_only=not everything, code=everything)
    return [*overview(sat, earlier), *asked]


def sat_of(mock: Mock) -> Sat:
    """Return an interview as reports want it."""
    from quizcv.ui.mock_report import Sat

    return Sat(number=mock.id, started=mock.started, record=mocking.record_of(mock))


def _earlier(store: ProgressStore, mock: Mock) -> list[Sat]:
    return [sat_of(other) for other, _ in mocking.earlier_records(store, mock.id)]
