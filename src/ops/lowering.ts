/** Operators that a device lacks, written in operators that it has; applied to graphs that are already differentiated. */

import { int64 } from "../core/index.js";
import {
  type Graph,
  type GraphNode,
  type InferArguments,
  type OpTable,
  opKey,
  rewriteGraph,
  type Value,
  verifyGraph,
} from "../onnx/index.js";
import { defineOp, noGradient } from "./operator.js";
import { createOps, type Ops } from "./ops.js";
import { ReduceSum } from "./reductions.js";
import { broadcastOperands } from "./rules.js";

const late = noGradient("it occurs in lowered graphs only, which are not differentiated");

const ReduceMax = defineOp({
  ...ReduceSum,
  opType: "ReduceMax",
  since: 18,
  vjp: { data: late, axes: late },
});

const comparison = {
  since: 13,
  inputs: ["A", "B"],
  outputs: ["C"],
  infer: (args: InferArguments) =>
    broadcastOperands(args).map(({ shape }) => ({ dtype: "bool", shape }) as const),
  vjp: { A: late, B: late },
} as const;

const Greater = defineOp({ ...comparison, opType: "Greater" });
const Less = defineOp({ ...comparison, opType: "Less" });

/** What occurs in replacements only. */
const LATE: OpTable = new Map(
  [ReduceMax, Greater, Less].map((row) => [opKey(row.domain, row.opType), row] as const),
);

/** A node's result in other operators. */
export type Lowering = (
  operands: readonly Value[],
  attributes: GraphNode["attributes"],
  g: Ops,
) => Value;

/** Replacements by `domain:opType`. */
export type Lowerings = ReadonlyMap<string, Lowering>;

/** What ONNX Runtime 1.30 has no WebGPU kernel for; test/devices finds out by its own assignment of nodes. */
export const WEBGPU_LOWERINGS: Lowerings = new Map<string, Lowering>([
  [
    "com.microsoft:FusedMatMul",
    // alpha A' B'
    ([A, B], { transA, transB, alpha = 1 }, g) => {
      const [a, b] = [A as Value, B as Value];
      const product = g.matMul(
        transA === 1 ? g.swapLastAxes(a) : a,
        transB === 1 ? g.swapLastAxes(b) : b,
      );
      return g.scale(product, alpha as number);
    },
  ],
  [
    ":LogSoftmax",
    // with Z = X - max(X): Z - log(sum(exp(Z)))
    ([operand], { axis }, g) => {
      const X = operand as Value;
      const along = g.constant(int64([1], [axis as number]));
      const [max] = g.builder.node("ReduceMax", [X, along], { attributes: { keepdims: 1 } });
      const Z = g.sub(X, max as Value);
      const total = g.sum(g.exp(Z), [axis as number], { keepDims: true });
      return g.sub(Z, g.builder.node("Log", [total])[0] as Value);
    },
  ],
  [
    ":Sign",
    // 1 where X > 0, less 1 where X < 0
    ([operand], _, g) => {
      const X = operand as Value;
      const where = (opType: "Greater" | "Less") => {
        const [truth] = g.builder.node(opType, [X, g.scalar(0, X.dtype)]);
        return g.cast(truth as Value, X.dtype as "float32");
      };
      return g.sub(where("Greater"), where("Less"));
    },
  ],
]);

/**
 * Replaces what a device lacks, and verifies the result.
 * @returns the graph, over a table that has the operators of the replacements too
 */
export function lowerGraph(
  graph: Graph,
  table: OpTable,
  lowerings: Lowerings,
): { readonly graph: Graph; readonly table: OpTable } {
  const extended: OpTable = new Map([...table, ...LATE]);
  const lowered = rewriteGraph(
    graph,
    extended,
    ({ domain, opType, attributes }, inputs, builder) => {
      const lowering = lowerings.get(opKey(domain, opType));
      return lowering && [lowering(inputs as readonly Value[], attributes, createOps(builder))];
    },
  );
  verifyGraph(lowered, extended);
  return { graph: lowered, table: extended };
}
