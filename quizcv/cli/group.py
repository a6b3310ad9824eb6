"""Turns every deliberate error into one line and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from quizcv.errors import QuizcvError
from quizcv.ui.console import complain

if TYPE_CHECKING:
    # Typer carries its own Click; its Context type is only named here.
    from typer import Context

INTERRUPTED = 130


class Group(TyperGroup):
    """A command group whose errors are for people."""

    def invoke(self, ctx: Context) -> Any:
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
