"""Pyramids: spatial pyramid pooling (SPPNet) and the feature pyramid network (FPN).

References:
    He, Zhang, Ren and Sun, Spatial Pyramid Pooling in Deep Convolutional Networks for Visual
    Recognition, ECCV 2014.
    Lin et al., Feature Pyramid Networks for Object Detection, CVPR 2017.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, cat, nn

from quizcv.networks.alexnet import zfnet_features
from quizcv.networks.blocks import dense_head
from quizcv.networks.resnet import ResNet, resnet


class SpatialPyramidPooling(nn.Module):
    """Max-pool maps of any size into n×n bins for each level and concatenate the flat results.

    (N, C, H, W) to (N, C·Σn²): 21·C features for the levels 1, 2 and 4, whatever H and W are.
    """

    def __init__(self, levels: tuple[int, ...] = (4, 2, 1)) -> None:
        super().__init__()
        self.levels = nn.ModuleList(nn.AdaptiveMaxPool2d(n) for n in levels)

    def forward(self, maps: Tensor) -> Tensor:
        """Return one vector of fixed length for each image."""
        return cat([level(maps).flatten(1) for level in self.levels], dim=1)


def sppnet(classes: int = 1000, levels: tuple[int, ...] = (4, 2, 1)) -> nn.Sequential:
    """Return ZFNet with the last pool replaced by a pyramid: images of any size, (N, classes)."""
    bins = sum(n * n for n in levels)
    return nn.Sequential(
        OrderedDict(
            features=zfnet_features(),
            pyramid=SpatialPyramidPooling(levels),
            head=dense_head(256 * bins, 4096, classes),
        )
    )


class FeaturePyramid(nn.Module):
    """FPN on a ResNet: four maps of equal depth with strides 4, 8, 16 and 32.

    Each C_i goes through a 1×1 convolution; from the top down, the coarser map is upsampled by 2
    (nearest) and added; a 3×3 convolution smooths each sum. Convolutions have biases and neither
    norm nor ReLU. The ResNet's own classifier is dropped.
    """

    def __init__(self, backbone: ResNet, depth: int = 256) -> None:
        super().__init__()
        self.backbone = backbone
        backbone.head = nn.Sequential()
        widths = (256, 512, 1024, 2048)
        self.lateral = nn.ModuleList(nn.Conv2d(width, depth, 1) for width in widths)
        self.smooth = nn.ModuleList(nn.Conv2d(depth, depth, 3, padding=1) for _ in widths)
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        """Return P2, P3, P4 and P5; height and width of the image are multiples of 32."""
        merged = [
            layer(c) for layer, c in zip(self.lateral, self.backbone.maps(image), strict=True)
        ]
        for i in (2, 1, 0):
            merged[i] = merged[i] + self.upsample(merged[i + 1])
        return tuple(layer(m) for layer, m in zip(self.smooth, merged, strict=True))


def resnet50_fpn() -> FeaturePyramid:
    """Return the usual backbone of detectors: 26,852,416 parameters."""
    return FeaturePyramid(resnet(50))
