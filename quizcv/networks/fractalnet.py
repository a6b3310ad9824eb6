"""FractalNet: very deep without residual connections.

Reference: Larsson, Maire and Shakhnarovich, FractalNet: Ultra-Deep Neural Networks without
Residuals, ICLR 2017.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, nn, stack

from quizcv.networks.blocks import conv_norm_relu


class FractalBlock(nn.Module):
    """f_1 = conv; f_C = mean of (conv) and (f_{C-1} twice in a row).

    (N, inputs, H, W) to (N, outputs, H, W). `columns`=C gives 2^(C-1) convolutions on the longest
    path, 1 on the shortest and 2^C - 1 in all. Joins take the element-wise mean of what arrives.
    Drop-path, the regularization of the paper, is a training matter and left out.
    """

    def __init__(self, inputs: int, outputs: int, columns: int) -> None:
        super().__init__()
        self.conv = conv_norm_relu(inputs, outputs, 3, padding=1)
        self.deep: nn.ModuleList = nn.ModuleList()
        if columns > 1:
            self.deep.append(FractalBlock(inputs, outputs, columns - 1))
            self.deep.append(FractalBlock(outputs, outputs, columns - 1))

    def paths(self, x: Tensor) -> list[Tensor]:
        """Return what the columns deliver before they are joined, shortest column first."""
        found = [self.conv(x)]
        if len(self.deep) == 2:
            found += self.deep[1].paths(self.deep[0](x))  # type: ignore[operator]
        return found

    def forward(self, x: Tensor) -> Tensor:
        """Return the mean over all columns."""
        return stack(self.paths(x)).mean(dim=0)


def fractalnet(
    classes: int = 10,
    columns: int = 3,
    widths: tuple[int, ...] = (64, 128, 256, 512, 512),
) -> nn.Sequential:
    """Return the CIFAR network: (N, 3, 32, 32), a block and a 2×2 max pool for each width.

    Depth is len(widths)·2^(columns - 1) convolutions, 20 by default, plus the classifier.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    depth = 3
    for i, width in enumerate(widths, start=1):
        layers[f"block{i}"] = FractalBlock(depth, width, columns)
        layers[f"pool{i}"] = nn.MaxPool2d(2)
        depth = width
    layers["flatten"] = nn.Flatten()
    layers["fc"] = nn.Linear(depth, classes)
    return nn.Sequential(layers)
