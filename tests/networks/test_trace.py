"""Tracing: shapes, work and receptive fields, each against a second way of getting them."""

from functools import cache

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from quizcv.networks import NETWORKS, LayerRow, build, count_macs, count_parameters, trace
from quizcv.networks.blocks import Branches
from quizcv.networks.resnet import Design, PreActivationBlock, ResidualBlock

built = cache(build)
"""For tests that leave a network as it was; most of their time goes into building."""


@cache
def rows_of(name: str) -> dict[str, LayerRow]:
    return {row.name: row for row in trace(built(name), NETWORKS[name].input_shape)}


def macs_of(name: str) -> int:
    return sum(row.macs for row in rows_of(name).values())


@pytest.mark.parametrize("name", NETWORKS)
def test_macs_are_half_of_torchs_flops(name: str) -> None:
    network, shape = built(name).eval(), NETWORKS[name].input_shape
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(torch.empty(1, *shape, device="meta"))
    assert macs_of(name) == counter.get_total_flops() / 2


@pytest.mark.parametrize("name", NETWORKS)
def test_rows_account_for_every_parameter(name: str) -> None:
    rows = rows_of(name).values()
    assert sum(row.parameters for row in rows) == count_parameters(built(name))


# GFLOPS (multiply-adds) of the weights in torchvision's documentation.
@pytest.mark.parametrize(
    ("name", "giga"),
    [
        ("alexnet-single-tower", 0.71),
        ("vgg-11", 7.61),
        ("vgg-16", 15.47),
        ("vgg-19", 19.63),
        ("resnet-18", 1.81),
        ("resnet-50", 4.09),
        ("resnet-152", 11.51),
        ("resnext-50", 4.23),
        ("wide-resnet-50-2", 11.40),
        ("densenet-121", 2.83),
        ("inception-v3", 5.71),
        ("mobilenet-v2", 0.30),
        ("squeezenet", 0.82),
    ],
)
def test_published_work(name: str, giga: float) -> None:
    assert round(macs_of(name) / 1e9, 2) == giga


@pytest.mark.parametrize(
    ("name", "layer", "shape"),
    [
        ("alexnet", "conv1", (96, 55, 55)),
        ("alexnet", "pool5", (256, 6, 6)),
        ("alexnet-course", "pool5", (256, 2, 2)),
        ("zfnet", "conv1", (96, 110, 110)),
        ("zfnet", "pool2", (256, 13, 13)),
        ("vgg-16", "features.pool5", (512, 7, 7)),
        ("googlenet", "inception.3a.pool.project.relu", (32, 28, 28)),
        ("inception-v3", "head.pool", (2048, 1, 1)),
        ("mobilenet-v1", "block13.pointwise.act", (1024, 7, 7)),
        ("squeezenet", "conv10.relu", (1000, 13, 13)),
        ("fcn-32s", "upsample", (21, 288, 288)),
        ("unet", "score", (2, 388, 388)),
        ("segnet", "score", (12, 224, 224)),
    ],
)
def test_shapes_of_the_papers(name: str, layer: str, shape: tuple[int, ...]) -> None:
    assert rows_of(name)[layer].output_shape == shape


def test_fpn_maps() -> None:
    network = build("resnet-50-fpn")
    maps = network(torch.empty(1, 3, 256, 320, device="meta"))
    assert [tuple(m.shape[1:]) for m in maps] == [(256, 64 >> i, 80 >> i) for i in range(4)]


@pytest.mark.parametrize(("height", "width"), [(224, 224), (180, 320), (97, 131)])
def test_sppnet_takes_any_size(height: int, width: int) -> None:
    rows = trace(build("sppnet"), (3, height, width))
    assert rows[-1].output_shape == (1000,)
    assert next(r for r in rows if r.name == "head.fc6").parameters == 21 * 256 * 4096 + 4096


# From table 1 of Araujo et al., Computing Receptive Fields of CNNs, Distill 2019.
@pytest.mark.parametrize(
    ("name", "layer", "pixels"),
    [
        ("alexnet", "pool5", 195),
        ("vgg-16", "features.pool5", 212),
        ("mobilenet-v1", "block13.pointwise.conv", 315),
        ("inception-resnet-v2", "conv6.conv", 3039),
    ],
)
def test_published_receptive_fields(name: str, layer: str, pixels: int) -> None:
    assert rows_of(name)[layer].receptive_field == (pixels, pixels)


DESIGN = Design(bottleneck=True, groups=2, group_width=4)
SMALL_NETWORKS = {
    "chain": nn.Sequential(
        nn.Conv2d(1, 2, 5, 2, 2), nn.MaxPool2d(3, 2, 1), nn.Conv2d(2, 2, 3, padding=2, dilation=2)
    ),
    "branches": nn.Sequential(
        nn.Conv2d(1, 2, 3, 2, 1),
        Branches(
            a=nn.Conv2d(2, 2, (1, 7), padding=(0, 3)),
            b=nn.Sequential(nn.AvgPool2d(3, 1, 1), nn.Conv2d(2, 2, (5, 1), padding=(2, 0))),
        ),
        nn.Conv2d(4, 1, 3, padding=1),
    ),
    "residual": nn.Sequential(nn.Conv2d(1, 16, 3), ResidualBlock(16, 64, 2, DESIGN)),
    "pre-activation": nn.Sequential(
        nn.Conv2d(1, 16, 3), PreActivationBlock(16, 4, 1, Design()), nn.Conv2d(16, 1, 3, 2, 1)
    ),
}


@pytest.mark.parametrize("name", SMALL_NETWORKS)
def test_receptive_field_is_the_support_of_the_gradient(name: str) -> None:
    network = SMALL_NETWORKS[name].double().eval()
    torch.manual_seed(1)
    seen = torch.zeros(64, 64, dtype=torch.bool)
    for _ in range(8):  # max pools pick one input each, so several images are joined
        image = torch.rand(1, 1, 64, 64, dtype=torch.float64, requires_grad=True)
        out = network(image)
        out[0, :, out.shape[2] // 2, out.shape[3] // 2].sum().backward()
        seen |= image.grad[0, 0] != 0
    rows, columns = seen.any(1).nonzero(), seen.any(0).nonzero()
    support = (int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1)
    assert trace(network, (1, 64, 64))[-1].receptive_field == support


@pytest.mark.parametrize(
    ("layers", "field"),
    [
        ([nn.Conv2d(1, 1, 3), nn.AdaptiveAvgPool2d(1)], None),
        ([nn.Conv2d(1, 1, 3), nn.ConvTranspose2d(1, 1, 2, 2)], None),
        ([nn.Conv2d(1, 1, 3), nn.Upsample(scale_factor=2)], None),
        ([nn.Conv2d(1, 1, 3), nn.Flatten(), nn.Linear(64, 2)], None),
        ([nn.Conv2d(1, 1, 3), nn.BatchNorm2d(1), nn.ReLU()], (3, 3)),
    ],
)
def test_receptive_field_where_it_is_no_number(
    layers: list[nn.Module], field: tuple[int, int] | None
) -> None:
    assert trace(nn.Sequential(*layers), (1, 10, 10))[-1].receptive_field == field


def test_a_layer_that_runs_twice_counts_its_parameters_once() -> None:
    shared = nn.Conv2d(2, 2, 3, padding=1)
    rows = trace(nn.Sequential(shared, nn.ReLU(), shared), (2, 8, 8))
    assert [row.parameters for row in rows] == [38, 0, 0]
    assert [row.macs for row in rows] == [36 * 64, 0, 36 * 64]


def test_tracing_leaves_the_network_as_it_was() -> None:
    network = build("resnet-18", device="cpu").train()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    network.stages[1].eval()
    trace(network, (3, 64, 64))
    assert network.training
    assert not network.stages[1].training
    assert not any(m._forward_hooks for m in network.modules())
    assert all(torch.equal(before[n], t) for n, t in network.state_dict().items())


def test_count_macs_adds_the_rows() -> None:
    assert count_macs(nn.Linear(3, 5, bias=False), (3,)) == 15


def test_hooks_are_removed_when_the_shape_does_not_fit() -> None:
    network = build("vgg-16")
    with pytest.raises(RuntimeError):
        trace(network, (3, 64, 64))
    assert not any(m._forward_hooks for m in network.modules())
