"""`quizcv doctor`: what this machine offers, and whether it works."""

from __future__ import annotations

from quizcv.app.doctor import diagnose
from quizcv.cli import options
from quizcv.cli.group import finish
from quizcv.ui.doctor_view import doctor_view


def doctor(as_json: options.Json = False) -> None:
    """Show versions, isolation and paths, and run snippets; exit 1 if something is broken."""
    finish(diagnose(), doctor_view, as_json=as_json)
