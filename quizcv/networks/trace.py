"""Walk a network once and write down what every layer does to shapes, weights and work.

Nothing is computed: the walk runs on torch's meta device, so a network of any size costs
milliseconds and no memory. Two observers look on. Forward hooks on the leaf modules give shapes,
parameters and multiply-accumulates; a dispatch mode follows each tensor's receptive field through
sums, concatenations and other operations that are no modules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.func import functional_call

from quizcv.networks.fields import FieldTracker

if TYPE_CHECKING:
    from collections.abc import Sequence

_Convolution = nn.Conv1d | nn.Conv2d | nn.Conv3d
_Transposed = nn.ConvTranspose1d | nn.ConvTranspose2d | nn.ConvTranspose3d


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One leaf module in the order of execution; all figures are for one image."""

    name: str
    """Path inside the network, such as stage2.0.conv1."""
    type: str
    """Class name: Conv2d, MaxPool2d, Linear, …"""
    kernel: tuple[int, ...] | None
    stride: tuple[int, ...] | None
    output_shape: tuple[int, ...]
    """Without the batch axis: (channels, height, width) for maps, (features,) for vectors."""
    parameters: int
    """Learnable numbers, biases included. A layer that runs twice counts at its first run."""
    macs: int
    """Multiply-accumulates of convolutions and dense layers; biases, normalization and
    activations are left out, as is usual. FLOPs are about twice this."""
    receptive_field: tuple[int, int] | None
    """Input pixels (height, width) that one output can depend on, ignoring the border. None where
    the layer sees the whole image whatever its size, or where the size depends on the position
    (behind upsampling)."""


def trace(network: nn.Module, input_shape: Sequence[int]) -> list[LayerRow]:
    """Return a row for every leaf module that runs on one image of `input_shape`.

    Args:
        network: on any device; it is walked in eval mode and left as it was.
        input_shape: without the batch axis, (3, 224, 224) for most of the bundled networks.

    Raises:
        RuntimeError: torch's own, if the network cannot take that shape.
    """
    rows: list[LayerRow] = []
    fields = FieldTracker()
    counted: set[int] = set()

    def record(name: str, layer: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
        result = output[0] if isinstance(output, tuple) else output
        fresh = {id(p): p.numel() for p in layer.parameters() if id(p) not in counted}
        counted.update(fresh)
        rows.append(
            LayerRow(
                name=name,
                type=type(layer).__name__,
                kernel=_pair(getattr(layer, "kernel_size", None)),
                stride=_pair(getattr(layer, "stride", None)),
                output_shape=tuple(result.shape[1:]),
                parameters=sum(fresh.values()),
                macs=_macs(layer, inputs[0], result),
                receptive_field=fields.size_of(result),
            )
        )

    _walk(network, input_shape, record, fields)
    return rows


def count_parameters(network: nn.Module) -> int:
    """Return how many learnable numbers a network has, biases included, buffers not."""
    return sum(p.numel() for p in network.parameters() if p.requires_grad)


def count_macs(network: nn.Module, input_shape: Sequence[int]) -> int:
    """Return the multiply-accumulates of one image (see LayerRow.macs for what is counted)."""
    return sum(row.macs for row in trace(network, input_shape))


def _walk(
    network: nn.Module, input_shape: Sequence[int], record: Any, fields: FieldTracker
) -> None:
    hooks = []
    for name, layer in network.named_modules():
        if not any(layer.children()):

            def note(
                module: nn.Module, inputs: tuple[Any, ...], output: Any, name: str = name
            ) -> None:
                record(name, module, inputs, output)

            hooks.append(layer.register_forward_hook(note))
    was_training = {module: module.training for module in network.modules()}
    dtype = next((p.dtype for p in network.parameters()), None)
    image = torch.empty(1, *input_shape, device="meta", dtype=dtype)
    fields.start(image)
    try:
        network.eval()
        with torch.no_grad(), fields:
            functional_call(network, _on_meta(network), (image,))
    finally:
        for hook in hooks:
            hook.remove()
        for module, training in was_training.items():
            module.training = training


def _on_meta(network: nn.Module) -> dict[str, Tensor]:
    tensors = dict(network.named_parameters()) | dict(network.named_buffers())
    return {name: torch.empty_like(tensor, device="meta") for name, tensor in tensors.items()}


def _macs(layer: nn.Module, entering: Tensor, leaving: Tensor) -> int:
    if isinstance(layer, _Transposed):
        return entering.numel() * layer.weight[0].numel()
    if isinstance(layer, _Convolution | nn.Linear):
        return leaving.numel() * layer.weight[0].numel()
    return 0


def _pair(size: Any) -> tuple[int, ...] | None:
    if size is None:
        return None
    return (size, size) if isinstance(size, int) else tuple(size)
