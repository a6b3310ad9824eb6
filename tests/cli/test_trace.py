"""`quizcv trace`: the table, its machine-readable form, and what it refuses."""

import json

import pytest
from typer.testing import CliRunner

pytest.importorskip("torch")

from quizcv.cli.main import app
from quizcv.networks import NETWORKS, build, count_macs, count_parameters
from quizcv.ui import console


def quizcv(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["trace", *arguments])
    assert result.exit_code == code, result.output
    return result.output


def test_envelope() -> None:
    data = json.loads(quizcv("alexnet", "--json"))
    assert list(data) == [
        "schema",
        "network",
        "reference",
        "note",
        "input_shape",
        "parameters",
        "macs",
        "layers",
    ]
    assert data["layers"][0] == {
        "name": "conv1",
        "type": "Conv2d",
        "kernel": [11, 11],
        "stride": [4, 4],
        "output_shape": [96, 55, 55],
        "parameters": 34_944,
        "macs": 105_415_200,
        "receptive_field": [11, 11],
    }
    assert data["parameters"] == sum(layer["parameters"] for layer in data["layers"])
    assert data["macs"] == sum(layer["macs"] for layer in data["layers"])


def test_list_of_networks() -> None:
    data = json.loads(quizcv("--json"))
    assert [entry["name"] for entry in data["networks"]] == list(NETWORKS)
    assert "Simonyan" in quizcv()


def test_table_hides_what_keeps_the_shape() -> None:
    short, full = quizcv("resnet-18"), quizcv("resnet-18", "--all")
    assert "BatchNorm2d" not in short
    assert "BatchNorm2d" in full
    assert "ReLU" in full
    for text in (short, full):
        assert "11,689,512" in text
        assert "1,814,073,344" in text


@pytest.mark.parametrize(
    ("setting", "shape"),
    [("size=320", (3, 320, 320)), ("size=320x480", (3, 320, 480)), ("size=64×96", (3, 64, 96))],
)
def test_size(setting: str, shape: tuple[int, int, int]) -> None:
    data = json.loads(quizcv("resnet-18", "-p", setting, "--json"))
    assert tuple(data["input_shape"]) == shape
    assert data["macs"] == count_macs(build("resnet-18"), shape)


@pytest.mark.parametrize(
    ("network", "settings"),
    [
        ("resnet-18", {"classes": 10}),
        ("alexnet", {"groups": 1}),
        ("mobilenet-v1", {"width": 0.5}),
        ("vgg-16", {"norm": True}),
    ],
)
def test_options_reach_the_builder(network: str, settings: dict[str, object]) -> None:
    typed = [
        part for name, value in settings.items() for part in ("-p", f"{name}={json.dumps(value)}")
    ]
    data = json.loads(quizcv(network, *typed, "--json"))
    assert data["parameters"] == count_parameters(build(network, **settings))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["vgg-61"], "did you mean 'vgg-19' or 'vgg-16'"),
        (["vgg-16", "-p", "size=64"], "cannot take an input of 3×64×64 (it is made for 3×224×224)"),
        (["vgg-16", "-p", "size=big"], "no image size"),
        (["vgg-16", "-p", "size=0"], "out of range"),
        (["vgg-16", "-p", "size=10x10x10"], "no image size"),
        (["vgg-16", "-p", "depth=3"], "no number called 'depth'"),
        (["vgg-16", "-p", "classes=many"], "not a whole number"),
        (["alexnet", "-p", "groups=7"], "alexnet with groups=7"),
        (["gan-generator", "-p", "size=28"], "takes a vector"),
    ],
)
def test_refusals_are_one_line(arguments: list[str], said: str) -> None:
    output = quizcv(*arguments, code=2)
    assert said in output
    assert output.count("\n") == 1


@pytest.mark.parametrize("width", [120, 80, 60, 40])
def test_every_number_is_whole_at_any_width(width, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    console.out.cache_clear()
    text = quizcv("resnet-50")
    console.out.cache_clear()
    assert "…" not in text
    assert max(map(len, text.splitlines()[2:-5])) <= width
    assert "115,605,504" in text
    assert "25,557,032" in text


def test_names_break_at_their_dots(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    console.out.cache_clear()
    lines = [line.split()[0] for line in quizcv("resnet-50").splitlines() if line.strip()]
    console.out.cache_clear()
    assert ".shortcut" in lines
    assert "stages.0.0" in lines
