/** The complete run configuration: every key with its type, range and meaning. */
import { z } from "zod";

const count = () => z.int().min(1);
const share = () => z.number().min(0).lt(1);
const folder = (title: string) => z.string().min(1).meta({ title });

const scores = (unit: string) =>
  ["macroF1", "microF1", "unweightedAccuracy"].map((score) => `${unit}.${score}`);
const spans = (match: string) => ["micro", "macro"].map((mean) => `${match}.${mean}.f1`);

/** Scores that can choose the best epoch: paths into the result of `raretag evaluate`. */
export const SELECTIONS: readonly string[] = [
  ...scores("tokens"),
  ...scores("pieces"),
  ...["strict", "exact", "partial", "type"].flatMap((match) => spans(`mentions.${match}`)),
  ...spans("runs"),
];

/** Names of the recipes; each fills every key. */
export const RECIPE_NAMES = ["small", "paper"] as const;

const labels = z.strictObject({
  scheme: z.enum(["io", "bio", "bioes"]).describe("tagging scheme; io has one label a type"),
  overlaps: z
    .enum(["shortest", "longest", "first", "error"])
    .describe("which of two overlapping mentions is learned; error refuses them"),
  discontinuous: z
    .enum(["hull", "fragments"])
    .describe("a mention in several parts is learned from first to last part, or part by part"),
  oneType: z
    .enum(["refuse", "allow"])
    .describe("whether a corpus of one type is trained: that type against all other text"),
});

const windows = z.strictObject({
  length: z.int().min(8).describe("pieces of a window, [CLS] and [SEP] included"),
  overlap: z.int().min(0).describe("pieces that neighbouring windows share"),
});

const objective = z.strictObject({
  name: z
    .enum(["btl", "atl", "auto"])
    .describe(
      "btl: binary token labels; atl: all token labels; auto: train chooses objective and decoder by cross-validation",
    ),
  others: z
    .enum(["outside", "ignored"])
    .describe("btl: tokens of the other types become O in a copy, or carry no loss"),
  copies: z
    .enum(["present", "all"])
    .describe("btl: a copy for each type in the batch, or for each type of the label set"),
  schedule: z
    .enum(["sequential", "fused"])
    .describe("btl: one optimizer step a copy, or one step for the sum of the copies"),
  head: z
    .enum(["softmax", "binary"])
    .describe(
      "btl: one output layer for all types, or a yes/no output a type (then others outside, copies all)",
    ),
  weights: z
    .enum(["none", "dataset", "copy", "prior", "inverse", "inverse-sqrt", "effective"])
    .describe("class weights, see docs/objectives.md; copy and prior are for btl"),
  strength: z.number().min(0).max(10).describe("class weights are raised to this power"),
  beta: z.number().min(0).max(0.9999999).describe("weights effective: .999, .9999, ..."),
  weightsFrom: z
    .number()
    .min(0)
    .max(1)
    .describe("atl: share of the epochs before class weights hold"),
  reduction: z
    .enum(["sum", "mean"])
    .describe("btl: the losses of the copies are added, or averaged"),
  loss: z
    .enum([
      "cross-entropy",
      "focal",
      "dice",
      "logit-adjusted",
      "balanced-softmax",
      "ldam",
      "majority-or-minority",
      "printed",
    ])
    .describe("loss of a piece, see docs/objectives.md; btl knows cross-entropy and printed"),
  gamma: z.number().min(0).max(10).describe("focal: power of 1 - p; 0 is cross-entropy"),
  alpha: z.number().min(0).max(10).describe("dice: power of 1 - p"),
  smoothing: z.number().min(1e-6).max(100).describe("dice: added above and below the line"),
  tau: z.number().min(0).max(10).describe("logit-adjusted: factor of the log prior"),
  margin: z.number().min(0).max(100).describe("ldam: margin of the rarest label"),
  scale: z.number().min(0.01).max(100).describe("ldam: factor of the logits"),
  lambda: z.number().min(0).max(1).describe("majority-or-minority: share of the usual loss"),
});

const optimizer = z.strictObject({
  name: z.enum(["adamw", "sgd"]).describe("update rule"),
  learningRate: z
    .union([z.number().gt(0).max(10), z.literal("auto")])
    .describe(
      "highest of the schedule; auto goes by the encoder's width: 2e-4 at 384, 5e-5 at 768",
    ),
  weightDecay: z.number().min(0).max(1).describe("decay of all parameters, as PyTorch applies it"),
  momentum: share().describe("sgd: momentum; 0 switches it off"),
  beta1: share().describe("adamw: decay of the mean of gradients"),
  beta2: share().describe("adamw: decay of the mean of squared gradients"),
  epsilon: z.number().gt(0).max(1).describe("adamw: keeps the division finite"),
  clip: z.number().gt(0).nullable().describe("largest norm of all gradients; null switches it off"),
});

const schedule = z.strictObject({
  name: z.enum(["constant", "linear", "cosine"]).describe("course of the learning rate"),
  warmup: z.number().min(0).max(1).describe("share of the steps in which it rises from 0"),
});

const training = z.strictObject({
  epochs: count().describe("passes over the training part"),
  batchSize: count().describe("windows a step"),
  dev: z
    .union([z.number().gt(0).lt(1), z.literal("none"), folder("a folder")])
    .describe("part that chooses the best epoch: a share of the documents, a folder, or none"),
  selection: z.enum(SELECTIONS).describe("score that chooses the best epoch"),
  dropout: share().nullable().describe("dropout while training; null takes the encoder's own"),
  freeze: z
    .int()
    .min(0)
    .nullable()
    .describe("lowest layers that stay as they are, with the embeddings; null trains everything"),
  oversample: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .describe(
      "windows are repeated for types in a smaller share of them than this, by the root of the ratio; null repeats none",
    ),
  augment: z.strictObject({
    method: z
      .enum(["none", "mentions", "words"])
      .describe("variants of training documents: other mentions of a type, other words of a label"),
    rate: z.number().gt(0).max(1).describe("probability that a mention or word is replaced"),
    copies: count().describe("variants of each training document, beside itself"),
  }),
  snapshotMinutes: z
    .number()
    .min(0)
    .describe(
      "minutes between snapshots for --resume, which each epoch ends with too; 0: each step",
    ),
});

const decode = z.strictObject({
  decoder: z
    .enum(["argmax", "knn", "viterbi"])
    .describe("how logits become labels; viterbi decodes the words of a document together"),
  prior: z
    .number()
    .min(0)
    .max(10)
    .describe(
      "argmax: this times the log of each label's share in training is taken off its logit",
    ),
  knn: z.strictObject({
    k: count().describe("neighbours that vote"),
    metric: z.enum(["euclidean", "cosine"]).describe("distance between logits"),
    weights: z.enum(["uniform", "distance"]).describe("equal votes, or closer ones count more"),
    prior: z.boolean().describe("votes are divided by the share of their class"),
  }),
  viterbi: z.strictObject({
    prior: z
      .number()
      .min(-10)
      .max(10)
      .describe("as decode.prior is for argmax; below 0 frequent types gain"),
    outside: z.number().min(-100).max(100).describe("added to the score of O"),
    transitions: z
      .number()
      .min(0)
      .max(10)
      .describe("factor of how much more often a type follows another than by chance"),
    votes: z
      .number()
      .min(0)
      .max(1)
      .describe("how far the same words of a document are moved towards their mean"),
  }),
});

/** Schema of the complete configuration; {@link describeConfig} lists its keys. */
export const configSchema = z.strictObject({
  recipe: z.enum(RECIPE_NAMES).describe("fills every key that is not set"),
  encoder: folder("a folder or a Hub id").describe("pretrained encoder to start from"),
  seed: z.int().min(0).describe("of everything random; the same seed gives the same model"),
  labels,
  windows,
  objective,
  optimizer,
  schedule,
  training,
  decode,
  threads: z.int().min(0).max(1024).describe("processor threads; 0 takes all cores"),
  device: z
    .enum(["cpu", "webgpu", "cuda", "auto"])
    .describe("where the encoder runs; auto takes webgpu where it is at least twice as fast"),
});

/** A complete, checked configuration that may leave its objective to the training part. */
export type AskedConfig = z.infer<typeof configSchema>;

/** A complete, checked run configuration. */
export type Config = AskedConfig & { readonly objective: { readonly name: "btl" | "atl" } };
