"""DenseNet: every layer reads all maps before it in its block.

Reference: Huang, Liu, van der Maaten and Weinberger, Densely Connected Convolutional Networks,
CVPR 2017, table 1.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, cat, nn

from quizcv.networks.blocks import conv_norm_relu, pooled_head

BLOCKS: dict[int, tuple[int, int, int, int]] = {
    121: (6, 12, 24, 16),
    169: (6, 12, 32, 32),
    201: (6, 12, 48, 32),
}


class DenseLayer(nn.Module):
    """Append `growth` maps to the input: (N, C, H, W) to (N, C + growth, H, W).

    Norm-ReLU-1×1 down (or up) to 4·growth, norm-ReLU-3×3 to growth, convolutions without bias.
    """

    def __init__(self, inputs: int, growth: int) -> None:
        super().__init__()
        self.new = nn.Sequential(
            OrderedDict(
                norm1=nn.BatchNorm2d(inputs),
                relu1=nn.ReLU(),
                conv1=nn.Conv2d(inputs, 4 * growth, 1, bias=False),
                norm2=nn.BatchNorm2d(4 * growth),
                relu2=nn.ReLU(),
                conv2=nn.Conv2d(4 * growth, growth, 3, padding=1, bias=False),
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the input with the new maps behind it."""
        return cat([x, self.new(x)], dim=1)


def transition(inputs: int) -> nn.Sequential:
    """Return what stands between blocks: half the channels, half the height and width."""
    return nn.Sequential(
        OrderedDict(
            norm=nn.BatchNorm2d(inputs),
            relu=nn.ReLU(),
            conv=nn.Conv2d(inputs, inputs // 2, 1, bias=False),
            pool=nn.AvgPool2d(2, 2),
        )
    )


def densenet(depth: int = 121, classes: int = 1000, growth: int = 32) -> nn.Sequential:
    """Return DenseNet-121, 169 or 201: (N, 3, 224, 224) → 64×56 → 128×28 → 256×14 → 512×7 → 1024×7.

    121 = 1 + 2·(6 + 12 + 24 + 16) + 3 transitions + 1. 7,978,856 parameters for 121.
    """
    channels = 2 * growth
    layers: OrderedDict[str, nn.Module] = OrderedDict(
        conv=conv_norm_relu(3, channels, 7, 2, 3), pool=nn.MaxPool2d(3, 2, 1)
    )
    for i, repeats in enumerate(BLOCKS[depth], start=1):
        block = nn.Sequential(*(DenseLayer(channels + j * growth, growth) for j in range(repeats)))
        layers[f"block{i}"] = block
        channels += repeats * growth
        if i < len(BLOCKS[depth]):
            layers[f"transition{i}"] = transition(channels)
            channels //= 2
    layers["norm"] = nn.BatchNorm2d(channels)
    layers["relu"] = nn.ReLU()
    layers["head"] = pooled_head(channels, classes)
    return nn.Sequential(layers)
