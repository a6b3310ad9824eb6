"""`quizcv trace`: the layer table of a bundled network, or the list of the networks."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcv.cli import options
from quizcv.errors import QuizcvError, UsageError

if TYPE_CHECKING:
    from types import ModuleType

    from quizcv.networks import LayerRow, Network

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
    from quizcv.ui import console, trace_view

    networks = _networks()
    if network is None:
        entries = list(networks.NETWORKS.values())
        if as_json:
            console.emit_json({"networks": [_entry_json(entry) for entry in entries]})
        else:
            console.emit(*trace_view.network_table(entries))
        return
    entry: Network = networks.network(network)
    chosen = _read_settings(settings or [], entry)
    shape, rows = _walk(networks, entry, chosen)
    if as_json:
        console.emit_json(_rows_json(entry, shape, rows))
    else:
        console.emit(*trace_view.layer_table(entry, shape, rows, everything=everything))


def _networks() -> ModuleType:
    """Return the package that needs torch.

    Raises:
        QuizcvError: torch is not installed.
    """
    try:
        import quizcv.networks as networks
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        remedy = "`pip install 'quizcv[torch]'` adds it"
        raise QuizcvError("tracing a network needs torch", remedy) from error
    return networks


def _read_settings(texts: list[str], entry: Network) -> dict[str, Any]:
    from quizcv.cli.params import read_params

    parameters = inspect.signature(entry.builder).parameters.values()
    known = {p.name: p.default for p in parameters if isinstance(p.default, int | float | str)}
    return read_params(texts, {"size": "224", **known}, f"network {entry.name}")


def _walk(
    networks: ModuleType, entry: Network, chosen: dict[str, Any]
) -> tuple[tuple[int, ...], list[LayerRow]]:
    shape = _input_shape(entry, chosen.pop("size", None))
    try:
        return shape, networks.trace(networks.build(entry.name, **chosen), shape)
    except (RuntimeError, ValueError, KeyError) as error:
        size = "×".join(map(str, shape))
        with_options = f" with {', '.join(f'{n}={v}' for n, v in chosen.items())}" if chosen else ""
        usual = "×".join(map(str, entry.input_shape))
        raise UsageError(
            f"{entry.name}{with_options} cannot take an input of {size}", f"it is made for {usual}"
        ) from error


def _input_shape(entry: Network, size: str | None) -> tuple[int, ...]:
    if size is None:
        return entry.input_shape
    if len(entry.input_shape) != 3:
        raise UsageError(f"{entry.name} takes a vector, not an image", "leave out -p size")
    sides = size.lower().replace("×", "x").split("x")
    if len(sides) > 2 or not all(side.isascii() and side.isdecimal() for side in sides):
        raise UsageError(f"size={size} is no image size", "write size=224 or size=320x480")
    height, width = int(sides[0]), int(sides[-1])
    if not (0 < height <= 100_000 and 0 < width <= 100_000):
        raise UsageError(f"size={size} is out of range", "sides go from 1 to 100000")
    return (entry.input_shape[0], height, width)


def _entry_json(entry: Network) -> dict[str, Any]:
    return {
        "name": entry.name,
        "input_shape": list(entry.input_shape),
        "reference": entry.reference,
        "note": entry.note,
    }


def _rows_json(entry: Network, shape: tuple[int, ...], rows: list[LayerRow]) -> dict[str, Any]:
    return {
        "network": entry.name,
        "reference": entry.reference,
        "note": entry.note,
        "input_shape": list(shape),
        "parameters": sum(row.parameters for row in rows),
        "macs": sum(row.macs for row in rows),
        "layers": [
            {
                "name": row.name,
                "type": row.type,
                "kernel": row.kernel,
                "stride": row.stride,
                "output_shape": row.output_shape,
                "parameters": row.parameters,
                "macs": row.macs,
                "receptive_field": row.receptive_field,
            }
            for row in rows
        ],
    }
