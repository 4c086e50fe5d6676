/** The graph of one optimizer step: forward, loss, backward and update in one. */

import { gradients } from "../autodiff/index.js";
import {
  type BertConfig,
  bertForward,
  bertParameters,
  declareHidden,
  declarePieces,
  declareTensors,
  parametersAbove,
} from "../encoder/index.js";
import { crossEntropy, type LossGraph } from "../objectives/index.js";
import { type Graph, GraphBuilder, type GraphNode, type Shape, type Value } from "../onnx/index.js";
import { createOps, OP_TABLE, type Ops } from "../ops/index.js";
import { clipByGlobalNorm, type Optimizer } from "../optimizers/index.js";
import { type Layout, layoutOf, UNTOUCHED, VECTORS } from "./layout.js";

/** Outputs of a classification head: `groups` independent choices among `ways`. */
export interface HeadShape {
  readonly groups: number;
  readonly ways: number;
}

/** What a step graph is made from. */
export interface StepOptions {
  readonly config: BertConfig;
  readonly head: HeadShape;
  /** Cross-entropy unless given. */
  readonly loss?: LossGraph | undefined;
  readonly optimizer: Optimizer;
  /** Largest joint norm of the gradients; undefined does not clip. */
  readonly clip?: number | undefined;
  /**
   * Lowest layers that stay as they are, and the embeddings with them; their output is then the input `hidden`
   * [batch*seqLen, hidden] in place of the pieces. Undefined to train everything.
   */
  readonly frozenLayers?: number | undefined;
  /** Also give each gradient as an output `gradient:NAME`, for tests. */
  readonly exposeGradients?: boolean;
}

/** A place where activations are dropped. Its mask is the input `mask:NAME`, 0 or 1 / (1 - rate). */
export interface MaskInput {
  readonly name: string;
  readonly rate: number;
  readonly shape: Shape;
}

/** The graph with the names of what goes in and out. */
export interface StepGraph {
  readonly graph: Graph;
  readonly layout: Layout;
  /** Shapes of all tensors that a step replaces: those of the layout, and the optimizer's state as `STATE:NAME`. */
  readonly tensors: ReadonlyMap<string, readonly number[]>;
  readonly masks: readonly MaskInput[];
  /** The part of the step to which a node of the graph belongs, for profiles. */
  readonly partOf: (node: GraphNode) => StepPart;
}

/** Parts of a step, in order. */
export type StepPart = "forward" | "backward" | "optimizer";

/** Name of the output that replaces a tensor. */
export const nextOf = (name: string): string => `next:${name}`;

/**
 * Builds the step.
 * Inputs: `inputIds`, `tokenTypeIds` int32 [batch, seqLen], or `hidden`; `attentionMask` float32 [batch, seqLen];
 * `targets` float32 [batch*seqLen, groups*ways]; a mask for each dropout site; the layout's tensors and
 * the optimizer's state by name; scalars of the optimizer.
 * Outputs: `loss`, and the replacement of each tensor.
 */
export function buildStepGraph(options: StepOptions): StepGraph {
  const { config, head, loss: lossOf = crossEntropy, optimizer, clip, frozenLayers } = options;
  const outputs = head.groups * head.ways;
  const g = createOps(new GraphBuilder(OP_TABLE));
  const input = (name: string, dtype: Value["dtype"], shape: Shape) =>
    g.builder.input(name, dtype, shape);

  const everything = bertParameters(config, { outputs });
  const start = frozenLayers === undefined ? declarePieces(g) : declareHidden(g, config.hiddenSize);
  const layout = layoutOf(
    frozenLayers === undefined ? everything : parametersAbove(everything, frozenLayers),
  );
  const held = declareTensors(g, layout.tensors);
  const joined = held.get(VECTORS) as Value;
  const parameters = new Map(held);
  parameters.delete(VECTORS);
  for (const [name, place] of layout.vectors) parameters.set(name, g.slice(joined, place));
  const targets = input("targets", "float32", ["batch*seqLen", outputs]);
  const masks: MaskInput[] = [];
  const { logits } = bertForward(g, config, {
    ...start,
    layersBelow: frozenLayers ?? 0,
    parameter: (name) => parameters.get(name) as Value,
    dropout(x, { name, rate }) {
      if (rate === 0) return x;
      masks.push({ name, rate, shape: x.shape });
      return g.mul(x, input(`mask:${name}`, "float32", x.shape));
    },
  });

  const choices: Shape = ["batch*seqLen", head.groups, head.ways];
  const step = { logits: g.reshape(logits, choices), targets: g.reshape(targets, choices) };
  const loss = lossOf(g, step);
  const forward = new Set(namesOf(g));
  const names = [...parameters.keys()].filter((name) => name !== UNTOUCHED);
  const wrt = names.map((name) => parameters.get(name) as Value);
  const gradientOf = new Map(zip(names, gradients(g, { of: loss, wrt })));
  const gradientOfHeld = [...held.keys()].map((name) =>
    name === VECTORS
      ? g.concat([...layout.vectors.keys()].map((vector) => gradientOf.get(vector) ?? g.zeros([1])))
      : (gradientOf.get(name) as Value),
  );
  const backward = new Set(namesOf(g));
  const used =
    clip === undefined ? gradientOfHeld : clipByGlobalNorm(g, gradientOfHeld, clip).gradients;

  const scalars = Object.fromEntries(
    optimizer.scalars.map((name) => [name, input(name, "float32", [])]),
  );
  const tensors = new Map<string, readonly number[]>();
  const results: Record<string, Value> = { loss };
  for (const [[name, parameter], gradient] of zip([...held], used)) {
    const shape = parameter.shape as readonly number[];
    const stateNames = optimizer.state.map((state) => `${state}:${name}`);
    const replaced = optimizer.update(g, {
      ...{ parameter, gradient },
      state: stateNames.map((stateName) => input(stateName, "float32", shape)),
      scalars,
    });
    for (const [tensorName, next] of zip([name, ...stateNames], replaced)) {
      tensors.set(tensorName, shape);
      results[nextOf(tensorName)] = next;
    }
  }
  if (options.exposeGradients)
    for (const [name, gradient] of gradientOf) results[`gradient:${name}`] = gradient;
  const partOf = ({ outputs: [name = ""] }: GraphNode): StepPart => {
    if (name === "loss" || forward.has(name)) return "forward";
    return backward.has(name) || name.startsWith("gradient:") ? "backward" : "optimizer";
  };
  return { graph: g.builder.build("step", results), layout, tensors, masks, partOf };
}

/** First outputs of the nodes so far. */
function namesOf(g: Ops): string[] {
  return g.builder.nodes.map(({ outputs }) => outputs[0] as string);
}

function zip<A, B>(a: readonly A[], b: readonly B[]): [A, B][] {
  return a.map((x, i) => [x, b[i] as B]);
}
