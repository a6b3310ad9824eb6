"""The ResNet family: basic, bottleneck and pre-activation blocks, ResNeXt, SE-ResNet, Wide ResNet.

All take (N, 3, 224, 224) and run 64×112 → 64×56 → stages at 56, 28, 14 and 7 → classes. The
convolutions have no bias, batch norm follows (or precedes) each of them. Where a stage halves the
map, the stride sits in the 3×3 convolution of a bottleneck (torchvision's "v1.5"); `stride_in=1`
puts it in the first 1×1 as the 2015 paper did. Parameters are the same, the work is not.

References:
    He, Zhang, Ren and Sun, Deep Residual Learning for Image Recognition, CVPR 2016, table 1.
    He, Zhang, Ren and Sun, Identity Mappings in Deep Residual Networks, ECCV 2016.
    Xie et al., Aggregated Residual Transformations for Deep Neural Networks, CVPR 2017.
    Hu, Shen and Sun, Squeeze-and-Excitation Networks, CVPR 2018.
    Zagoruyko and Komodakis, Wide Residual Networks, BMVC 2016.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from torch import Tensor, nn

from quizcv.networks.blocks import conv_norm_relu, pooled_head

STAGES: dict[int, tuple[int, int, int, int]] = {
    18: (2, 2, 2, 2),
    34: (3, 4, 6, 3),
    50: (3, 4, 6, 3),
    101: (3, 4, 23, 3),
    152: (3, 8, 36, 3),
}
WIDTHS = (64, 128, 256, 512)


@dataclass(frozen=True, slots=True)
class Design:
    """What the blocks of one network have in common."""

    bottleneck: bool = True
    groups: int = 1
    """Groups of the 3×3 convolution ("cardinality" in ResNeXt)."""
    group_width: int | None = None
    """Channels of a group in the first stage; None takes the stage's width undivided."""
    widening: int = 1
    """Factor on the width of the 3×3 convolution, not on the block's output (Wide ResNet)."""
    reduction: int | None = None
    """Squeeze-and-excitation ratio; None for no such gate."""
    stride_in: int = 2
    """Which convolution of a bottleneck carries the stride: 1 (paper) or 2 (v1.5)."""

    @property
    def expansion(self) -> int:
        """Output channels of a block over the stage's nominal width."""
        return 4 if self.bottleneck else 1

    def inner(self, width: int) -> int:
        """Return the channels of the 3×3 convolution in a stage of that nominal width."""
        if self.group_width is None:
            return width * self.widening
        return width // WIDTHS[0] * self.group_width * self.groups


class SqueezeExcite(nn.Module):
    """Scale each channel by a gate in (0, 1) computed from the means of all channels.

    (N, C, H, W) to the same. Two dense layers, C → C/reduction → C, with biases.
    """

    def __init__(self, channels: int, reduction: int = 16) -> None:
        super().__init__()
        self.gate = nn.Sequential(
            OrderedDict(
                squeeze=nn.AdaptiveAvgPool2d(1),
                flatten=nn.Flatten(),
                fc1=nn.Linear(channels, channels // reduction),
                relu=nn.ReLU(),
                fc2=nn.Linear(channels // reduction, channels),
                sigmoid=nn.Sigmoid(),
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the gated maps."""
        scale: Tensor = self.gate(x)
        return x * scale[:, :, None, None]


class ResidualBlock(nn.Module):
    """relu(shortcut(x) + residual(x)); the residual ends in batch norm, without ReLU.

    (N, inputs, H, W) to (N, width·expansion, H/stride, W/stride). The shortcut is the identity
    where shapes agree, else a strided 1×1 convolution with batch norm (the paper's option B).
    """

    def __init__(self, inputs: int, width: int, stride: int, design: Design) -> None:
        super().__init__()
        outputs = width * design.expansion
        self.residual = nn.Sequential(_residual_layers(inputs, width, stride, design))
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = conv_norm_relu(inputs, outputs, 1, stride, activation=None)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's output."""
        result: Tensor = self.relu(self.shortcut(x) + self.residual(x))
        return result


def _residual_layers(
    inputs: int, width: int, stride: int, design: Design
) -> OrderedDict[str, nn.Module]:
    conv, outputs, inner = conv_norm_relu, width * design.expansion, design.inner(width)
    layers: OrderedDict[str, nn.Module]
    if design.bottleneck:
        first, second = (stride, 1) if design.stride_in == 1 else (1, stride)
        layers = OrderedDict(
            conv1=conv(inputs, inner, 1, first),
            conv2=conv(inner, inner, 3, second, 1, design.groups),
            conv3=conv(inner, outputs, 1, activation=None),
        )
    else:
        layers = OrderedDict(
            conv1=conv(inputs, outputs, 3, stride, 1),
            conv2=conv(outputs, outputs, 3, 1, 1, activation=None),
        )
    if design.reduction is not None:
        layers["gate"] = SqueezeExcite(outputs, design.reduction)
    return layers


class PreActivationBlock(nn.Module):
    """x + residual(x) with batch norm and ReLU before each convolution: nothing on the sum.

    Shapes as in ResidualBlock. Where shapes change, the shortcut is a bare strided 1×1 convolution
    of the pre-activated input.
    """

    def __init__(self, inputs: int, width: int, stride: int, design: Design) -> None:
        super().__init__()
        outputs, inner = width * design.expansion, design.inner(width)
        self.activate = _norm_relu(inputs)
        if design.bottleneck:
            self.residual = nn.Sequential(
                OrderedDict(
                    conv1=nn.Conv2d(inputs, inner, 1, bias=False),
                    act2=_norm_relu(inner),
                    conv2=nn.Conv2d(inner, inner, 3, stride, 1, bias=False),
                    act3=_norm_relu(inner),
                    conv3=nn.Conv2d(inner, outputs, 1, bias=False),
                )
            )
        else:
            self.residual = nn.Sequential(
                OrderedDict(
                    conv1=nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
                    act2=_norm_relu(outputs),
                    conv2=nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False),
                )
            )
        self.project: nn.Module | None = None
        if stride != 1 or inputs != outputs:
            self.project = nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's output."""
        active = self.activate(x)
        shortcut = x if self.project is None else self.project(active)
        result: Tensor = shortcut + self.residual(active)
        return result


def _norm_relu(channels: int) -> nn.Sequential:
    return nn.Sequential(OrderedDict(norm=nn.BatchNorm2d(channels), relu=nn.ReLU()))


class ResNet(nn.Module):
    """Stem, four stages and a pooled head; `stages` yields the maps C2 to C5 for detectors."""

    def __init__(
        self,
        repeats: tuple[int, int, int, int],
        design: Design,
        classes: int = 1000,
        *,
        pre_activation: bool = False,
    ) -> None:
        super().__init__()
        block = PreActivationBlock if pre_activation else ResidualBlock
        self.stem = nn.Sequential(
            OrderedDict(conv=conv_norm_relu(3, 64, 7, 2, 3), pool=nn.MaxPool2d(3, 2, 1))
        )
        self.stages = nn.ModuleList()
        channels = 64
        for i, (repeat, width) in enumerate(zip(repeats, WIDTHS, strict=True)):
            blocks = nn.Sequential()
            for j in range(repeat):
                unit = block(channels, width, 2 if i > 0 and j == 0 else 1, design)
                if isinstance(unit, PreActivationBlock) and i == j == 0:
                    # The stem's norm and ReLU are its activation (Identity Mappings, appendix).
                    unit.activate = nn.Sequential()
                blocks.append(unit)
                channels = width * design.expansion
            self.stages.append(blocks)
        self.final = _norm_relu(channels) if pre_activation else nn.Identity()
        self.head = pooled_head(channels, classes)

    def maps(self, image: Tensor) -> list[Tensor]:
        """Return C2, C3, C4 and C5, the outputs of the four stages (strides 4, 8, 16, 32)."""
        x, found = self.stem(image), []
        for stage in self.stages:
            x = stage(x)
            found.append(x)
        return found

    def forward(self, image: Tensor) -> Tensor:
        """Return the logits, (N, classes)."""
        logits: Tensor = self.head(self.final(self.maps(image)[-1]))
        return logits


def resnet(
    depth: int = 50, classes: int = 1000, *, pre_activation: bool = False, stride_in: int = 2
) -> ResNet:
    """Return ResNet-18, 34 (basic blocks), 50, 101 or 152 (bottlenecks).

    The name counts layers with weights: 1 + (2 or 3 for each block) + 1. Shortcut projections are
    not counted.
    """
    design = Design(bottleneck=depth >= 50, stride_in=stride_in)
    return ResNet(STAGES[depth], design, classes, pre_activation=pre_activation)


def resnext(classes: int = 1000, groups: int = 32, group_width: int = 4) -> ResNet:
    """Return ResNeXt-50 (32×4d by default): the 3×3 convolutions are grouped and twice as wide."""
    return ResNet(STAGES[50], Design(groups=groups, group_width=group_width), classes)


def se_resnet(depth: int = 50, classes: int = 1000, reduction: int = 16) -> ResNet:
    """Return a ResNet whose residuals end in a squeeze-and-excitation gate."""
    return ResNet(STAGES[depth], Design(bottleneck=depth >= 50, reduction=reduction), classes)


def wide_resnet(classes: int = 1000, widening: int = 2) -> ResNet:
    """Return Wide-ResNet-50-2: 3×3 convolutions `widening` times as wide, outputs as before."""
    return ResNet(STAGES[50], Design(widening=widening), classes)
