/** The named recipes: complete configurations that a run starts from. */
import type { Config, RECIPE_NAMES } from "./schema.js";

/** Values that keys take where another key has a certain value, unless they are set themselves. */
export interface Dependent {
  readonly path: string;
  readonly is: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A complete configuration, and what in it depends on choices. */
export interface Recipe {
  readonly config: Config;
  readonly dependent: readonly Dependent[];
}

const small: Config = {
  recipe: "small",
  encoder: "dmis-lab/biobert-v1.1",
  seed: 1,
  labels: { scheme: "io", overlaps: "shortest", discontinuous: "hull", oneType: "refuse" },
  windows: { length: 256, overlap: 32 },
  objective: {
    name: "btl",
    others: "ignored",
    copies: "present",
    schedule: "fused",
    head: "softmax",
    weights: "prior",
    strength: 1,
    beta: 0.999,
    weightsFrom: 0,
    reduction: "mean",
    loss: "cross-entropy",
    gamma: 2,
    alpha: 0.01,
    smoothing: 1,
    tau: 1,
    margin: 0.5,
    scale: 1,
    lambda: 0.5,
  },
  optimizer: {
    name: "adamw",
    learningRate: "auto",
    weightDecay: 0.01,
    momentum: 0,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    clip: 1,
  },
  schedule: { name: "linear", warmup: 0.1 },
  training: {
    epochs: 12,
    batchSize: 8,
    dev: 0.15,
    selection: "tokens.macroF1",
    dropout: null,
    freeze: null,
    oversample: null,
    augment: { method: "none", rate: 0.3, copies: 1 },
    snapshotMinutes: 5,
  },
  decode: {
    decoder: "argmax",
    prior: 0,
    knn: { k: 17, metric: "euclidean", weights: "uniform", prior: false },
    viterbi: { prior: -0.4, outside: -2, transitions: 0.3, votes: 0.4 },
  },
  threads: 0,
  device: "cpu",
};

/** The literal reading of Rehman, Zhang & Yang, arXiv 2409.03238. */
const paper: Config = {
  ...small,
  recipe: "paper",
  objective: {
    ...small.objective,
    others: "outside",
    schedule: "sequential",
    weights: "dataset",
    reduction: "sum",
  },
  optimizer: {
    ...small.optimizer,
    name: "sgd",
    learningRate: 5e-5,
    weightDecay: 0,
    momentum: 0,
    clip: null,
  },
  schedule: { name: "constant", warmup: 0 },
  training: { ...small.training, epochs: 20 },
  decode: { ...small.decode, decoder: "knn" },
};

/**
 * Heads of one type each do not compete: a head that never sees the tokens of other types as `O` finds its type in
 * them too (docs/results.md has the measurement).
 */
const BINARY_HEAD: Dependent = {
  path: "objective.head",
  is: "binary",
  values: { "objective.others": "outside", "objective.copies": "all" },
};

/** Plain training leaves frequent types too strong, and weighted copies rare ones (docs/studies/headline.md). */
const VITERBI_OF_ATL = { "decode.viterbi.prior": 0.6, "decode.viterbi.outside": 2 };

/** Every recipe by name. */
export const RECIPES: Readonly<Record<(typeof RECIPE_NAMES)[number], Recipe>> = {
  small: {
    config: small,
    dependent: [
      {
        path: "objective.name",
        is: "atl",
        values: { "objective.weights": "none", ...VITERBI_OF_ATL },
      },
      BINARY_HEAD,
    ],
  },
  paper: {
    config: paper,
    dependent: [
      {
        path: "objective.name",
        is: "atl",
        values: { "objective.weights": "dataset", ...VITERBI_OF_ATL },
      },
    ],
  },
};
