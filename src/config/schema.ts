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
  name: z.enum(["btl", "atl"]).describe("btl: binary token labels; atl: all token labels"),
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
    .enum(["none", "dataset", "copy", "prior"])
    .describe("where class weights are counted; atl knows none and dataset"),
  reduction: z
    .enum(["sum", "mean"])
    .describe("btl: the losses of the copies are added, or averaged"),
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
  snapshotMinutes: z
    .number()
    .min(0)
    .describe(
      "minutes between snapshots for --resume, which each epoch ends with too; 0: each step",
    ),
});

const decode = z.strictObject({
  decoder: z.enum(["argmax", "knn"]).describe("how logits become labels"),
  knn: z.strictObject({
    k: count().describe("neighbours that vote"),
    metric: z.enum(["euclidean", "cosine"]).describe("distance between logits"),
    weights: z.enum(["uniform", "distance"]).describe("equal votes, or closer ones count more"),
    prior: z.boolean().describe("votes are divided by the share of their class"),
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

/** A complete, checked run configuration. */
export type Config = z.infer<typeof configSchema>;
