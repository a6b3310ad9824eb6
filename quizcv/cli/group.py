"""The command group: commands are imported when they are called, errors become one line.

Exit codes come from here: of a result (`finish`), of an error, of Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from quizcv.cli.coercion import spare_imports, spared
from quizcv.errors import QuizcvError, UnknownName
from quizcv.suggestion import did_you_mean
from quizcv.ui.console import complain, present

if TYPE_CHECKING:
    from rich.console import RenderableType

    from quizcv.app.results import Result

INTERRUPTED = 130
R = TypeVar("R", bound="Result")


def finish(
    result: R, view: Callable[[R], Iterable[RenderableType]], *, as_json: bool = False
) -> None:
    """Show what a command came to, and leave with its exit code."""
    present(result, view, as_json=as_json)
    leave(result)


def leave(result: Result) -> None:
    """End the command with the exit code of its result."""
    if result.exit_code:
        raise typer.Exit(result.exit_code)


class Group(TyperGroup):
    """Imports a command's module only when that command is called."""

    lazy: ClassVar[dict[str, tuple[str, str]]] = {}
    """Command names to 'module:attribute', a function or a typer.Typer with subcommands, and the
    line that stands for the command where commands are listed."""
    _listing = False

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Draw the help, commands from the table alone."""
        with self._only_listing():
            super().format_help(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Return the commands that begin like this, from the table alone."""
        with self._only_listing():
            return super().shell_complete(ctx, incomplete)

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options that stand before the command."""
        return spared(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the base class's signature)
        """Return the names of all commands, in the order of the table."""
        return list(self.lazy)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return the command of that name, or None."""
        if cmd_name not in self.lazy:
            return None
        target, line = self.lazy[cmd_name]
        if self._listing:
            return TyperCommand(cmd_name, help=line)
        module, _, attribute = target.partition(":")
        found = getattr(import_module(module), attribute)
        if not isinstance(found, typer.Typer):
            single = typer.Typer(add_completion=False, context_settings=HELP_OPTIONS)
            single.command(cmd_name)(found)
            found = single
        command = get_command(found)
        command.name = cmd_name
        spare_imports(command)
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the arguments name.

        Raises:
            UnknownName: there is none; the message offers the nearest.
        """
        if args and args[0] not in self.lazy and not args[0].startswith("-"):
            every = "`quizcv --help` lists them"
            remedy = did_you_mean(args[0], self.lazy, otherwise=every, most=2)
            raise UnknownName(f"no command is called {args[0]!r}", remedy)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; report QuizcvError, Ctrl-C and a closed pipe without a traceback."""
        try:
            return super().invoke(ctx)
        except QuizcvError as error:
            complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            complain("interrupted")
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:
            # The reader went away, as `head` does; what is still buffered goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error

    @contextmanager
    def _only_listing(self) -> Iterator[None]:
        self._listing = True
        try:
            yield
        finally:
            self._listing = False


HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}
