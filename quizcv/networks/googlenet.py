"""GoogLeNet (Inception v1) with its auxiliary heads.

Reference: Szegedy et al., Going Deeper with Convolutions, CVPR 2015, table 1.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor, nn

from quizcv.networks.blocks import Branches, conv_norm_relu, conv_relu, pooled_head

Logits = Tensor | tuple[Tensor, ...]

GOOGLENET_MODULES: dict[str, tuple[int, int, int, int, int, int, int]] = {
    # channels in, 1×1, 3×3 reduce, 3×3, 5×5 reduce, 5×5, pool projection
    "3a": (192, 64, 96, 128, 16, 32, 32),
    "3b": (256, 128, 128, 192, 32, 96, 64),
    "4a": (480, 192, 96, 208, 16, 48, 64),
    "4b": (512, 160, 112, 224, 24, 64, 64),
    "4c": (512, 128, 128, 256, 24, 64, 64),
    "4d": (512, 112, 144, 288, 32, 64, 64),
    "4e": (528, 256, 160, 320, 32, 128, 128),
    "5a": (832, 256, 160, 320, 32, 128, 128),
    "5b": (832, 384, 192, 384, 48, 128, 128),
}


def inception_module(
    inputs: int,
    b1: int,
    r3: int,
    b3: int,
    r5: int,
    b5: int,
    pool: int,
    *,
    norm: bool = False,
    wide_kernel: int = 5,
) -> Branches:
    """Return one inception module: (N, inputs, H, W) to (N, b1 + b3 + b5 + pool, H, W).

    `norm` puts batch norm in place of biases. `wide_kernel=3` is a slip in a widely copied port,
    torchvision's included, that runs the 5×5 branch with 3×3 kernels.
    """
    conv = conv_norm_relu if norm else conv_relu
    return Branches(
        b1=conv(inputs, b1, 1),
        b3=nn.Sequential(OrderedDict(reduce=conv(inputs, r3, 1), conv=conv(r3, b3, 3, padding=1))),
        b5=nn.Sequential(
            OrderedDict(
                reduce=conv(inputs, r5, 1),
                conv=conv(r5, b5, wide_kernel, padding=wide_kernel // 2),
            )
        ),
        pool=nn.Sequential(
            OrderedDict(pool=nn.MaxPool2d(3, 1, padding=1), project=conv(inputs, pool, 1))
        ),
    )


def auxiliary_head(inputs: int, classes: int, *, norm: bool = False) -> nn.Sequential:
    """Return a side classifier on 14×14 maps: 5×5 average pool with stride 3 to 4×4, 128 1×1
    filters, a dense layer of 1024, dropout 0.7 and logits."""
    conv = conv_norm_relu if norm else conv_relu
    return nn.Sequential(
        OrderedDict(
            pool=nn.AvgPool2d(5, 3),
            conv=conv(inputs, 128, 1),
            flatten=nn.Flatten(),
            fc1=nn.Linear(128 * 4 * 4, 1024),
            relu=nn.ReLU(),
            drop=nn.Dropout(0.7),
            fc2=nn.Linear(1024, classes),
        )
    )


class GoogLeNet(nn.Module):
    """(N, 3, 224, 224) → 64×112 → 192×28 → 480×14 → 832×7 → 1024×7 → classes.

    22 layers with weights (3 + 9·2 + 1, without the auxiliary heads). The paper's form has biases
    and no batch norm: 6,998,552 parameters, 13,378,280 with both auxiliary heads.

    Args:
        classes: number of logits.
        auxiliary: add the side heads behind 4a and 4d; the result is then a tuple of the main
            logits and both auxiliary ones. They are for training only.
        norm: batch norm in place of biases, as in most later ports.
        wide_kernel: kernel of the 5×5 branch (see `inception_module`).
    """

    def __init__(
        self,
        classes: int = 1000,
        *,
        auxiliary: bool = False,
        norm: bool = False,
        wide_kernel: int = 5,
    ) -> None:
        super().__init__()
        conv = conv_norm_relu if norm else conv_relu

        def lrn() -> nn.Module:
            return nn.Identity() if norm else nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75)

        self.stem = nn.Sequential(
            OrderedDict(
                conv1=conv(3, 64, 7, 2, 3),
                pool1=nn.MaxPool2d(3, 2, ceil_mode=True),
                lrn1=lrn(),
                reduce2=conv(64, 64, 1),
                conv2=conv(64, 192, 3, padding=1),
                lrn2=lrn(),
                pool2=nn.MaxPool2d(3, 2, ceil_mode=True),
            )
        )
        self.inception = nn.ModuleDict()
        for name, sizes in GOOGLENET_MODULES.items():
            self.inception[name] = inception_module(*sizes, norm=norm, wide_kernel=wide_kernel)
        self.pool3 = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.pool4 = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.auxiliary = nn.ModuleDict(
            {
                "4a": auxiliary_head(512, classes, norm=norm),
                "4d": auxiliary_head(528, classes, norm=norm),
            }
            if auxiliary
            else {}
        )
        self.head = pooled_head(1024, classes, dropout=0.4)

    def forward(self, image: Tensor) -> Logits:
        """Return the logits, followed by the auxiliary ones where the network has them."""
        x, side = self.stem(image), []
        for name, module in self.inception.items():
            x = module(x)
            if name in self.auxiliary:
                side.append(self.auxiliary[name](x))
            if name == "3b":
                x = self.pool3(x)
            elif name == "4e":
                x = self.pool4(x)
        logits: Tensor = self.head(x)
        return (logits, *side) if side else logits
