"""Inception v3: factored convolutions at 35×35, 17×17 and 8×8.

Reference: Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, arXiv 1512.00567;
widths as in the authors' published code, which torchvision and Keras follow.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, nn

from quizcv.networks.blocks import Branches, conv_norm_relu, pooled_head


def _chain(*layers: nn.Module) -> nn.Sequential:
    return nn.Sequential(*layers)


def _module_a(inputs: int, pool: int) -> Branches:
    """35×35: 1×1, 5×5, two 3×3, average pool."""
    conv = conv_norm_relu
    return Branches(
        b1=conv(inputs, 64, 1),
        b5=_chain(conv(inputs, 48, 1), conv(48, 64, 5, padding=2)),
        b3=_chain(conv(inputs, 64, 1), conv(64, 96, 3, padding=1), conv(96, 96, 3, padding=1)),
        pool=_chain(nn.AvgPool2d(3, 1, 1), conv(inputs, pool, 1)),
    )


def _reduce_35(inputs: int) -> Branches:
    conv = conv_norm_relu
    return Branches(
        b3=conv(inputs, 384, 3, 2),
        b33=_chain(conv(inputs, 64, 1), conv(64, 96, 3, padding=1), conv(96, 96, 3, 2)),
        pool=nn.MaxPool2d(3, 2),
    )


def _module_b(inputs: int, width: int) -> Branches:
    """17×17: 7×7 convolutions factored into 1×7 and 7×1."""
    conv = conv_norm_relu
    row, column = ((1, 7), (0, 3)), ((7, 1), (3, 0))
    return Branches(
        b1=conv(inputs, 192, 1),
        b7=_chain(
            conv(inputs, width, 1),
            conv(width, width, row[0], padding=row[1]),
            conv(width, 192, column[0], padding=column[1]),
        ),
        b77=_chain(
            conv(inputs, width, 1),
            conv(width, width, column[0], padding=column[1]),
            conv(width, width, row[0], padding=row[1]),
            conv(width, width, column[0], padding=column[1]),
            conv(width, 192, row[0], padding=row[1]),
        ),
        pool=_chain(nn.AvgPool2d(3, 1, 1), conv(inputs, 192, 1)),
    )


def _reduce_17(inputs: int) -> Branches:
    conv = conv_norm_relu
    return Branches(
        b3=_chain(conv(inputs, 192, 1), conv(192, 320, 3, 2)),
        b7=_chain(
            conv(inputs, 192, 1),
            conv(192, 192, (1, 7), padding=(0, 3)),
            conv(192, 192, (7, 1), padding=(3, 0)),
            conv(192, 192, 3, 2),
        ),
        pool=nn.MaxPool2d(3, 2),
    )


def _module_c(inputs: int) -> Branches:
    """8×8: 3×3 convolutions split into parallel 1×3 and 3×1."""
    conv = conv_norm_relu

    def split() -> Branches:
        return Branches(
            row=conv(384, 384, (1, 3), padding=(0, 1)),
            column=conv(384, 384, (3, 1), padding=(1, 0)),
        )

    return Branches(
        b1=conv(inputs, 320, 1),
        b3=_chain(conv(inputs, 384, 1), split()),
        b33=_chain(conv(inputs, 448, 1), conv(448, 384, 3, padding=1), split()),
        pool=_chain(nn.AvgPool2d(3, 1, 1), conv(inputs, 192, 1)),
    )


class InceptionV3(nn.Module):
    """(N, 3, 299, 299) → 192×35 → 288×35 → 768×17 → 2048×8 → classes, batch norm throughout.

    23,834,568 parameters; 27,161,264 with the auxiliary head on the last 17×17 map. `auxiliary`
    makes the result a pair of logits.
    """

    def __init__(self, classes: int = 1000, *, auxiliary: bool = False) -> None:
        super().__init__()
        conv = conv_norm_relu
        self.stem = nn.Sequential(
            OrderedDict(
                conv1=conv(3, 32, 3, 2),
                conv2=conv(32, 32, 3),
                conv3=conv(32, 64, 3, padding=1),
                pool1=nn.MaxPool2d(3, 2),
                conv4=conv(64, 80, 1),
                conv5=conv(80, 192, 3),
                pool2=nn.MaxPool2d(3, 2),
            )
        )
        self.mixed_35 = nn.Sequential(_module_a(192, 32), _module_a(256, 64), _module_a(288, 64))
        self.mixed_17 = nn.Sequential(
            _reduce_35(288), *(_module_b(768, width) for width in (128, 160, 160, 192))
        )
        self.auxiliary = (
            nn.Sequential(
                OrderedDict(
                    pool=nn.AvgPool2d(5, 3),
                    conv1=conv(768, 128, 1),
                    conv2=conv(128, 768, 5),
                    head=pooled_head(768, classes),
                )
            )
            if auxiliary
            else None
        )
        self.mixed_8 = nn.Sequential(_reduce_17(768), _module_c(1280), _module_c(2048))
        self.head = pooled_head(2048, classes, dropout=0.5)

    def forward(self, image: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Return the logits, and the auxiliary ones where the network has them."""
        x = self.mixed_17(self.mixed_35(self.stem(image)))
        side = () if self.auxiliary is None else (self.auxiliary(x),)
        logits: Tensor = self.head(self.mixed_8(x))
        return (logits, *side) if side else logits
