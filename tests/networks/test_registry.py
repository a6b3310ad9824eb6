"""The registry, the search space of NASNet and the direction of imports."""

import ast
import sys
from pathlib import Path

import pytest
import torch

import quizcv.networks
from quizcv.errors import UnknownName
from quizcv.networks import NETWORKS, build, network, trace
from quizcv.networks.nasnet import OPERATIONS


def test_unknown_names_offer_the_nearest() -> None:
    with pytest.raises(UnknownName, match="resnet-50"):
        build("resnet-5")


def test_entries_are_named_as_they_are_registered() -> None:
    assert all(network(name).name == name for name in NETWORKS)
    assert all(entry.reference for entry in NETWORKS.values())


def test_networks_are_built_without_data_unless_asked() -> None:
    assert {p.device.type for p in build("vgg-19").parameters()} == {"meta"}
    assert {p.device.type for p in build("squeezenet", device="cpu").parameters()} == {"cpu"}


@pytest.mark.parametrize("name", ["squeezenet", "mobilenet-v2", "fractalnet", "gan-generator"])
def test_built_networks_compute(name: str) -> None:
    torch.manual_seed(0)
    entry = NETWORKS[name]
    built = build(name, device="cpu").eval()
    with torch.no_grad():
        out = built(torch.rand(2, *entry.input_shape))
    assert out.shape == (2, *trace(built, entry.input_shape)[-1].output_shape)
    assert out.isfinite().all()


def test_there_are_13_nasnet_operations() -> None:
    assert len(OPERATIONS) == 13


@pytest.mark.parametrize("name", OPERATIONS)
def test_nasnet_operations_keep_the_shape(name: str) -> None:
    with torch.device("meta"):
        out = OPERATIONS[name](16)(torch.empty(2, 16, 14, 10))
    assert tuple(out.shape) == (2, 16, 14, 10)


def test_networks_import_only_torch_the_standard_library_and_errors() -> None:
    allowed = {"torch", "quizcv", *sys.stdlib_module_names}
    for path in Path(quizcv.networks.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] in allowed, (path.name, name)
                inside = ("quizcv.errors", "quizcv.suggestion", "quizcv.networks")
                assert not name.startswith("quizcv") or name.startswith(inside), (path.name, name)


@pytest.mark.parametrize("name", ["vgg16", "VGG-16", "vgg_16"])
def test_dashes_and_case_of_a_name_do_not_matter(name: str) -> None:
    assert network(name).name == "vgg-16"
