/** Training steps on random text, ready to be timed one by one. */
import { createRandom } from "../core/index.js";
import type { BertConfig } from "../encoder/index.js";
import { createLabelSet } from "../labels/index.js";
import { createObjective, type Objective, type ObjectiveChoice } from "../objectives/index.js";
import { adamW, type Optimizer, sgd } from "../optimizers/index.js";
import { createStepper, type HeadShape } from "../training/index.js";
import { benchBatch, benchPieces } from "./benchBatch.js";
import { benchConfig, benchParameters, type SizeName } from "./benchModel.js";

/** Update rules that can be timed, with PyTorch's defaults. */
const OPTIMIZERS = { adamw: () => adamW(), sgd: () => sgd() } as const;

/** Name of an update rule. */
export type OptimizerName = keyof typeof OPTIMIZERS;

/** All names of update rules. */
export const OPTIMIZER_NAMES = Object.keys(OPTIMIZERS) as readonly OptimizerName[];

/** What to time. */
export interface BenchStepsOptions {
  readonly size: SizeName;
  readonly optimizer: OptimizerName;
  /** Windows a step. */
  readonly batch: number;
  /** Pieces of a window. */
  readonly length: number;
  readonly dropout: number;
  /** Cores; 0 for all. */
  readonly threads: number;
  /** Types of mentions; unless given 41, as MACCROBAT has them. */
  readonly types?: number;
  /** Types that occur in the batch; all unless given. */
  readonly present?: number;
  /** Path in front of the engine's profile; absent for none. */
  readonly profile?: string;
}

/** A model in the engine and one batch. Every objective of it has a softmax over all labels. */
export interface BenchSteps {
  readonly config: BertConfig;
  readonly head: HeadShape;
  readonly optimizer: Optimizer;
  objective(choice: ObjectiveChoice): Objective;
  /** Makes the targets of the batch and takes their steps, one unless copies are sequential. @returns seconds */
  time(objective: Objective): Promise<number>;
  release(): Promise<void>;
}

const SEED = 0;
const LEARNING_RATE = 5e-5;

/** Loads a model with random weights, and draws the batch. */
export async function createBenchSteps(options: BenchStepsOptions): Promise<BenchSteps> {
  const { size, batch: rows, length: seqLen, dropout, threads, profile } = options;
  const { types = 41, present = types } = options;
  const labelSet = createLabelSet({
    scheme: "io",
    types: Array.from({ length: types }, (_, i) => `Type_${i + 1}`),
  });
  const counts = new Float64Array(labelSet.labels.length).fill(1);
  const head = { groups: 1, ways: labelSet.labels.length };
  const config = benchConfig(size, { dropout });
  const optimizer = OPTIMIZERS[options.optimizer]();
  const random = createRandom(SEED);
  const labels = Array.from({ length: 2 * present }, (_, i) => Math.max(0, i - present + 1)); // half are `O`
  const { batch, gold } = benchBatch({ rows, seqLen, labels, random });
  const stepper = await createStepper({
    ...{ config, head, optimizer, threads, seed: SEED },
    parameters: benchParameters(config, { outputs: head.ways, seed: SEED }),
    pieces: benchPieces(),
    ...(profile === undefined ? {} : { profile }),
  });
  let step = 0;
  return {
    ...{ config, head, optimizer },
    objective: (choice) => createObjective({ ...choice, labelSet, counts }),
    async time(objective) {
      const started = performance.now();
      for (const targets of objective.steps(gold, random))
        await stepper.step({ batch, targets, step: ++step, learningRate: LEARNING_RATE });
      return (performance.now() - started) / 1000;
    },
    release: () => stepper.release(),
  };
}
