"""Writes the trained model in the form that the pipeline runs: ``python -m training.export CHECKPOINT FOLDER``.

The encoder becomes an ONNX graph, fused by onnxruntime's transformer optimizer and quantised to int8 weights with
dynamic activations, with a scale of its own for each column of a matrix and for each row of the word embedding. The
heads stay in floating point: they are 2 % of the work, and every decision hangs on them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn

from pipeline.heads import layout
from training.network import BASE, Network


class _Unpadded(nn.Module):
    """The encoder as it is run: one window, nothing padded, so no mask."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = network.encoder

    def forward(self, ids: Tensor, shapes: Tensor, breaks: Tensor) -> Tensor:
        return self.encoder(ids, shapes, breaks, torch.ones_like(ids))


def export(checkpoint: Path, folder: Path, *, quantised: bool = True) -> None:
    """Write ``encoder.onnx``, ``tokenizer.json`` and ``decoder.json`` into ``folder``.

    Without ``quantised`` the weights stay in float32, four times the size: to measure what int8 costs.
    """
    network = Network().eval()
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["network"])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused = Path(scratch, "plain.onnx"), Path(scratch, "fused.onnx")
        _write_graph(network, plain)
        config = network.encoder.bert.config
        optimizer.optimize_model(
            str(plain), "bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size
        ).save_model_to_file(str(fused))
        if quantised:
            _quantise(fused, folder / "encoder.onnx")
        else:
            shutil.copy(fused, folder / "encoder.onnx")
    shutil.copy(BASE / "tokenizer.json", folder / "tokenizer.json")
    (folder / "decoder.json").write_text(json.dumps(_parameters(network)) + "\n", "utf-8")


def _quantise(fused: Path, file: Path) -> None:
    nodes = onnx.load(fused).graph.node
    quantize_dynamic(
        fused,
        file,
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=_head_nodes(fused) + [node.name for node in nodes if node.op_type == "Gather"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # fused nodes have no inferred type
    )
    model = onnx.load(file)
    _quantise_word_embedding(model.graph)
    onnx.save(model, file)


def _quantise_word_embedding(graph: onnx.GraphProto) -> None:
    """Store the word embedding in int8 with a scale for each word; one scale for all costs a point of F1.

    onnxruntime's quantiser knows no such form, so the lookup becomes four plain nodes: row, to float, scale, product.
    """
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    nodes = list(graph.node)
    lookup = max(
        (node for node in nodes if node.op_type == "Gather" and node.input[0] in tensors),
        key=lambda node: tensors[node.input[0]].dims[0],
    )
    table, ids = tensors[lookup.input[0]], lookup.input[1]
    weights = numpy_helper.to_array(table)
    scales = np.maximum(np.abs(weights).max(1, keepdims=True) / 127, np.float32(1e-9)).astype(np.float32)
    graph.initializer.remove(table)
    graph.initializer.append(numpy_helper.from_array(np.round(weights / scales).astype(np.int8), "word_rows"))
    graph.initializer.append(numpy_helper.from_array(scales, "word_scales"))
    place = nodes.index(lookup)
    nodes[place : place + 1] = [
        helper.make_node("Gather", ["word_rows", ids], ["word_row"]),
        helper.make_node("Cast", ["word_row"], ["word_row_float"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", ["word_scales", ids], ["word_scale"]),
        helper.make_node("Mul", ["word_row_float", "word_scale"], [lookup.output[0]]),
    ]
    del graph.node[:]
    graph.node.extend(nodes)


def _write_graph(network: Network, file: Path) -> None:
    network.encoder.bert.set_attn_implementation("eager")  # the form that the optimizer knows how to fuse
    sample = tuple(torch.ones(1, 12, dtype=torch.long) for _ in range(3))
    torch.onnx.export(
        _Unpadded(network),
        sample,
        str(file),
        input_names=["ids", "shapes", "breaks"],
        output_names=["outputs"],
        dynamic_axes={name: {1: "pieces"} for name in ("ids", "shapes", "breaks", "outputs")},
        opset_version=17,
        dynamo=False,
    )


def _head_nodes(file: Path) -> list[str]:
    """Names of the matrix products that end in the heads' outputs."""
    graph = onnx.load(file).graph
    return [node.name for node in graph.node if node.op_type in {"MatMul", "Gemm"} and "heads" in node.name]


def _parameters(network: Network) -> dict[str, object]:
    with torch.no_grad():
        entity, role = network.entity_crf.scores(), network.role_crf.scores()
        arrays = {
            "entity_transitions": entity[0],
            "entity_starts": entity[1],
            "role_transitions": role[0],
            "role_starts": role[1],
            "link_distance": network.links.distance,
            "link_nothing": network.links.nothing,
        }
        return {"width": layout().width, "quote_score": {"slope": 1.0, "offset": 0.0}} | {
            name: np.round(a.numpy(), 5).tolist() for name, a in arrays.items()
        }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--float32", action="store_true", help="do not quantise: to measure what int8 costs")
    args = parser.parse_args()
    export(args.checkpoint, args.folder, quantised=not args.float32)
