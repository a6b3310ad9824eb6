"""Inception-ResNet v2: inception modules as residual branches.

Reference: Szegedy, Ioffe, Vanhoucke and Alemi, Inception-v4, Inception-ResNet and the Impact of
Residual Connections on Learning, AAAI 2017; widths as in the authors' published code, which the
ports in Keras and timm follow.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, nn

from quizcv.networks.blocks import Branches, conv_norm_relu, pooled_head


class ScaledResidual(nn.Module):
    """x + scale · project(branches(x)), then ReLU; the 1×1 projection is linear and has a bias.

    Shapes are kept. The scale (0.1 to 0.2) is what kept very wide variants from dying in training.
    """

    def __init__(
        self, channels: int, concatenated: int, branches: Branches, scale: float, relu: bool = True
    ) -> None:
        super().__init__()
        self.branches = branches
        self.project = nn.Conv2d(concatenated, channels, 1)
        self.scale = scale
        self.relu = nn.ReLU() if relu else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's output, of the shape of `x`."""
        result: Tensor = self.relu(x + self.scale * self.project(self.branches(x)))
        return result


def _block_35() -> ScaledResidual:
    conv = conv_norm_relu
    return ScaledResidual(
        320,
        128,
        Branches(
            b1=conv(320, 32, 1),
            b3=nn.Sequential(conv(320, 32, 1), conv(32, 32, 3, padding=1)),
            b33=nn.Sequential(
                conv(320, 32, 1), conv(32, 48, 3, padding=1), conv(48, 64, 3, padding=1)
            ),
        ),
        scale=0.17,
    )


def _block_17() -> ScaledResidual:
    conv = conv_norm_relu
    return ScaledResidual(
        1088,
        384,
        Branches(
            b1=conv(1088, 192, 1),
            b7=nn.Sequential(
                conv(1088, 128, 1),
                conv(128, 160, (1, 7), padding=(0, 3)),
                conv(160, 192, (7, 1), padding=(3, 0)),
            ),
        ),
        scale=0.10,
    )


def _block_8(*, last: bool = False) -> ScaledResidual:
    conv = conv_norm_relu
    return ScaledResidual(
        2080,
        448,
        Branches(
            b1=conv(2080, 192, 1),
            b3=nn.Sequential(
                conv(2080, 192, 1),
                conv(192, 224, (1, 3), padding=(0, 1)),
                conv(224, 256, (3, 1), padding=(1, 0)),
            ),
        ),
        scale=1.0 if last else 0.20,
        relu=not last,
    )


def inception_resnet_v2(classes: int = 1000) -> nn.Sequential:
    """Return (N, 3, 299, 299) → 192×35 → 320×35 (10 blocks) → 1088×17 (20) → 2080×8 (10) →
    1536×8 → classes. 55,843,464 parameters."""
    conv = conv_norm_relu
    return nn.Sequential(
        OrderedDict(
            conv1=conv(3, 32, 3, 2),
            conv2=conv(32, 32, 3),
            conv3=conv(32, 64, 3, padding=1),
            pool1=nn.MaxPool2d(3, 2),
            conv4=conv(64, 80, 1),
            conv5=conv(80, 192, 3),
            pool2=nn.MaxPool2d(3, 2),
            mixed_5b=Branches(
                b1=conv(192, 96, 1),
                b5=nn.Sequential(conv(192, 48, 1), conv(48, 64, 5, padding=2)),
                b33=nn.Sequential(
                    conv(192, 64, 1), conv(64, 96, 3, padding=1), conv(96, 96, 3, padding=1)
                ),
                pool=nn.Sequential(
                    nn.AvgPool2d(3, 1, 1, count_include_pad=False), conv(192, 64, 1)
                ),
            ),
            blocks_35=nn.Sequential(*(_block_35() for _ in range(10))),
            reduce_35=Branches(
                b3=conv(320, 384, 3, 2),
                b33=nn.Sequential(
                    conv(320, 256, 1), conv(256, 256, 3, padding=1), conv(256, 384, 3, 2)
                ),
                pool=nn.MaxPool2d(3, 2),
            ),
            blocks_17=nn.Sequential(*(_block_17() for _ in range(20))),
            reduce_17=Branches(
                b3=nn.Sequential(conv(1088, 256, 1), conv(256, 384, 3, 2)),
                b33=nn.Sequential(conv(1088, 256, 1), conv(256, 288, 3, 2)),
                b333=nn.Sequential(
                    conv(1088, 256, 1), conv(256, 288, 3, padding=1), conv(288, 320, 3, 2)
                ),
                pool=nn.MaxPool2d(3, 2),
            ),
            blocks_8=nn.Sequential(*(_block_8() for _ in range(9)), _block_8(last=True)),
            conv6=conv(2080, 1536, 1),
            head=pooled_head(1536, classes, dropout=0.2),
        )
    )
