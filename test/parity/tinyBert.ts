/** Reference values of the tiny models, read and typed for the parity tests. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensorsFile } from "../../src/checkpoints/index.js";
import { float32, type Tensor, tensor } from "../../src/core/index.js";
import { type BertConfig, parseBertConfig } from "../../src/encoder/index.js";
import { fixtureRoots } from "../fixtureRoots.js";

/** Hyperparameters with which make.py ran its ten steps. */
export const OPTIMIZER_RUNS = {
  sgd: { name: "sgd", learningRate: 0.05 },
  sgd_momentum: { name: "sgd", learningRate: 0.02, momentum: 0.9, weightDecay: 0.01 },
  adamw: { name: "adamw", learningRate: 1e-3, weightDecay: 0.01 },
} as const;

/** A fused case of the literal copies. */
export interface FusedCase {
  head: "softmax" | "binary";
  others: "outside" | "ignored";
  weights: "none" | "dataset" | "copy" | "prior";
  copies: "present" | "all";
  loss: number;
  headGrad: number[][];
  queryGradLayer0: number[][];
}

/** A sequential case of the literal copies. */
export interface SequentialCase extends Pick<FusedCase, "head" | "others" | "weights"> {
  order: number[];
  learningRate: number;
  losses: number[];
  headAfter: number[][];
  queryLayer0After: number[][];
}

interface ParityFile {
  inputIds: number[][];
  attentionMask: number[][];
  tokenTypeIds: number[][];
  labels: number[][];
  classWeights: number[];
  logits: number[][][];
  hiddenStates: number[][][][];
  losses: Record<keyof typeof OPTIMIZER_RUNS, number[]>;
  binaryTokenLabels: {
    twoWay: number[][];
    twoWayBias: number[];
    trainingCounts: number[];
    fused: FusedCase[];
    sequential: SequentialCase[];
  };
}

/** One tiny model with its reference values. */
export interface TinyBert {
  readonly title: string;
  readonly folder: string;
  readonly config: BertConfig;
  readonly parity: ParityFile;
  readonly classes: number;
  readonly parameters: ReadonlyMap<string, Tensor<"float32">>;
  readonly feeds: Readonly<Record<"inputIds" | "tokenTypeIds" | "attentionMask", Tensor>>;
  readonly labels: Int32Array;
}

/** Float32 tensors of a safetensors file. */
export async function readTensors(path: string): Promise<Map<string, Tensor<"float32">>> {
  const { tensors } = await readSafetensorsFile(path);
  return new Map(
    [...tensors].map(([name, value]) => [name, float32(value.shape, value.data as Float32Array)]),
  );
}

/** All tiny models that are present. */
export function tinyBerts(): Promise<TinyBert[]> {
  const folders = ["bert-tiny", "bert-tiny-relu"].flatMap((name) =>
    fixtureRoots(name).map((root) => ({ title: `${name} (${root.name})`, folder: root.path })),
  );
  return Promise.all(
    folders.map(async ({ title, folder }) => {
      const text = (file: string) => readFileSync(join(folder, file), "utf8");
      const parity = JSON.parse(text("parity.json")) as ParityFile;
      const ids = parity.inputIds;
      const shape = [ids.length, ids[0]?.length ?? 0];
      const ints = (rows: number[][]) => tensor("int32", shape, Int32Array.from(rows.flat()));
      return {
        title,
        folder,
        parity,
        config: parseBertConfig(text("config.json"), join(folder, "config.json")),
        classes: parity.classWeights.length,
        parameters: await readTensors(join(folder, "model.safetensors")),
        feeds: {
          inputIds: ints(ids),
          tokenTypeIds: ints(parity.tokenTypeIds),
          attentionMask: float32(shape, parity.attentionMask.flat()),
        },
        labels: Int32Array.from(parity.labels.flat()),
      };
    }),
  );
}

/** Targets of weighted cross-entropy with the mean over weights, from its definition. */
export function crossEntropyTargets({ labels, parity, classes }: TinyBert): Tensor<"float32"> {
  const targets = new Float32Array(labels.length * classes);
  let total = 0;
  for (const label of labels) if (label >= 0) total += parity.classWeights[label] as number;
  labels.forEach((label, row) => {
    if (label >= 0) targets[row * classes + label] = (parity.classWeights[label] as number) / total;
  });
  return float32([labels.length, classes], targets);
}

/** Largest absolute difference, and the largest reference value. */
export function compare(ours: ArrayLike<number>, reference: ArrayLike<number>) {
  let error = 0;
  let scale = 0;
  if (ours.length !== reference.length) error = Number.POSITIVE_INFINITY;
  for (let i = 0; i < reference.length; i++) {
    const difference = Math.abs((ours[i] as number) - (reference[i] as number));
    error = Math.max(error, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    scale = Math.max(scale, Math.abs(reference[i] as number));
  }
  return { error, scale };
}
