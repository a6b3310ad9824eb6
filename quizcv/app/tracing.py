"""The layer table of a bundled network, and the list of the networks. Needs torch."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quizcv.app.numbers import named_values
from quizcv.app.results import Result
from quizcv.errors import QuizcvError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from quizcv.networks import LayerRow, Network


@dataclass(frozen=True, kw_only=True)
class NetworksListed(Result):
    """Every bundled network."""

    networks: Sequence[Network]

    @property
    def data(self) -> dict[str, Any]:
        """Each network with the input it is made for and where it is from."""
        return {
            "networks": [
                {
                    "name": network.name,
                    "input_shape": list(network.input_shape),
                    "reference": network.reference,
                    "note": network.note,
                }
                for network in self.networks
            ]
        }


@dataclass(frozen=True, kw_only=True)
class Traced(Result):
    """One network, layer by layer, for one size of input."""

    network: Network
    shape: tuple[int, ...]
    rows: Sequence[LayerRow]

    @property
    def data(self) -> dict[str, Any]:
        """The layers and their totals."""
        return {
            "network": self.network.name,
            "reference": self.network.reference,
            "note": self.network.note,
            "input_shape": list(self.shape),
            "parameters": sum(row.parameters for row in self.rows),
            "macs": sum(row.macs for row in self.rows),
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
                for row in self.rows
            ],
        }


def list_networks() -> NetworksListed:
    """Return every bundled network.

    Raises:
        QuizcvError: torch is not installed.
    """
    return NetworksListed(networks=list(_networks().NETWORKS.values()))


def trace_network(name: str, settings: Sequence[str] | None) -> Traced:
    """Return the layers of a network built with these settings: `size=320`, `classes=10`, ….

    Raises:
        QuizcvError: torch is not installed.
        UnknownName: there is no such network.
        UsageError: it has no such setting, or cannot be built or run like that.
    """
    networks = _networks()
    network: Network = networks.network(name)
    parameters = inspect.signature(network.builder).parameters.values()
    known = {p.name: p.default for p in parameters if isinstance(p.default, int | float | str)}
    chosen = named_values(settings, {"size": "224", **known}, f"network {network.name}")
    shape = _input_shape(network, chosen.pop("size", None))
    return Traced(network=network, shape=shape, rows=_rows(networks, network, shape, chosen))


def _networks() -> ModuleType:
    try:
        import quizcv.networks as networks  # noqa: PLC0415 - 1,100 ms, torch
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        remedy = "`pip install 'quizcv[torch]'` adds it"
        raise QuizcvError("tracing a network needs torch", remedy) from error
    return networks


def _rows(
    networks: ModuleType, network: Network, shape: tuple[int, ...], chosen: dict[str, Any]
) -> Sequence[LayerRow]:
    try:
        rows: Sequence[LayerRow] = networks.trace(networks.build(network.name, **chosen), shape)
    except (RuntimeError, ValueError, KeyError) as error:
        size = "×".join(map(str, shape))
        with_options = f" with {', '.join(f'{n}={v}' for n, v in chosen.items())}" if chosen else ""
        usual = "×".join(map(str, network.input_shape))
        raise UsageError(
            f"{network.name}{with_options} cannot take an input of {size}",
            f"it is made for {usual}",
        ) from error
    return rows


def _input_shape(network: Network, size: str | None) -> tuple[int, ...]:
    if size is None:
        return network.input_shape
    if len(network.input_shape) != 3:
        raise UsageError(f"{network.name} takes a vector, not an image", "leave out -p size")
    sides = size.lower().replace("×", "x").split("x")
    if len(sides) > 2 or not all(side.isascii() and side.isdecimal() for side in sides):
        raise UsageError(f"size={size} is no image size", "write size=224 or size=320x480")
    height, width = int(sides[0]), int(sides[-1])
    if not (0 < height <= 100_000 and 0 < width <= 100_000):
        raise UsageError(f"size={size} is out of range", "sides go from 1 to 100000")
    return (network.input_shape[0], height, width)
