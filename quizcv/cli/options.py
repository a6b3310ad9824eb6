"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Banks = Annotated[
    list[Path] | None,
    typer.Option("--bank", help="Add a bank file or folder; repeatable.", metavar="PATH"),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Topics = Annotated[list[str] | None, typer.Option("--topic", "-t", help="Only this topic.")]
Areas = Annotated[list[str] | None, typer.Option("--area", "-a", help="Only this area.")]
Levels = Annotated[list[str] | None, typer.Option("--level", help="warmup, core or deep.")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="integer, choice, recall, …")]
Numbers = Annotated[
    list[str] | None,
    typer.Option("-p", "--param", help="Set a number, as in -p k=3.", metavar="NAME=VALUE"),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, help="Snippets run at once; by default one a core."),
]
Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="TOPIC", help="Topics or areas; all of them if none is named."),
]
Plain = Annotated[
    bool,
    typer.Option("--plain", help="Line in, line out: for pipes and screen readers."),
]
