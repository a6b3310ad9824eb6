"""Networks made of depthwise separable convolutions: MobileNet v1 and v2, and Xception.

References:
    Howard et al., MobileNets: Efficient Convolutional Neural Networks for Mobile Vision
    Applications, 2017, table 1.
    Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, CVPR 2018, table 2.
    Chollet, Xception: Deep Learning with Depthwise Separable Convolutions, CVPR 2017, figure 5.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise

from torch import Tensor, nn

from quizcv.networks.blocks import conv_norm_relu, pooled_head

MOBILENET_V1 = (
    # outputs and stride of the depthwise convolution; the paper's table prints stride 2 for the
    # last one, but its 7×7 output needs stride 1.
    (64, 1),
    (128, 2),
    (128, 1),
    (256, 2),
    (256, 1),
    (512, 2),
    *((512, 1),) * 5,
    (1024, 2),
    (1024, 1),
)

MOBILENET_V2 = (
    # expansion, outputs, repeats, stride of the first repeat
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)


def depthwise_separable(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    """Return a 3×3 convolution of each channel apart and a 1×1 over channels, norm and ReLU each.

    (N, inputs, H, W) to (N, outputs, H/stride, W/stride).
    """
    return nn.Sequential(
        OrderedDict(
            depthwise=conv_norm_relu(inputs, inputs, 3, stride, 1, groups=inputs),
            pointwise=conv_norm_relu(inputs, outputs, 1),
        )
    )


def mobilenet_v1(classes: int = 1000, width: float = 1.0) -> nn.Sequential:
    """Return MobileNet v1: (N, 3, 224, 224) → 32×112 → 13 separable blocks → 1024×7 → classes.

    `width` is the paper's multiplier α. 4,231,976 parameters at 1.0.
    """
    depth = round(32 * width)
    layers: OrderedDict[str, nn.Module] = OrderedDict(conv=conv_norm_relu(3, depth, 3, 2, 1))
    for i, (outputs, stride) in enumerate(MOBILENET_V1, start=1):
        layers[f"block{i}"] = depthwise_separable(depth, round(outputs * width), stride)
        depth = round(outputs * width)
    layers["head"] = pooled_head(depth, classes)
    return nn.Sequential(layers)


class InvertedResidual(nn.Module):
    """Expand with 1×1, filter with depthwise 3×3, project linearly with 1×1; add x if shapes agree.

    (N, inputs, H, W) to (N, outputs, H/stride, W/stride). ReLU6 twice, none after the projection.
    """

    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int) -> None:
        super().__init__()
        hidden = inputs * expansion
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        if expansion != 1:
            layers["expand"] = conv_norm_relu(inputs, hidden, 1, activation=nn.ReLU6)
        layers["depthwise"] = conv_norm_relu(
            hidden, hidden, 3, stride, 1, groups=hidden, activation=nn.ReLU6
        )
        layers["project"] = conv_norm_relu(hidden, outputs, 1, activation=None)
        self.residual = nn.Sequential(layers)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's output."""
        result: Tensor = x + self.residual(x) if self.adds else self.residual(x)
        return result


def mobilenet_v2(classes: int = 1000) -> nn.Sequential:
    """Return MobileNet v2 at width 1: (N, 3, 224, 224) → 32×112 → … → 320×7 → 1280×7 → classes.

    3,504,872 parameters.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict(
        conv=conv_norm_relu(3, 32, 3, 2, 1, activation=nn.ReLU6)
    )
    depth, number = 32, 0
    for expansion, outputs, repeats, stride in MOBILENET_V2:
        for i in range(repeats):
            number += 1
            step = stride if i == 0 else 1
            layers[f"block{number}"] = InvertedResidual(depth, outputs, step, expansion)
            depth = outputs
    layers["conv_last"] = conv_norm_relu(depth, 1280, 1, activation=nn.ReLU6)
    layers["head"] = pooled_head(1280, classes, dropout=0.2)
    return nn.Sequential(layers)


def _separable_norm(inputs: int, outputs: int) -> nn.Sequential:
    """3×3 depthwise and 1×1 with nothing between them, then batch norm."""
    return nn.Sequential(
        OrderedDict(
            depthwise=nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False),
            pointwise=nn.Conv2d(inputs, outputs, 1, bias=False),
            norm=nn.BatchNorm2d(outputs),
        )
    )


class XceptionBlock(nn.Module):
    """A residual of ReLU and separable convolutions, pooled by 2 where the shortcut is strided.

    (N, widths[0], H, W) to (N, widths[-1], H/2, W/2), or the same size if all widths are equal.
    """

    def __init__(self, *widths: int, leading_relu: bool = True) -> None:
        super().__init__()
        self.residual = nn.Sequential()
        for i, (inputs, outputs) in enumerate(pairwise(widths)):
            if i > 0 or leading_relu:
                self.residual.append(nn.ReLU())
            self.residual.append(_separable_norm(inputs, outputs))
        self.shortcut: nn.Module = nn.Identity()
        if widths[0] != widths[-1]:
            self.residual.append(nn.MaxPool2d(3, 2, 1))
            self.shortcut = conv_norm_relu(widths[0], widths[-1], 1, 2, activation=None)

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's output."""
        result: Tensor = self.shortcut(x) + self.residual(x)
        return result


def xception(classes: int = 1000) -> nn.Sequential:
    """Return Xception: (N, 3, 299, 299) → 64×147 → 728×19 (8 middle blocks) → 2048×10 → classes.

    22,855,952 parameters.
    """
    return nn.Sequential(
        OrderedDict(
            conv1=conv_norm_relu(3, 32, 3, 2),
            conv2=conv_norm_relu(32, 64, 3),
            entry1=XceptionBlock(64, 128, 128, leading_relu=False),
            entry2=XceptionBlock(128, 256, 256),
            entry3=XceptionBlock(256, 728, 728),
            middle=nn.Sequential(*(XceptionBlock(728, 728, 728, 728) for _ in range(8))),
            exit=XceptionBlock(728, 728, 1024),
            sep1=_separable_norm(1024, 1536),
            relu1=nn.ReLU(),
            sep2=_separable_norm(1536, 2048),
            relu2=nn.ReLU(),
            head=pooled_head(2048, classes),
        )
    )
