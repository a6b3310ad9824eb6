"""Dense prediction: FCN-32s on VGG-16, U-Net and SegNet.

References:
    Long, Shelhamer and Darrell, Fully Convolutional Networks for Semantic Segmentation, CVPR 2015.
    Ronneberger, Fischer and Brox, U-Net: Convolutional Networks for Biomedical Image Segmentation,
    MICCAI 2015.
    Badrinarayanan, Kendall and Cipolla, SegNet, PAMI 2017.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise

from torch import Tensor, cat, nn

from quizcv.networks.blocks import conv_norm_relu, conv_relu
from quizcv.networks.vgg import vgg_features


class FCN32s(nn.Module):
    """VGG-16 with its dense layers turned into convolutions, upsampled 32 times and cropped.

    (N, 3, H, W) to (N, classes, H, W). The first convolution pads by 100 so that the 7×7
    convolution fits; at 224 the score map is 8×8, upsampled to 288×288, cropped from 19. The
    upsampling has 64×64 kernels and no bias. 136,152,917 parameters for 21 classes.
    """

    def __init__(self, classes: int = 21) -> None:
        super().__init__()
        self.features = vgg_features("D", ceil=True)
        self.features.conv1_1 = nn.Conv2d(3, 64, 3, padding=100)
        self.head = nn.Sequential(
            OrderedDict(
                conv6=conv_relu(512, 4096, 7),
                drop6=nn.Dropout2d(0.5),
                conv7=conv_relu(4096, 4096, 1),
                drop7=nn.Dropout2d(0.5),
                score=nn.Conv2d(4096, classes, 1),
            )
        )
        self.upsample = nn.ConvTranspose2d(classes, classes, 64, 32, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        """Return class scores for every pixel."""
        scores: Tensor = self.upsample(self.head(self.features(image)))
        height, width = image.shape[2:]
        return scores[:, :, 19 : 19 + height, 19 : 19 + width]


class UNet(nn.Module):
    """Contracting path, expanding path, and cropped copies of maps across.

    3×3 convolutions without padding and with bias, ReLU, no batch norm: (N, 1, 572, 572) to
    (N, 2, 388, 388). 31,030,658 parameters for one input channel and two classes. `padding=1`
    is the common variant that keeps the size (then height and width are multiples of 16).
    """

    def __init__(self, channels: int = 1, classes: int = 2, padding: int = 0) -> None:
        super().__init__()
        widths = (64, 128, 256, 512, 1024)
        inputs = (channels, *widths)
        self.down = nn.ModuleList(
            _double(i, o, padding) for i, o in zip(inputs, widths, strict=False)
        )
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ModuleList(nn.ConvTranspose2d(w, w // 2, 2, 2) for w in widths[:0:-1])
        self.merge = nn.ModuleList(_double(w, w // 2, padding) for w in widths[:0:-1])
        self.score = nn.Conv2d(64, classes, 1)

    def forward(self, image: Tensor) -> Tensor:
        """Return class scores for the pixels whose whole context lies inside the image."""
        copies: list[Tensor] = []
        x = image
        for i, stage in enumerate(self.down):
            x = stage(x if i == 0 else self.pool(x))
            copies.append(x)
        for up, merge, copy in zip(self.up, self.merge, copies[-2::-1], strict=True):
            x = up(x)
            x = merge(cat([_center(copy, x), x], dim=1))
        scores: Tensor = self.score(x)
        return scores


def _double(inputs: int, outputs: int, padding: int) -> nn.Sequential:
    return nn.Sequential(
        OrderedDict(
            conv1=conv_relu(inputs, outputs, 3, padding=padding),
            conv2=conv_relu(outputs, outputs, 3, padding=padding),
        )
    )


def _center(maps: Tensor, like: Tensor) -> Tensor:
    """Return the middle of `maps`, as high and wide as `like`."""
    (height, width), (h, w) = maps.shape[2:], like.shape[2:]
    top, left = (height - h) // 2, (width - w) // 2
    return maps[:, :, top : top + h, left : left + w]


class SegNet(nn.Module):
    """VGG-16's convolutions with batch norm, and their mirror image fed by max-unpooling.

    (N, 3, H, W) to (N, classes, H, W), H and W multiples of 32. The decoder upsamples with the
    positions remembered by the encoder's pools and has no weights in that step.
    """

    _STAGES = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))

    def __init__(self, classes: int = 12) -> None:
        super().__init__()
        self.encoder = nn.ModuleList()
        self.decoder = nn.ModuleList()
        depth = 3
        for width, repeats in self._STAGES:
            self.encoder.append(_stage([depth] + [width] * repeats))
            self.decoder.insert(0, _stage([width] * repeats + [depth if depth != 3 else width]))
            depth = width
        self.pool = nn.MaxPool2d(2, 2, return_indices=True)
        self.unpool = nn.MaxUnpool2d(2, 2)
        self.score = nn.Conv2d(64, classes, 3, padding=1)

    def forward(self, image: Tensor) -> Tensor:
        """Return class scores for every pixel."""
        x, switches = image, []
        for stage in self.encoder:
            x = stage(x)
            size = x.shape[2:]
            x, where = self.pool(x)
            switches.append((where, size))
        for stage in self.decoder:
            where, size = switches.pop()
            x = stage(self.unpool(x, where, output_size=size))
        scores: Tensor = self.score(x)
        return scores


def _stage(widths: list[int]) -> nn.Sequential:
    return nn.Sequential(*(conv_norm_relu(i, o, 3, padding=1) for i, o in pairwise(widths)))
