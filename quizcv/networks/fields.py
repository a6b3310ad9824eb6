"""Receptive fields, followed tensor by tensor while a network runs.

Each tensor carries the stretch of input pixels that its first element depends on, and the distance
in input pixels between neighboring elements ("jump"), for height and width apart. With kernel k,
dilation d, stride s and padding p a sliding window moves the near end by -p·jump and the far end
by ((k - 1)·d - p)·jump, and multiplies the jump by s. Where branches meet, the union counts.

Reference: Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks,
Distill, 2019.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from torch import Tensor, ops
from torch.utils._python_dispatch import TorchDispatchMode

if TYPE_CHECKING:
    from collections.abc import Iterable

_aten = ops.aten

_EVERYWHERE = {
    # The output depends on all positions, or on a number of pixels that varies with the position.
    _aten.addmm,
    _aten.mm,
    _aten.bmm,
    _aten._adaptive_avg_pool2d,
    _aten.adaptive_max_pool2d,
    _aten.max_unpool2d,
    _aten.upsample_nearest2d,
    _aten.upsample_bilinear2d,
}


@dataclass(frozen=True, slots=True)
class _Axis:
    near: int = 0
    far: int = 0
    jump: int = 1

    def windowed(self, kernel: int, stride: int, padding: int, dilation: int) -> _Axis:
        reach = (kernel - 1) * dilation - padding
        return _Axis(
            self.near - padding * self.jump, self.far + reach * self.jump, self.jump * stride
        )

    def union(self, other: _Axis) -> _Axis:
        return _Axis(min(self.near, other.near), max(self.far, other.far), self.jump)


_Field = tuple[_Axis, _Axis] | None


class FieldTracker(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Knows the receptive field of every tensor that came from the starting image."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._known: dict[int, tuple[Tensor, _Field]] = {}
        # The tensor is kept so that its id stays its own; on the meta device it holds no memory.

    def start(self, image: Tensor) -> None:
        """Declare `image` to be the input: each of its pixels sees itself."""
        self._known[id(image)] = (image, (_Axis(), _Axis()))

    def size_of(self, tensor: Tensor) -> tuple[int, int] | None:
        """Return (height, width) in input pixels, or None if that is not a fixed number."""
        field = self._known.get(id(tensor), (tensor, None))[1]
        return None if field is None else (_length(field[0]), _length(field[1]))

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        sources = [self._known[id(t)][1] for t in _tensors(args) if id(t) in self._known]
        if sources:
            field = _field_after(func.overloadpacket, args, sources)
            for tensor in _tensors((result,)):
                self._known[id(tensor)] = (tensor, field)
        return result


def _field_after(operation: Any, args: tuple[Any, ...], sources: list[_Field]) -> _Field:
    entering = sources[0]
    if any(field is None for field in sources) or operation in _EVERYWHERE or entering is None:
        return None
    if operation is _aten.convolution:
        _, weight, _, stride, padding, dilation, transposed = args[:7]
        if transposed or weight.dim() != 4:
            return None
        return _windowed(entering, tuple(weight.shape[2:]), stride, padding, dilation)
    if operation in (_aten.max_pool2d_with_indices, _aten.avg_pool2d):
        kernel, stride, padding = (*args[1:4], *([0, 0],) * 3)[:3]
        return _windowed(entering, kernel, stride or kernel, padding, [1, 1])
    if operation in (_aten.mean, _aten.sum) and _over_positions(args):
        return None
    merged = entering
    for other in sources[1:]:
        if other is None or [a.jump for a in other] != [a.jump for a in merged]:
            return None
        merged = (merged[0].union(other[0]), merged[1].union(other[1]))
    return merged


def _over_positions(args: tuple[Any, ...]) -> bool:
    tensor, *rest = args
    axes = rest[0] if rest and rest[0] else range(tensor.dim())
    return any(axis % tensor.dim() >= tensor.dim() - 2 for axis in axes)


def _windowed(field: tuple[_Axis, _Axis], *window: Any) -> _Field:
    rows, columns = ([_side(setting, axis) for setting in window] for axis in (0, 1))
    return field[0].windowed(*rows), field[1].windowed(*columns)


def _side(setting: Any, axis: int) -> int:
    sizes = [setting] if isinstance(setting, int) else list(setting)
    return int(sizes[axis] if len(sizes) > 1 else sizes[0])


def _length(axis: _Axis) -> int:
    return axis.far - axis.near + 1


def _tensors(values: Iterable[Any]) -> Iterable[Tensor]:
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from _tensors(value)
