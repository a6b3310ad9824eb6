"""`quizcv mock`: interviews against the clock, and the reports of those that were sat."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from quizcv.app import interview_history as history
from quizcv.app import interviews
from quizcv.app.interviews import Sitting, Wishes
from quizcv.app.places import write_text
from quizcv.cli import options, playing
from quizcv.cli.group import HELP_OPTIONS, INTERRUPTED, finish
from quizcv.errors import UsageError
from quizcv.store.interviews import StoredInterview
from quizcv.ui import console, interview_reports
from quizcv.words import plural

FORMATS = (".md", ".html")


class MockGroup(TyperGroup):
    """`quizcv mock theory` is `quizcv mock start theory`: the usual thing needs no word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `start` in front of whatever names no other command."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["start", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=MockGroup,
    add_completion=False,
    help="Sit a timed mock interview: `quizcv mock screen`, `theory`, `deep` or a preset of yours.",
    context_settings=HELP_OPTIONS,
    pretty_exceptions_enable=False,
)
Report = Annotated[
    Path | None, typer.Option("--report", help="Write the report to FILE.md or FILE.html.")
]


@app.command()
def start(
    preset: Annotated[
        str, typer.Argument(help="screen, theory, deep, or one of yours.")
    ] = "screen",
    minutes: Annotated[
        float | None, typer.Option(min=0.05, max=480, help="Shorten it or draw it out.")
    ] = None,
    area: options.Areas = None,
    topic: options.Topics = None,
    seed: Annotated[
        int | None, typer.Option(help="Sit the interview of this seed, as others can.")
    ] = None,
    ramp: Annotated[
        str, typer.Option(metavar="LETTERS", help="Levels as in a replay command: wwccd.")
    ] = "",
    without: Annotated[
        str, typer.Option(metavar="CARD,…", help="Cards to pass over, as in a replay command.")
    ] = "",
    preset_file: Annotated[
        Path | None, typer.Option("--preset", metavar="FILE", help="Take the preset of a file.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the one that was interrupted.")
    ] = False,
    close: Annotated[
        bool, typer.Option("--close", help="Close the one that was interrupted.")
    ] = False,
    report: Report = None,
    bank: options.Banks = None,
    plain: options.Plain = False,
) -> None:
    """Sit an interview (the word `start` can be left out). The verdicts come in the debrief."""
    _check_report(report)
    if close:
        interviews.close_interrupted()
    elif old := interviews.interrupted_or_refuse() if resume else _to_go_on_with():
        _sit(interviews.interrupted_interview(old, bank), report, plain=plain)
    else:
        wishes = Wishes(
            preset=interviews.preset_for(preset, preset_file, minutes),
            preset_file=preset_file,
            minutes=minutes,
            areas=tuple(area or ()),
            topics=tuple(topic or ()),
            seed=seed,
            ramp=ramp,
            without=tuple(card for card in without.split(",") if card),
            banks=tuple(bank or ()),
        )
        _sit(interviews.new_interview(wishes), report, plain=plain)


@app.command("list")
def list_interviews(as_json: options.Json = False) -> None:
    """List the interviews there were, with score, weakest side and state."""
    finish(history.list_interviews(), interview_reports.listed, as_json=as_json)


@app.command()
def show(
    number: Annotated[int, typer.Argument(metavar="ID", help="As `quizcv mock list` shows it.")],
    replay_command: Annotated[
        bool, typer.Option("--replay-command", help="Print the command that asks the same again.")
    ] = False,
    report: Report = None,
    as_json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Show the whole report of an interview: every question, what is right, why, and the code."""
    _check_report(report)
    shown = history.show_interview(number)
    if replay_command:
        console.write(f"{history.replay_command(shown.sat.record)}\n")
    else:
        _show(shown, report if not as_json else None, plain=plain, as_json=as_json)


def _check_report(file: Path | None) -> None:
    """Make sure that a report can be written, before an hour is spent."""
    if file is None:
        return
    if file.suffix.lower() not in FORMATS:
        raise UsageError(f"--report {file} ends neither in .md nor in .html", "name it so")
    if not file.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {file.absolute().parent}", "make it first")


def _to_go_on_with() -> StoredInterview | None:
    """Ask whether to go on with the interrupted interview; one that is declined is closed."""
    old = interviews.interrupted()
    if old is None:
        return None
    record = interviews.record_of(old)
    done = plural(len(record.answered), "question")
    told = f"Mock {old.id} ({record.preset.title}) was interrupted after {done}."
    if not console.is_interactive():
        console.complain(f"{told} `quizcv mock --resume` goes on with it")
        return None
    if typer.confirm(f"{told} Go on with it? No closes it.", default=True):
        return old
    interviews.close_interrupted()
    return None


def _sit(opened: AbstractContextManager[Sitting], report: Path | None, *, plain: bool) -> None:
    """Play an interview, then show what was missed."""
    with opened as sitting:
        console.complain(*sitting.messages)
        played = playing.play_interview(sitting.interview, plain=playing.is_plain(plain))
    number = sitting.archive.number
    if not played:
        if number is not None:
            console.complain(
                f"mock {number} is interrupted: `quizcv mock --resume` goes on with it, "
                "`quizcv mock --close` closes it"
            )
        raise typer.Exit(INTERRUPTED)
    if sitting.record.end is not None and number is not None:
        _show(history.show_interview(number, whole=False), report, plain=plain)


def _show(
    shown: history.InterviewShown, file: Path | None, *, plain: bool, as_json: bool = False
) -> None:
    """Show a report, and write all of it where that was asked for."""
    in_lines = playing.is_plain(plain)
    view = interview_reports.in_lines if in_lines else interview_reports.on_screen
    finish(shown, view, as_json=as_json)
    if file is not None:
        write_text(file, interview_reports.whole_text(shown, file))
        console.write(f"\nThe report is in {file}.\n")
    elif not shown.whole:
        console.write(
            f"\n`quizcv mock show {shown.sat.number}` shows every question with its code;\n"
            "`--report FILE.html` after it writes a page.\n"
        )
