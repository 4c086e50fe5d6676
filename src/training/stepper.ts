/** Runs optimizer steps: holds parameters and optimizer state in two sets of buffers that swap. */

import { float32, sizeOf, type Tensor, tensor } from "../core/index.js";
import { type BertConfig, bertParameters } from "../encoder/index.js";
import type { Batch } from "../inference/index.js";
import type { LossGraph } from "../objectives/index.js";
import { safeToOverwrite } from "../onnx/index.js";
import { OP_TABLE } from "../ops/index.js";
import type { Optimizer } from "../optimizers/index.js";
import { createSession, type Device } from "../runtime/index.js";
import { createMaskSource } from "./dropoutMasks.js";
import type { FrozenStates } from "./frozenStates.js";
import { tensorsOf, UNTOUCHED, viewsOf } from "./layout.js";
import { pieceRows } from "./pieceRows.js";
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
  /** Cross-entropy unless given. */
  readonly loss?: LossGraph | undefined;
  readonly optimizer: Optimizer;
  readonly clip?: number | undefined;
  /** Start values by name, copied; names that the encoder does not know are left out. */
  readonly parameters: ReadonlyMap<string, Tensor<"float32">>;
  /** Ids of all pieces that batches will hold; all by default. The rows of others are not stepped one by one. */
  readonly pieces?: Iterable<number>;
  /** Layers that are not stepped, with their outputs; everything is stepped unless given. */
  readonly frozen?: FrozenStates | undefined;
  readonly seed: number;
  readonly threads: number;
  /** Where the steps run; the processor unless given. */
  readonly device?: Device | undefined;
  /** See {@link SessionOptions.profile}. */
  readonly profile?: string;
}

const PIECES = "bert.embeddings.word_embeddings.weight";

/**
 * Loads the step graph and allocates both sets of buffers.
 * @throws InternalError if a parameter is missing or of another shape
 */
export async function createStepper(options: StepperOptions): Promise<Stepper> {
  const { config, head, loss, optimizer, clip, seed, threads, device, frozen } = options;
  const rows = pieceRows(config.vocabSize, options.pieces);
  const { graph, layout, tensors, masks } = buildStepGraph({
    config: { ...config, vocabSize: rows.pieces.length },
    ...{ head, loss, optimizer, clip },
    frozenLayers: frozen?.layers,
  });
  const session = await createSession(graph, OP_TABLE, {
    ...{ threads, device },
    profile: options.profile,
  });
  const inPlace = safeToOverwrite(
    graph,
    new Map([...tensors.keys()].map((name) => [nextOf(name), name])),
  );
  const zeros = (shape: readonly number[]) => float32(shape, new Float32Array(sizeOf(shape)));
  const initialPieces = options.parameters.get(PIECES) as Tensor<"float32">;
  const held = tensorsOf(
    layout,
    new Map(options.parameters).set(PIECES, rows.gather(initialPieces)),
  );
  let current = new Map(
    [...tensors].map(([name, shape]) => [name, held.get(name) ?? zeros(shape)]),
  );
  let next = new Map(
    [...current].map(([name, buffer]) => [
      name,
      inPlace.has(nextOf(name)) ? buffer : zeros(buffer.shape),
    ]),
  );
  const names = [...bertParameters(config, { outputs: head.groups * head.ways }).keys()];
  // only these are held on to, so that the memory of the others can be given up
  const fixed = new Map(
    [...options.parameters].filter(
      ([name]) => !layout.tensors.has(name) && !layout.vectors.has(name),
    ),
  );
  const maskOf = createMaskSource(seed);

  return {
    async step({ batch, targets, step, learningRate }) {
      const [windows, seqLen] = [batch.windows.length, batch.seqLen];
      const tokens = windows * seqLen;
      const sizes: Record<string, number> = { batch: windows, seqLen, "batch*seqLen": tokens };
      const feeds: Record<string, Tensor> = {
        ...(frozen
          ? { hidden: frozen.statesOf(batch) }
          : {
              inputIds: tensor("int32", batch.inputIds.shape, rows.rowsOf(batch.inputIds.data)),
              tokenTypeIds: batch.tokenTypeIds,
            }),
        attentionMask: batch.attentionMask,
        targets: tensor("float32", [tokens, head.groups * head.ways], targets),
        ...Object.fromEntries(current),
      };
      for (const [name, value] of Object.entries(optimizer.scalarsAt(step, learningRate)))
        feeds[name] = float32([], [value]);
      for (const { name, rate, shape } of masks) {
        const actual = shape.map((dim) => (typeof dim === "number" ? dim : (sizes[dim] as number)));
        const mask = maskOf(sizeOf(actual), { rate, step, site: name });
        feeds[`mask:${name}`] = tensor("float32", actual, mask);
      }
      const fetches: Record<string, Tensor | null> = { loss: null };
      for (const [name, buffer] of next) fetches[nextOf(name)] = buffer;
      const { loss } = await session.run(feeds, fetches);
      [current, next] = [next, current];
      return Number(loss?.data[0]);
    },
    parameters() {
      const stepped = viewsOf(layout, current);
      const touched = stepped.get(PIECES);
      const [factor] = (stepped.get(UNTOUCHED) as Tensor<"float32">).data;
      if (touched) stepped.set(PIECES, rows.scatter(touched, initialPieces, factor as number));
      return new Map(
        names.map((name) => [name, (stepped.get(name) ?? fixed.get(name)) as Tensor<"float32">]),
      );
    },
    state: () => current,
    restore(state) {
      for (const [name, { data }] of current)
        (data as Float32Array).set(state.get(name)?.data as Float32Array);
    },
    release: () => session.release(),
  };
}
