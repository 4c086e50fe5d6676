"""Checks an ONNX model that raretag has exported with the tools of Python: onnx's checker, and onnxruntime.

Needs `onnx`, `onnxruntime` and `numpy`. From the repository root:

    raretag export MODEL --format onnx --out FOLDER
    npx tsx scripts/printLogits.ts MODEL "A sentence." > logits.json
    python scripts/check_onnx.py FOLDER/onnx/model.onnx logits.json [TOLERANCE]

The model must pass the checker with shape inference, name its opset and the dynamic axes, and give the logits (within
1e-4 unless given) and labels of raretag: alone, and in float32 beside a longer row, which in int8 changes the scales.
Exits with 1 where it does not.
"""

import json
import sys

import numpy as np
import onnx
import onnxruntime


def rows_of(ids: list[list[int]]) -> dict[str, np.ndarray]:
    """Pads rows of ids to one length."""
    length = max(map(len, ids))
    padded = lambda rows: np.array([row + [0] * (length - len(row)) for row in rows], dtype=np.int64)
    return {
        "input_ids": padded(ids),
        "attention_mask": padded([[1] * len(row) for row in ids]),
        "token_type_ids": padded([[0] for _ in ids]),
    }


def main(path: str, expected_file: str, tolerance: str = "1e-4") -> int:
    with open(expected_file, encoding="utf-8") as file:
        expected = json.load(file)
    onnx.checker.check_model(path, full_check=True)
    model = onnx.load(path, load_external_data=False)
    axes = {
        value.name: [dim.dim_param or dim.dim_value for dim in value.type.tensor_type.shape.dim]
        for value in [*model.graph.input, *model.graph.output]
    }
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    ids = expected["framed"]
    wanted = np.array(expected["logits"], dtype=np.float32).reshape(len(ids) - 2, -1)
    quantized = any(node.op_type == "DynamicQuantizeLinear" for node in model.graph.node)
    batches = [[ids]] if quantized else [[ids], [ids, ids[:8] + ids]]
    runs = [session.run(["logits"], rows_of(rows))[0] for rows in batches]
    found = [run[0, 1 : len(ids) - 1] for run in runs]
    difference = max(float(np.abs(logits - wanted).max()) for logits in found)
    # Labels must agree where they are clear, and where they tie: the first wins then.
    second, first = np.sort(wanted)[:, -2:].T
    clear = (first == second) | (first - second > 2 * float(tolerance))
    labels = np.array([expected["labels"].index(label) for label in expected["predicted"]])
    failures = {
        "opset": [(entry.domain, entry.version > 0) for entry in model.opset_import] != [("", True)],
        "operators of ONNX alone": {node.domain for node in model.graph.node} != {""},
        "axes": any(axis[:2] != ["batch", "sequence"] for axis in axes.values()),
        f"logits by more than {tolerance}": not difference <= float(tolerance),
        "labels": (found[0].argmax(-1) != labels)[clear].any(),
    }
    print(f"{len(labels)} pieces, {clear.sum()} clear; largest difference of logits {difference:.2e}")
    wrong = [name for name, failed in failures.items() if failed]
    print("differs: " + ", ".join(wrong) if wrong else "equal")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
