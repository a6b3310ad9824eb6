"""VGG, configurations A to E, with and without batch norm.

Reference: Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR 2015, arXiv 1409.1556,
table 1.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from quizcv.networks.blocks import dense_head

CONFIGURATIONS: dict[str, tuple[tuple[int, ...], ...]] = {
    # Kernel sizes of the convolutions in each of the five stages.
    "A": ((3,), (3,), (3, 3), (3, 3), (3, 3)),
    "B": ((3, 3), (3, 3), (3, 3), (3, 3), (3, 3)),
    "C": ((3, 3), (3, 3), (3, 3, 1), (3, 3, 1), (3, 3, 1)),
    "D": ((3, 3), (3, 3), (3, 3, 3), (3, 3, 3), (3, 3, 3)),
    "E": ((3, 3), (3, 3), (3, 3, 3, 3), (3, 3, 3, 3), (3, 3, 3, 3)),
}
WIDTHS = (64, 128, 256, 512, 512)


def vgg(
    configuration: str = "D", classes: int = 1000, norm: bool = False, lrn: bool = False
) -> nn.Sequential:
    """Return a VGG network: (N, 3, 224, 224) → five stages → 512×7×7 → 4096 → 4096 → classes.

    Args:
        configuration: a column of the paper's table, A to E. D is VGG-16, E is VGG-19.
        classes: number of logits.
        norm: batch norm after each convolution (a later addition; biases stay).
        lrn: local response normalization after the first convolution (A-LRN; no parameters).
    """
    return nn.Sequential(
        OrderedDict(
            features=vgg_features(configuration, norm=norm, lrn=lrn),
            flatten=nn.Flatten(),
            head=dense_head(512 * 7 * 7, 4096, classes),
        )
    )


def vgg_features(
    configuration: str = "D", *, norm: bool = False, lrn: bool = False, ceil: bool = False
) -> nn.Sequential:
    """Return the convolutional part: (N, 3, H, W) to (N, 512, H/32, W/32).

    Every convolution keeps height and width (padding k // 2); each stage ends in a 2×2 max pool,
    which rounds odd sizes up if `ceil` is set, as Caffe does.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    depth = 3
    for stage, (kernels, width) in enumerate(
        zip(CONFIGURATIONS[configuration], WIDTHS, strict=True), start=1
    ):
        for i, kernel in enumerate(kernels, start=1):
            layers[f"conv{stage}_{i}"] = nn.Conv2d(depth, width, kernel, padding=kernel // 2)
            if norm:
                layers[f"norm{stage}_{i}"] = nn.BatchNorm2d(width)
            layers[f"relu{stage}_{i}"] = nn.ReLU()
            if lrn and stage == i == 1:
                layers["lrn"] = nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0)
            depth = width
        layers[f"pool{stage}"] = nn.MaxPool2d(2, 2, ceil_mode=ceil)
    return nn.Sequential(layers)
