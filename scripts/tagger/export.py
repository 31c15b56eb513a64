"""The network as one small file: ONNX, its weights in eight bits."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch

from enrich.mentions.taggers.features import FEATURES
from tagger.network import Network

__all__ = ["export", "write_optimised"]


def export(network: Network, path: Path, name: str) -> None:
    """Write a network as quantised ONNX.

    Matrix products and the word embedding, half of the file, get eight-bit weights; the place
    corpora show no difference beyond a few mentions.

    Args:
        network: Trained.
        path: Where to; written whole or not at all.
        name: Id of the model, stored as the graph's description.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    inputs = (
        torch.ones(2, 8, dtype=torch.long),
        torch.zeros(2, 8, dtype=torch.long),
        torch.zeros(2, 8, len(FEATURES)),
    )
    axes = {0: "chunks", 1: "pieces"}
    names = ["pieces", "shapes", "features"]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            network, inputs, str(full), input_names=names, output_names=["scores"],
            dynamic_axes=dict.fromkeys([*names, "scores"], axes), opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            full, small, op_types_to_quantize=["MatMul", "Gather"], weight_type=QuantType.QInt8
        )
        model = onnx.load(small)
        model.graph.doc_string = name
        onnx.save(model, small)
        write_optimised(small, path)


def write_optimised(model: Path, path: Path) -> None:
    """Write an ONNX file as onnxruntime has optimised it, for any processor; whole or not at all.

    So it loads fast: the taggers do not optimise it again.
    """
    import onnxruntime

    written = path.with_suffix(".part")
    options = onnxruntime.SessionOptions()
    extended = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.graph_optimization_level = extended
    options.optimized_model_filepath = str(written)
    onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    written.replace(path)
