"""`quizcv trace`: the layer table of a bundled network, or the list of the networks."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from quizcv.app.tracing import list_networks, trace_network
from quizcv.cli import options
from quizcv.cli.group import finish
from quizcv.ui import trace_view

Settings = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--param",
        help="Set the input size (size=224 or size=320x480) or an option such as classes=10.",
        metavar="NAME=VALUE",
    ),
]


def trace(
    network: Annotated[str | None, typer.Argument(help="Name; without one, list them.")] = None,
    settings: Settings = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show activations, norms and dropout as well.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Show a bundled network layer by layer: shapes, parameters, MACs, receptive field."""
    if network is None:
        finish(list_networks(), trace_view.network_table, as_json=as_json)
    else:
        view = partial(trace_view.layer_table, everything=everything)
        finish(trace_network(network, settings), view, as_json=as_json)
