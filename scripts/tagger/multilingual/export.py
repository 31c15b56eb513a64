"""The multilingual network as one small file: ONNX, its weights in eight bits of few values."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from tagger.export import write_optimised
from tagger.multilingual.network import MultilingualNetwork

__all__ = ["export", "round_weights"]

LEVELS = 13
"""Values on either side of 0 that a weight may have: what the wheel packs is the smaller."""


def round_weights(network: nn.Module, levels: int = LEVELS) -> None:
    """Round the matrices of a network, in place, to as many values a row as given."""
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.Linear):
                module.weight.copy_(_rounded(module.weight, levels))


def _rounded(weight: Tensor, levels: int) -> Tensor:
    step = weight.abs().amax(dim=1, keepdim=True) / levels
    return (weight / step).round() * step


def export(network: MultilingualNetwork, path: Path, name: str) -> None:
    """Write a network as quantised ONNX, optimised for any processor.

    Args:
        network: Trained; its weights are rounded here.
        path: Where to; written whole or not at all.
        name: Id of the model, stored as the graph's description.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    round_weights(network)
    pieces = torch.ones(2, 8, dtype=torch.long)
    axes = {0: "chunks", 1: "pieces"}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            network, (pieces,), str(full), input_names=["pieces"], output_names=["scores"],
            dynamic_axes={"pieces": axes, "scores": axes}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            full, small, op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8,
            per_channel=True,
        )  # fmt: skip
        model = onnx.load(small)
        model.graph.doc_string = name
        onnx.save(model, small)
        write_optimised(small, path)
