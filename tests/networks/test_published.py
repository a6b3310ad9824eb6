"""Parameter counts against published ones; each row names where the figure is published."""

from functools import cache

import pytest

from quizcv.networks import NETWORKS, build, count_parameters
from quizcv.networks.googlenet import GoogLeNet

TORCHVISION = "torchvision documentation, num_params of the weights"
KERAS = "Keras Applications, total less the moving statistics of batch norm"
TIMM = "timm, resnetv2 (the first unit has no norm of its own)"
IMGCLSMOB = "osmr/imgclsmob, pytorch/README.md, column Params"
DLCOOKBOOK = "HewlettPackard/dlcookbook-dlbs, models table, from the Caffe definitions"

PUBLISHED = [
    ("alexnet", 60_965_224, DLCOOKBOOK),
    ("alexnet-single-tower", 61_100_840, TORCHVISION),
    ("zfnet", 62_357_608, IMGCLSMOB),
    ("zfnet-wide", 107_627_624, IMGCLSMOB),
    ("vgg-11", 132_863_336, TORCHVISION),
    ("vgg-13", 133_047_848, TORCHVISION),
    ("vgg-16", 138_357_544, TORCHVISION),
    ("vgg-19", 143_667_240, TORCHVISION),
    ("googlenet", 6_998_552, DLCOOKBOOK),
    ("googlenet-aux", 13_378_280, "summaries of the paper's network in training form"),
    ("inception-v3", 23_834_568, IMGCLSMOB),
    ("inception-v3-aux", 27_161_264, TORCHVISION),
    ("inception-resnet-v2", 55_843_464, IMGCLSMOB),
    ("xception", 22_855_952, IMGCLSMOB),
    ("xception", 22_910_480 - 54_528, KERAS),
    ("resnet-18", 11_689_512, TORCHVISION),
    ("resnet-34", 21_797_672, TORCHVISION),
    ("resnet-50", 25_557_032, TORCHVISION),
    ("resnet-101", 44_549_160, TORCHVISION),
    ("resnet-152", 60_192_808, TORCHVISION),
    ("preact-resnet-18", 11_687_720, TIMM),
    ("preact-resnet-34", 21_795_880, TIMM),
    ("preact-resnet-50", 25_549_352, TIMM),
    ("preact-resnet-101", 44_541_480, TIMM),
    ("preact-resnet-152", 60_185_128, TIMM),
    ("resnext-50", 25_028_904, TORCHVISION),
    ("se-resnet-50", 28_088_024, IMGCLSMOB),
    ("wide-resnet-50-2", 68_883_240, TORCHVISION),
    ("densenet-121", 7_978_856, TORCHVISION),
    ("densenet-121", 8_062_504 - 83_648, KERAS),
    ("densenet-169", 14_149_480, TORCHVISION),
    ("densenet-201", 20_013_928, TORCHVISION),
    ("mobilenet-v1", 4_231_976, IMGCLSMOB),
    ("mobilenet-v1", 4_253_864 - 21_888, KERAS),
    ("mobilenet-v2", 3_504_872, TORCHVISION),
    ("mobilenet-v2", 3_538_984 - 34_112, KERAS),
    ("squeezenet", 1_248_424, TORCHVISION),
    ("unet", 31_030_658, "Keras summaries of the 1-channel, 2-class U-Net"),
]


@cache
def parameters_of(name: str) -> int:
    return count_parameters(build(name))


@pytest.mark.parametrize(
    ("name", "parameters", "source"), PUBLISHED, ids=[f"{n}-{p}" for n, p, _ in PUBLISHED]
)
def test_published_count(name: str, parameters: int, source: str) -> None:
    assert parameters_of(name) == parameters, source


# In millions, from table 2 of the VGG paper.
@pytest.mark.parametrize(
    ("name", "millions"),
    [
        ("vgg-11", 133),
        ("vgg-11-lrn", 133),
        ("vgg-13", 133),
        ("vgg-16-c", 134),
        ("vgg-16", 138),
        ("vgg-19", 144),
    ],
)
def test_vgg_paper_table(name: str, millions: int) -> None:
    assert round(parameters_of(name) / 1e6) == millions


def test_vgg_c_is_d_with_three_smaller_kernels() -> None:
    difference = parameters_of("vgg-16") - parameters_of("vgg-16-c")
    assert difference == 8 * (256**2 + 512**2 + 512**2)


def test_ports_of_googlenet_with_3x3_in_place_of_5x5() -> None:
    """torchvision documents 6,624,904 without and 13,004,888 with auxiliary heads."""
    port = build("googlenet", norm=True, wide_kernel=3)
    assert count_parameters(port) == 6_624_904
    assert count_parameters(build("googlenet-aux", norm=True, wide_kernel=3)) == 13_004_888


def test_alexnet_towers_joined() -> None:
    """imgclsmob and others count 62,378,344 for AlexNet without groups."""
    assert count_parameters(build("alexnet", groups=1)) == 62_378_344


def test_fpn_from_faster_rcnn() -> None:
    """torchvision documents 41,755,286 for fasterrcnn_resnet50_fpn, whose norms are frozen."""
    rpn = (256 * 9 + 1) * 256 + (256 + 1) * 3 + (256 + 1) * 12
    box_head = (256 * 49 + 1) * 1024 + (1024 + 1) * 1024 + (1024 + 1) * 91 * 5
    network = build("resnet-50-fpn")
    norms = sum(p.numel() for n, p in network.named_parameters() if "norm" in n)
    assert count_parameters(network) - norms == 41_755_286 - rpn - box_head


def test_fcn_is_vgg_16_with_another_head() -> None:
    """VGG-16 less its last layer, a 21-class score layer and a 64×64 upsampling."""
    vgg = 138_357_544 - 4097 * 1000
    assert count_parameters(build("fcn-32s")) == vgg + 4097 * 21 + 21 * 21 * 64 * 64


def test_segnet_encoder_has_the_papers_14_7_million() -> None:
    network = build("segnet")
    encoder = sum(p.numel() for n, p in network.named_parameters() if n.startswith("encoder"))
    assert round(encoder / 1e6, 1) == 14.7


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_fractal_block_counts(columns: int) -> None:
    """Section 3 of the paper: 2^C - 1 convolutions, 2^(C-1) on the longest path."""
    network = build("fractalnet", columns=columns, widths=(8,))
    convolutions = [m for m in network.modules() if type(m).__name__ == "Conv2d"]
    assert len(convolutions) == 2**columns - 1


def test_classes_option_reaches_the_last_layer() -> None:
    for name in NETWORKS:
        if not name.startswith("gan-") and name != "resnet-50-fpn":
            assert count_parameters(build(name, classes=1001)) > parameters_of(name), name


def test_googlenet_returns_auxiliary_logits_beside_the_main_ones() -> None:
    import torch

    with torch.device("meta"):
        network = GoogLeNet(classes=7, auxiliary=True)
        shapes = [tuple(logits.shape) for logits in network(torch.empty(2, 3, 224, 224))]
    assert shapes == [(2, 7)] * 3
