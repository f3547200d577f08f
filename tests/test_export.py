"""The form in which a trained model is shipped, on tensors small enough to check by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")
onnx = pytest.importorskip("onnx", reason="training needs the extra `train`")


def test_the_mean_of_two_runs(tmp_path: Path) -> None:
    from training.average import mean_weights

    files = [tmp_path / "one.pt", tmp_path / "two.pt"]
    for file, value in zip(files, (1.0, 3.0), strict=True):
        torch.save({"network": {"weight": torch.full((2,), value), "steps": torch.tensor(7)}}, file)
    mean = mean_weights(files)
    assert mean["weight"].tolist() == [2.0, 2.0]
    assert mean["steps"].item() == 7


def test_each_word_of_the_embedding_keeps_its_own_scale() -> None:
    from training.export import _quantise_word_embedding

    table = np.array([[0.001, -0.002], [50.0, -100.0], [0.0, 0.0]], dtype=np.float32)
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Gather", ["table", "ids"], ["rows"])],
        "lookup",
        [onnx.helper.make_tensor_value_info("ids", onnx.TensorProto.INT64, ["words"])],
        [onnx.helper.make_tensor_value_info("rows", onnx.TensorProto.FLOAT, ["words", 2])],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    _quantise_word_embedding(graph)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (rows,) = session.run(["rows"], {"ids": np.array([1, 0, 2])})
    assert rows == pytest.approx(table[[1, 0, 2]], rel=0.01, abs=1e-6)
