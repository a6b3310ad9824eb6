"""The building blocks of the NASNet search space.

The controller picks, for each block of a cell, two inputs, one of these operations for each, and a
way to combine them (sum or concatenation).

Reference: Zoph, Vasudevan, Shlens and Le, Learning Transferable Architectures for Scalable Image
Recognition, CVPR 2018, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from quizcv.networks.blocks import conv_norm_relu

if TYPE_CHECKING:
    from collections.abc import Callable


def _separable(channels: int, kernel: int) -> nn.Sequential:
    """Depthwise then 1×1, applied twice, as the paper does."""
    layers = nn.Sequential()
    for _ in range(2):
        layers.append(
            conv_norm_relu(
                channels, channels, kernel, padding=kernel // 2, groups=channels, activation=None
            )
        )
        layers.append(conv_norm_relu(channels, channels, 1))
    return layers


def _row_then_column(channels: int, kernel: int) -> nn.Sequential:
    half = kernel // 2
    return nn.Sequential(
        conv_norm_relu(channels, channels, (1, kernel), padding=(0, half)),
        conv_norm_relu(channels, channels, (kernel, 1), padding=(half, 0)),
    )


def _dilated(channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=2, dilation=2, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(),
    )


OPERATIONS: dict[str, Callable[[int], nn.Module]] = {
    "identity": lambda _: nn.Identity(),
    "1x3 then 3x1 convolution": lambda c: _row_then_column(c, 3),
    "1x7 then 7x1 convolution": lambda c: _row_then_column(c, 7),
    "3x3 dilated convolution": _dilated,
    "3x3 average pooling": lambda _: nn.AvgPool2d(3, 1, 1),
    "3x3 max pooling": lambda _: nn.MaxPool2d(3, 1, 1),
    "5x5 max pooling": lambda _: nn.MaxPool2d(5, 1, 2),
    "7x7 max pooling": lambda _: nn.MaxPool2d(7, 1, 3),
    "1x1 convolution": lambda c: conv_norm_relu(c, c, 1),
    "3x3 convolution": lambda c: conv_norm_relu(c, c, 3, padding=1),
    "3x3 depthwise-separable convolution": lambda c: _separable(c, 3),
    "5x5 depthwise-separable convolution": lambda c: _separable(c, 5),
    "7x7 depthwise-separable convolution": lambda c: _separable(c, 7),
}
"""The 13 operations; each maps a number of channels to a module that keeps (N, C, H, W)."""
