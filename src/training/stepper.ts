/** Runs optimizer steps: holds parameters and optimizer state in two sets of buffers that swap. */

import { float32, InternalError, sizeOf, type Tensor, tensor } from "../core/index.js";
import { type BertConfig, bertParameters } from "../encoder/index.js";
import type { Batch } from "../inference/index.js";
import { OP_TABLE } from "../ops/index.js";
import type { Optimizer } from "../optimizers/index.js";
import { createSession } from "../runtime/index.js";
import { fillDropoutMask } from "./dropoutMasks.js";
import { buildStepGraph, type HeadShape, nextOf } from "./stepGraph.js";

/** One optimizer step's input. */
export interface StepInput {
  readonly batch: Batch;
  /** [batch*seqLen * outputs] */
  readonly targets: Float32Array;
  /** 1 for the first optimizer step of the run; decides dropout and Adam's corrections. */
  readonly step: number;
  readonly learningRate: number;
}

/** Steps over one set of weights. */
export interface Stepper {
  /** Takes one step. @returns the loss before it */
  step(input: StepInput): Promise<number>;
  /** Current parameters, valid until the next step. */
  parameters(): ReadonlyMap<string, Tensor<"float32">>;
  /** Everything that steps change, by name: with `restore` a run goes on from here. Valid until the next step. */
  state(): ReadonlyMap<string, Tensor>;
  /** Takes over what `state` of a stepper with the same options gave; copied. */
  restore(state: ReadonlyMap<string, Tensor>): void;
  release(): Promise<void>;
}

/** What a stepper is made from. */
export interface StepperOptions {
  readonly config: BertConfig;
  readonly head: HeadShape;
  readonly optimizer: Optimizer;
  readonly clip?: number | undefined;
  /** Start values by name, copied; names that the encoder does not know are left out. */
  readonly parameters: ReadonlyMap<string, Tensor<"float32">>;
  readonly seed: number;
  readonly threads: number;
}

/**
 * Loads the step graph and allocates both sets of buffers.
 * @throws InternalError if a parameter is missing or of another shape
 */
export async function createStepper(options: StepperOptions): Promise<Stepper> {
  const { config, head, optimizer, clip, seed, threads } = options;
  const { graph, tensors, masks } = buildStepGraph({ config, head, optimizer, clip });
  const session = await createSession(graph, OP_TABLE, { threads });
  const allocate = () =>
    new Map(
      [...tensors].map(([name, shape]) => [name, float32(shape, new Float32Array(sizeOf(shape)))]),
    );
  let current = allocate();
  let next = allocate();
  const names = [...bertParameters(config, { outputs: head.groups * head.ways }).keys()];
  const fill = (name: string, given: Tensor | undefined) => {
    const place = current.get(name) as Tensor<"float32">;
    if (given?.shape.join() !== place.shape.join())
      throw new InternalError(
        `${name} is given as [${given?.shape.join(", ") ?? "nothing"}] but the graph has [${place.shape.join(", ")}]`,
      );
    place.data.set(given.data as Float32Array);
  };
  for (const name of names) fill(name, options.parameters.get(name));
  const maskMemory = new Map<string, Float32Array>();

  return {
    async step({ batch, targets, step, learningRate }) {
      const [rows = 0, seqLen] = [batch.windows.length, batch.seqLen];
      const sizes: Record<string, number> = { batch: rows, seqLen, "batch*seqLen": rows * seqLen };
      const feeds: Record<string, Tensor> = {
        inputIds: batch.inputIds,
        tokenTypeIds: batch.tokenTypeIds,
        attentionMask: batch.attentionMask,
        targets: tensor("float32", [rows * seqLen, head.groups * head.ways], targets),
        ...Object.fromEntries(current),
      };
      for (const [name, value] of Object.entries(optimizer.scalarsAt(step, learningRate)))
        feeds[name] = float32([], [value]);
      for (const { name, rate, shape } of masks) {
        const actual = shape.map((dim) => (typeof dim === "number" ? dim : (sizes[dim] as number)));
        const size = sizeOf(actual);
        const known = maskMemory.get(name);
        const memory = known && known.length >= size ? known : new Float32Array(size);
        maskMemory.set(name, memory);
        const mask = memory.subarray(0, size);
        fillDropoutMask(mask, { rate, seed, step, site: name });
        feeds[`mask:${name}`] = tensor("float32", actual, mask);
      }
      const fetches: Record<string, Tensor | null> = { loss: null };
      for (const [name, buffer] of next) fetches[nextOf(name)] = buffer;
      const { loss } = await session.run(feeds, fetches);
      [current, next] = [next, current];
      return Number(loss?.data[0]);
    },
    parameters: () => new Map(names.map((name) => [name, current.get(name) as Tensor<"float32">])),
    state: () => current,
    restore(state) {
      for (const name of current.keys()) fill(name, state.get(name));
    },
    release: () => session.release(),
  };
}
