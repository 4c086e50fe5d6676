/** The graph of one optimizer step: forward, loss, backward and update in one. */

import { gradients } from "../autodiff/index.js";
import { type BertConfig, bertForward, bertParameters, declareInputs } from "../encoder/index.js";
import { type Graph, GraphBuilder, type Shape, type Value } from "../onnx/index.js";
import { createOps, OP_TABLE } from "../ops/index.js";
import { clipByGlobalNorm, type Optimizer } from "../optimizers/index.js";

/** Outputs of a classification head: `groups` independent choices among `ways`. */
export interface HeadShape {
  readonly groups: number;
  readonly ways: number;
}

/** What a step graph is made from. */
export interface StepOptions {
  readonly config: BertConfig;
  readonly head: HeadShape;
  readonly optimizer: Optimizer;
  /** Largest joint norm of the gradients; undefined does not clip. */
  readonly clip?: number | undefined;
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
  /** Shapes of all tensors that a step replaces: parameters, then optimizer state as `STATE:NAME`. */
  readonly tensors: ReadonlyMap<string, readonly number[]>;
  readonly masks: readonly MaskInput[];
}

/** Name of the output that replaces a tensor. */
export const nextOf = (name: string): string => `next:${name}`;

/**
 * Builds the step.
 * Inputs: `inputIds`, `tokenTypeIds` int32 [batch, seqLen]; `attentionMask` float32 [batch, seqLen];
 * `targets` float32 [batch*seqLen, groups*ways]; a mask for each dropout site; parameters and optimizer
 * state by name; scalars of the optimizer.
 * Outputs: `loss`, and the replacement of each tensor. The loss is -sum(targets * logSoftmax(logits)),
 * which every objective of raretag is with targets of its own.
 */
export function buildStepGraph(options: StepOptions): StepGraph {
  const { config, head, optimizer, clip } = options;
  const outputs = head.groups * head.ways;
  const g = createOps(new GraphBuilder(OP_TABLE));
  const input = (name: string, dtype: Value["dtype"], shape: Shape) =>
    g.builder.input(name, dtype, shape);

  const shapes = bertParameters(config, { outputs });
  const inputs = declareInputs(g, shapes);
  const { parameters } = inputs;
  const targets = input("targets", "float32", ["batch*seqLen", outputs]);
  const masks: MaskInput[] = [];
  const { logits } = bertForward(g, config, {
    ...inputs,
    dropout(x, { name, rate }) {
      if (rate === 0) return x;
      masks.push({ name, rate, shape: x.shape });
      return g.mul(x, input(`mask:${name}`, "float32", x.shape));
    },
  });

  const choices: Shape = ["batch*seqLen", head.groups, head.ways];
  const logShares = g.logSoftmax(g.reshape(logits, choices));
  const loss = g.neg(g.sum(g.mul(g.reshape(targets, choices), logShares), [0, 1, 2]));
  const names = [...shapes.keys()];
  const raw = gradients(g, { of: loss, wrt: [...parameters.values()] });
  const used = clip === undefined ? raw : clipByGlobalNorm(g, raw, clip).gradients;

  const scalars = Object.fromEntries(
    optimizer.scalars.map((name) => [name, input(name, "float32", [])]),
  );
  const tensors = new Map(shapes);
  const results: Record<string, Value> = { loss };
  names.forEach((name, i) => {
    const shape = shapes.get(name) as readonly number[];
    const stateNames = optimizer.state.map((state) => `${state}:${name}`);
    const replaced = optimizer.update(g, {
      parameter: parameters.get(name) as Value,
      gradient: used[i] as Value,
      state: stateNames.map((stateName) => input(stateName, "float32", shape)),
      scalars,
    });
    [name, ...stateNames].forEach((tensorName, k) => {
      tensors.set(tensorName, shape);
      results[nextOf(tensorName)] = replaced[k] as Value;
    });
    if (options.exposeGradients) results[`gradient:${name}`] = raw[i] as Value;
  });
  return { graph: g.builder.build("step", results), tensors, masks };
}
