"""SqueezeNet 1.0, made of fire modules.

Reference: Iandola et al., SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB
model size, 2016, table 1.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from quizcv.networks.blocks import Branches, conv_relu

FIRE: dict[int, tuple[int, int, int]] = {
    # number: channels in, squeeze 1×1 filters, expand filters of each kind
    2: (96, 16, 64),
    3: (128, 16, 64),
    4: (128, 32, 128),
    5: (256, 32, 128),
    6: (256, 48, 192),
    7: (384, 48, 192),
    8: (384, 64, 256),
    9: (512, 64, 256),
}


def fire(inputs: int, squeeze: int, expand: int) -> nn.Sequential:
    """Return a fire module: (N, inputs, H, W) to (N, 2·expand, H, W), with biases."""
    return nn.Sequential(
        OrderedDict(
            squeeze=conv_relu(inputs, squeeze, 1),
            expand=Branches(
                e1=conv_relu(squeeze, expand, 1), e3=conv_relu(squeeze, expand, 3, padding=1)
            ),
        )
    )


def squeezenet(classes: int = 1000) -> nn.Sequential:
    """Return (N, 3, 224, 224) → 96×109 → 54 → fire2-4 → 27 → fire5-8 → 13 → fire9 → classes.

    The classifier is a 1×1 convolution whose maps are averaged. 1,248,424 parameters.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict(
        conv1=conv_relu(3, 96, 7, 2), pool1=nn.MaxPool2d(3, 2, ceil_mode=True)
    )
    for number, sizes in FIRE.items():
        layers[f"fire{number}"] = fire(*sizes)
        if number in (4, 8):
            layers[f"pool{number}"] = nn.MaxPool2d(3, 2, ceil_mode=True)
    layers["drop9"] = nn.Dropout(0.5)
    layers["conv10"] = conv_relu(512, classes, 1)
    layers["pool10"] = nn.AdaptiveAvgPool2d(1)
    layers["flatten"] = nn.Flatten()
    return nn.Sequential(layers)
