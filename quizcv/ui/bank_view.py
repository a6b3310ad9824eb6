"""What the commands about banks say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.app.banks import BanksListed, Checked, TrustGiven, TrustTaken, Written

_STYLES = {"bundled": "green", "trusted": "green", "changed": "yellow", "none": "dim"}


def checked(result: Checked) -> Iterator[str]:
    """Yield each problem, then how much there is."""
    library = result.library
    for problem in library.problems:
        yield f"{problem}\n"
    counts = {"card": len(library), "bank": len(library.banks), "problem": len(library.problems)}
    yield ", ".join(plural(count, noun) for noun, count in counts.items()) + "\n"


def written(result: Written) -> list[str]:
    """Return what to do with a new bank."""
    return [
        f"{result.path} written. Change its card, then:\n",
        f"  quizcv verify {result.path}        runs its checks\n",
        f"  quizcv study --bank {result.path}  asks it beside the bundled cards\n",
    ]


def trusted(result: TrustGiven) -> list[str]:
    """Return each bank with what it is trusted as."""
    return [f"trusted {entry.path} as {entry.digest}\n" for entry in result.entries]


def untrusted(result: TrustTaken) -> list[str]:
    """Return each bank, and whether there was any trust to take."""
    remarks = {True: "is no longer trusted", False: "was not trusted"}
    return [f"{path} {remarks[was]}\n" for path, was in result.files.items()]


def bank_table(result: BanksListed) -> list[Table]:
    """Return a line for each bank: what it holds and whether its code is trusted."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("bank", "area"):
        table.add_column(name, overflow="fold")
    for name in ("cards", "problems"):
        table.add_column(name, justify="right")
    table.add_column("trust")
    for row in result.rows:
        problems = Text(str(row["problems"]), style="red" if row["problems"] else "dim")
        trust = Text(row["trust"], style=_STYLES[row["trust"]])
        table.add_row(row["bank"], row["area"], str(row["cards"]), problems, trust)
    return [table]
