/** The engine's log of where it put nodes. */

import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { fallbacksIn } from "./placement.js";

/** Nodes: Exp_0 and Neg_1 on numbers, Cast_2 to and Sqrt_3 of float64, Range on sizes. */
function graph() {
  const g = createOps(new GraphBuilder(OP_TABLE));
  const x = g.builder.input("x", "float32", ["n"]);
  const negative = g.neg(g.exp(x));
  const wide = g.sqrt(g.cast(negative, "float64"));
  return g.builder.build("placed", { wide, negative, sizes: g.range("n") });
}

const log = (...lines: string[]) =>
  lines
    .map(
      (text) =>
        `2026-01-01 [V:onnxruntime:, session_state.cc:1 VerifyEachNodeIsAssignedToAnEp] ${text}`,
    )
    .join("\n");

describe("fallbacksIn", () => {
  test("names operators on numbers that are on the processor, those on sizes not", () => {
    const text = log(
      "Node placements",
      " Node(s) placed on [CPUExecutionProvider]. Number of nodes: 4",
      "  Neg (Neg_1)",
      "  Sqrt (Sqrt_3)",
      "  Range (Range_7)",
      "  Reshape (Reshape_6)",
      " Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 2",
      "  Exp (Exp_0)",
      "  MemcpyToHost (Memcpy)",
    );
    expect(fallbacksIn(`something else\n${text}\nand more`, graph())).toEqual([
      "Neg",
      "Sqrt of float64",
    ]);
  });

  test("names what the engine made itself", () => {
    const text = log(
      " Node(s) placed on [CPUExecutionProvider]. Number of nodes: 1",
      "  FusedGemm (fused Gemm_0)",
    );
    expect(fallbacksIn(text, graph())).toEqual(["FusedGemm"]);
  });

  test("finds none where all nodes are on the device", () => {
    const text = log(
      "Node placements",
      " All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 6",
    );
    expect(fallbacksIn(text, graph())).toEqual([]);
  });

  test("says so where no node is on the device", () => {
    const text = log(
      "Node placements",
      " All nodes placed on [CPUExecutionProvider]. Number of nodes: 6",
    );
    expect(fallbacksIn(text, graph())).toEqual(["any operator"]);
  });

  test("does not take silence for consent", () => {
    expect(fallbacksIn("a log of another engine", graph())).toEqual([
      "operators that the engine does not name",
    ]);
  });
});
