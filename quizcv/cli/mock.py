"""`quizcv mock`: interviews against the clock, and the reports of those that were sat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from quizcv.cli import options
from quizcv.cli.group import HELP_OPTIONS

if TYPE_CHECKING:
    from quizcv.session.interview.preset import Preset


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
    from quizcv.cli import mock_sitting, sitting

    mock_sitting.check_report(report)
    plain = sitting.is_plain(plain)
    if close:
        mock_sitting.close_interrupted()
    elif (interrupted := mock_sitting.to_resume(asked_for=resume)) is not None:
        mock_sitting.go_on(interrupted, bank, plain=plain, report=report)
    else:
        wishes = mock_sitting.Wishes(
            preset=_preset(preset, preset_file, minutes),
            preset_file=preset_file,
            minutes=minutes,
            areas=tuple(area or ()),
            topics=tuple(topic or ()),
            seed=seed,
            ramp=ramp,
            without=tuple(card for card in without.split(",") if card),
            banks=tuple(bank or ()),
        )
        mock_sitting.begin(wishes, plain=plain, report=report)


@app.command("list")
def list_mocks(as_json: options.Json = False) -> None:
    """List the interviews there were, with score, weakest side and state."""
    from quizcv.app.wiring import state_dir
    from quizcv.cli import mock_sitting, mocking
    from quizcv.formats.interview_report import listing
    from quizcv.store import open_progress
    from quizcv.ui import console
    from quizcv.ui.render_rich import table

    with open_progress(state_dir()) as store:
        sat = [mock for mock, _ in mocking.earlier_records(store)]
    if as_json:
        console.emit_json({"mocks": [mocking.summary(mock) for mock in sat]})
    elif sat:
        console.emit(table(listing([(mock_sitting.sat_of(mock), mock.state) for mock in sat])))
    else:
        console.write("No interviews yet: `quizcv mock` begins one.\n")


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
    from quizcv.app.wiring import state_dir
    from quizcv.cli import mock_sitting, mocking, sitting
    from quizcv.store import open_progress
    from quizcv.ui import console

    mock_sitting.check_report(report)
    with open_progress(state_dir()) as store:
        mock = mocking.mock_numbered(store, number)
        if replay_command:
            console.write(f"{mocking.replay_command(mocking.record_of(mock))}\n")
        elif as_json:
            console.emit_json(mocking.details(mock))
        else:
            mock_sitting.show_report(
                store, mock, plain=sitting.is_plain(plain), file=report, everything=True
            )


def _preset(name: str, file: Path | None, minutes: float | None) -> Preset:
    from quizcv.cli.mocking import user_presets
    from quizcv.session.interview.preset import preset_named, read_preset

    preset = read_preset(file) if file else preset_named(name, user_presets())
    return preset.lasting(minutes) if minutes else preset
