"""Sitting an interview from the command line: begin, go on, close, and the report at the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from quizcv.app.wiring import state_dir
from quizcv.cli import mocking, sitting
from quizcv.cli.group import INTERRUPTED
from quizcv.errors import UsageError
from quizcv.session.interview.record import Record
from quizcv.store import open_progress
from quizcv.ui import console, fronts
from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.cli.sitting import Shelf
    from quizcv.formats.interview_report import Sat
    from quizcv.session.blocks import Block
    from quizcv.session.interview.interview import Interview
    from quizcv.session.interview.preset import Preset
    from quizcv.store import ProgressStore
    from quizcv.store.interviews import Mock

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


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the command line asks for."""

    preset: Preset
    preset_file: Path | None
    minutes: float | None
    areas: tuple[str, ...]
    topics: tuple[str, ...]
    seed: int | None
    ramp: str
    without: tuple[str, ...]
    banks: tuple[Path, ...]


def begin(wishes: Wishes, *, plain: bool, report: Path | None) -> None:
    """Sit a new interview and show its report."""
    with sitting.open_shelf(wishes.banks) as shelf:
        record = Record(
            preset=wishes.preset,
            seed=sitting.fresh_seed() if wishes.seed is None else wishes.seed,
            bank=mocking.bank_digest(shelf.library),
            areas=wishes.areas,
            topics=wishes.topics,
            shared=wishes.seed is not None,
            without=wishes.without,
            fixed_ramp=wishes.ramp,
            minutes_asked=wishes.minutes,
            preset_file=str(wishes.preset_file) if wishes.preset_file else None,
            added_banks=tuple(map(str, wishes.banks)),
        )
        if wishes.preset.one_area and not wishes.areas and not wishes.topics:
            record.areas = (_area(shelf, record),)
        _sit(shelf, record, None, plain=plain, report=report)


def _area(shelf: Shelf, record: Record) -> str:
    from quizcv.learner.history import area_to_probe

    now = None if record.shared else sitting.SystemClock().now()
    areas = [entry.area for entry in shelf.library]
    return area_to_probe(areas, shelf.store.reviews(), record.seed, now)


def go_on(mock: Mock, banks: Sequence[Path] | None, *, plain: bool, report: Path | None) -> None:
    """Go on with an interrupted interview, by default with the banks it had."""
    record = mocking.record_of(mock)
    with sitting.open_shelf(banks or [Path(bank) for bank in record.added_banks]) as shelf:
        _sit(shelf, record, mock, plain=plain, report=report)


def _sit(
    shelf: Shelf, record: Record, interrupted: Mock | None, *, plain: bool, report: Path | None
) -> None:
    with sitting.open_desk(shelf) as desk:
        session = interrupted.session if interrupted else sitting.session_id(desk.clock.now())
        number = interrupted.id if interrupted else None
        archive = mocking.MockArchive(shelf.store, session, record.preset.preset, number)
        interview = mocking.interview_for(shelf, desk, record, archive, session)
        played = _play(interview, plain=plain)
    if not played:
        _say_interrupted(archive.number)
        raise typer.Exit(INTERRUPTED)
    if record.end is not None and archive.number is not None:
        finished = mocking.mock_numbered(shelf.store, archive.number)
        show_report(shelf.store, finished, plain=plain, file=report)


def _play(interview: Interview, *, plain: bool) -> bool:
    """Return whether it came to its end; everything answered is saved either way."""
    try:
        fronts.play(interview, plain=plain, straight_on=True)
    except KeyboardInterrupt:
        return False
    return True


def _say_interrupted(number: int | None) -> None:
    if number is not None:
        console.complain(
            f"mock {number} is interrupted: `quizcv mock --resume` goes on with it, "
            "`quizcv mock --close` closes it"
        )


def to_resume(*, asked_for: bool) -> Mock | None:
    """Return the interrupted interview to go on with; one that is declined is closed.

    Raises:
        UsageError: it is asked for and there is none.
    """
    with open_progress(state_dir()) as store:
        mock = mocking.last_interrupted(store)
        if mock is None and asked_for:
            raise _none_interrupted()
        if mock is None or asked_for:
            return mock
        record = mocking.record_of(mock)
        done = plural(len(record.answered), "question")
        told = f"Mock {mock.id} ({record.preset.title}) was interrupted after {done}."
        if not console.is_interactive():
            console.complain(f"{told} `quizcv mock --resume` goes on with it")
            return None
        if typer.confirm(f"{told} Go on with it? No closes it.", default=True):
            return mock
        _close(store, mock)
        return None


def _none_interrupted() -> UsageError:
    return UsageError("no interview was interrupted", "`quizcv mock` begins one")


def close_interrupted() -> None:
    """Close the interrupted interview; what was answered stays, and misses are in study.

    Raises:
        UsageError: there is none.
    """
    with open_progress(state_dir()) as store:
        mock = mocking.last_interrupted(store)
        if mock is None:
            raise _none_interrupted()
        _close(store, mock)


def _close(store: ProgressStore, mock: Mock) -> None:
    from quizcv.session.interview.keeping import close

    now = sitting.SystemClock().now()
    archive = mocking.MockArchive(store, mock.session, mock.preset, mock.id)
    close(mocking.record_of(mock), archive, mock.session, now)
    store.end(mock.session, now, {"closed": True})


def show_report(
    store: ProgressStore, mock: Mock, *, plain: bool, file: Path | None, everything: bool = False
) -> None:
    """Show a report, the misses at least, and write all of it where that was asked for."""
    sat, earlier = sat_of(mock), _earlier(store, mock)
    blocks = _blocks(sat, earlier, everything=everything)
    if plain:
        from quizcv.formats.markdown import markdown

        console.write("\n" + markdown(blocks))
    else:
        from quizcv.ui.render_rich import document

        console.emit(document(blocks))
    if file is not None:
        write_report(file, sat, earlier)
    elif not everything:
        console.write(
            f"\n`quizcv mock show {mock.id}` shows every question with its code;\n"
            "`--report FILE.html` after it writes a page.\n"
        )


def write_report(file: Path, sat: Sat, earlier: Sequence[Sat]) -> None:
    """Write a whole report as Markdown or HTML, by the file's ending."""
    from quizcv.formats.html import html
    from quizcv.formats.markdown import markdown
    from quizcv.store.database import explained

    blocks = _blocks(sat, earlier, everything=True)
    title = f"quizcv mock {sat.number}"
    text = html(blocks, title) if file.suffix.lower() == ".html" else markdown(blocks)
    with explained(file):
        file.write_text(text, encoding="utf-8")
    console.write(f"\nThe report is in {file}.\n")


def _blocks(sat: Sat, earlier: Sequence[Sat], *, everything: bool) -> list[Block]:
    from quizcv.formats.interview_report import overview, questions

    asked = questions(sat.record, misses_only=not everything, code=everything)
    return [*overview(sat, earlier), *asked]


def sat_of(mock: Mock) -> Sat:
    """Return an interview as reports want it."""
    from quizcv.formats.interview_report import Sat

    return Sat(number=mock.id, started=mock.started, record=mocking.record_of(mock))


def _earlier(store: ProgressStore, mock: Mock) -> list[Sat]:
    return [sat_of(other) for other, _ in mocking.earlier_records(store, mock.id)]
