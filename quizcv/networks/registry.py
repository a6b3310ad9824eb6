"""Which networks there are, how to build one, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import torch

from quizcv.errors import UnknownName
from quizcv.networks import (
    alexnet,
    densenet,
    fractalnet,
    gan,
    googlenet,
    inception_resnet,
    inception_v3,
    mobile,
    pyramids,
    resnet,
    segmentation,
    squeezenet,
    vgg,
)
from quizcv.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn


@dataclass(frozen=True, slots=True)
class Network:
    """A network that can be built by name."""

    name: str
    builder: Callable[..., nn.Module]
    """Takes the options its docstring lists, `classes` nearly always."""
    input_shape: tuple[int, ...]
    """Of one image, without the batch axis."""
    reference: str
    note: str = ""
    """Which of several variants this is."""


_ALEX = "Krizhevsky et al., NeurIPS 2012"
_ZEILER = "Zeiler and Fergus, ECCV 2014"
_VGG = "Simonyan and Zisserman, ICLR 2015"
_GOOGLE = "Szegedy et al., CVPR 2015"
_V3 = "Szegedy et al., CVPR 2016"
_RES = "He et al., CVPR 2016"
_PRE = "He et al., ECCV 2016"
_SMALL, _MEDIUM, _LARGE = (3, 224, 224), (3, 227, 227), (3, 299, 299)


def _networks() -> list[Network]:
    return [
        Network("alexnet", alexnet.alexnet, _MEDIUM, _ALEX, "two groups, as on two GPUs"),
        Network("alexnet-single-tower", alexnet.alexnet_single_tower, _SMALL,
                "Krizhevsky, 2014", "what torchvision calls alexnet"),
        Network("alexnet-course", alexnet.alexnet_course, _MEDIUM, _ALEX,
                "unpadded single-tower layout of courses"),
        Network("zfnet", alexnet.zfnet, _SMALL, _ZEILER),
        Network("zfnet-wide", partial(alexnet.zfnet, widths=(512, 1024, 512)), _SMALL, _ZEILER),
        Network("vgg-11", partial(vgg.vgg, "A"), _SMALL, _VGG, "configuration A"),
        Network("vgg-11-lrn", partial(vgg.vgg, "A", lrn=True), _SMALL, _VGG,
                "configuration A-LRN"),
        Network("vgg-13", partial(vgg.vgg, "B"), _SMALL, _VGG, "configuration B"),
        Network("vgg-16-c", partial(vgg.vgg, "C"), _SMALL, _VGG, "configuration C, with 1×1"),
        Network("vgg-16", partial(vgg.vgg, "D"), _SMALL, _VGG, "configuration D"),
        Network("vgg-19", partial(vgg.vgg, "E"), _SMALL, _VGG, "configuration E"),
        Network("googlenet", googlenet.GoogLeNet, _SMALL, _GOOGLE),
        Network("googlenet-aux", partial(googlenet.GoogLeNet, auxiliary=True), _SMALL, _GOOGLE,
                "with both auxiliary heads, as trained"),
        Network("inception-v3", inception_v3.InceptionV3, _LARGE, _V3),
        Network("inception-v3-aux", partial(inception_v3.InceptionV3, auxiliary=True), _LARGE, _V3),
        Network("inception-resnet-v2", inception_resnet.inception_resnet_v2, _LARGE,
                "Szegedy et al., AAAI 2017"),
        Network("xception", mobile.xception, _LARGE, "Chollet, CVPR 2017"),
        *(Network(f"resnet-{n}", partial(resnet.resnet, n), _SMALL, _RES) for n in resnet.STAGES),
        *(Network(f"preact-resnet-{n}", partial(resnet.resnet, n, pre_activation=True), _SMALL,
                  _PRE) for n in resnet.STAGES),
        Network("resnext-50", resnet.resnext, _SMALL, "Xie et al., CVPR 2017", "32×4d"),
        Network("se-resnet-50", resnet.se_resnet, _SMALL, "Hu et al., CVPR 2018"),
        Network("wide-resnet-50-2", resnet.wide_resnet, _SMALL,
                "Zagoruyko and Komodakis, BMVC 2016"),
        *(Network(f"densenet-{n}", partial(densenet.densenet, n), _SMALL,
                  "Huang et al., CVPR 2017") for n in densenet.BLOCKS),
        Network("mobilenet-v1", mobile.mobilenet_v1, _SMALL, "Howard et al., 2017"),
        Network("mobilenet-v2", mobile.mobilenet_v2, _SMALL, "Sandler et al., CVPR 2018"),
        Network("squeezenet", squeezenet.squeezenet, _SMALL, "Iandola et al., 2016", "1.0"),
        Network("fractalnet", fractalnet.fractalnet, (3, 32, 32), "Larsson et al., ICLR 2017",
                "20 layers, for CIFAR-10"),
        Network("sppnet", pyramids.sppnet, _SMALL, "He et al., ECCV 2014", "on ZFNet"),
        Network("resnet-50-fpn", pyramids.resnet50_fpn, (3, 512, 512), "Lin et al., CVPR 2017"),
        Network("fcn-32s", segmentation.FCN32s, _SMALL, "Long et al., CVPR 2015", "on VGG-16"),
        Network("unet", segmentation.UNet, (1, 572, 572), "Ronneberger et al., MICCAI 2015"),
        Network("segnet", segmentation.SegNet, (3, 224, 224), "Badrinarayanan et al., 2017"),
        Network("gan-generator", gan.generator, (100,), "Goodfellow et al., NeurIPS 2014"),
        Network("gan-discriminator", gan.discriminator, (784,), "Goodfellow et al., NeurIPS 2014"),
    ]  # fmt: skip


def _bare(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")


NETWORKS: dict[str, Network] = {network.name: network for network in _networks()}
_BARE = {_bare(name): network for name, network in NETWORKS.items()}


def network(name: str) -> Network:
    """Return the entry of that name; case, dashes and underscores do not matter.

    Raises:
        UnknownName: there is none; the message offers the nearest names.
    """
    found = NETWORKS.get(name) or _BARE.get(_bare(name))
    if found is None:
        every = "`quizcv trace` lists them"
        remedy = did_you_mean(name, NETWORKS, otherwise=every, most=3)
        raise UnknownName(f"no network is called {name!r}", remedy)
    return found


def build(name: str, *, device: str = "meta", **options: Any) -> nn.Module:
    """Return a network with fresh weights.

    On the meta device, the default, tensors have shapes but no data: counting and tracing the
    largest network takes milliseconds. `device="cpu"` gives one that computes.

    Raises:
        UnknownName: no network has that name.
        TypeError: the builder does not know one of the options.
    """
    with torch.device(device):
        return network(name).builder(**options)
