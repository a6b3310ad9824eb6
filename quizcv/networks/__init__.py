"""The bundled networks, built in plain torch from the papers' tables.

    >>> from quizcv.networks import build, count_macs, count_parameters
    >>> count_parameters(build("resnet-50"))
    25557032
    >>> count_macs(build("resnet-50"), (3, 224, 224))
    4089184256

Importing this package imports torch, so nothing else in quizcv imports it at start-up.
Parameters are learnable numbers with biases; MACs are multiply-accumulates of convolutions and
dense layers for one image.
"""

from quizcv.networks.registry import NETWORKS, Network, build, network
from quizcv.networks.trace import LayerRow, count_macs, count_parameters, trace

__all__ = [
    "NETWORKS",
    "LayerRow",
    "Network",
    "build",
    "count_macs",
    "count_parameters",
    "network",
    "trace",
]
