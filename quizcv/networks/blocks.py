"""Layers that several families share."""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, cat, nn

Size = int | tuple[int, int]


def conv_norm_relu(
    inputs: int,
    outputs: int,
    kernel: Size,
    stride: int = 1,
    padding: Size = 0,
    groups: int = 1,
    activation: type[nn.Module] | None = nn.ReLU,
) -> nn.Sequential:
    """Return a convolution without bias, batch norm and an activation.

    The bias is left out because batch norm subtracts the mean right after it and adds a shift of
    its own; it would be a parameter without effect. `activation=None` ends after the norm.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict(
        conv=nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False),
        norm=nn.BatchNorm2d(outputs),
    )
    if activation is not None:
        layers["act"] = activation()
    return nn.Sequential(layers)


def conv_relu(
    inputs: int, outputs: int, kernel: Size, stride: int = 1, padding: Size = 0, groups: int = 1
) -> nn.Sequential:
    """Return a convolution with bias followed by ReLU, the pre-2015 way."""
    return nn.Sequential(
        OrderedDict(
            conv=nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups),
            relu=nn.ReLU(),
        )
    )


def dense_head(features: int, hidden: int, classes: int) -> nn.Sequential:
    """Return AlexNet's and VGG's classifier: two hidden layers with ReLU and dropout, then logits.

    Input (N, features), output (N, classes); the softmax belongs to the loss.
    """
    return nn.Sequential(
        OrderedDict(
            fc6=nn.Linear(features, hidden),
            relu6=nn.ReLU(),
            drop6=nn.Dropout(0.5),
            fc7=nn.Linear(hidden, hidden),
            relu7=nn.ReLU(),
            drop7=nn.Dropout(0.5),
            fc8=nn.Linear(hidden, classes),
        )
    )


def pooled_head(features: int, classes: int, dropout: float = 0.0) -> nn.Sequential:
    """Return global average pooling and one dense layer: (N, features, H, W) to (N, classes)."""
    layers: OrderedDict[str, nn.Module] = OrderedDict(
        pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten()
    )
    if dropout:
        layers["drop"] = nn.Dropout(dropout)
    layers["fc"] = nn.Linear(features, classes)
    return nn.Sequential(layers)


class Branches(nn.Module):
    """Several modules on the same input, their maps concatenated along the channels.

    All branches keep or reduce height and width alike; (N, C, H, W) becomes (N, ΣC_i, H', W').
    """

    def __init__(self, **branches: nn.Module) -> None:
        super().__init__()
        for name, branch in branches.items():
            self.add_module(name, branch)

    def forward(self, x: Tensor) -> Tensor:
        """Return the concatenated maps."""
        return cat([branch(x) for branch in self.children()], dim=1)
