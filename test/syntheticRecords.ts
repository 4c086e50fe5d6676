/** Invented records of experiments, in which it is known how systems differ. */

import { loadConfig } from "../src/config/index.js";
import { createRandom, type Random } from "../src/core/index.js";
import type { CountsByType, Unit } from "../src/evaluation/index.js";
import type {
  DecoderRecord,
  Experiment,
  RunCost,
  RunRecord,
  StoredExperiment,
} from "../src/experiments/index.js";

/** What is invented. */
export interface SyntheticOptions {
  readonly seed?: number;
  readonly documents?: number;
  readonly types?: number;
  readonly seeds?: number;
  readonly splits?: number;
  /** Values of the axis `objective`, and the recall that each has by decoder. */
  readonly recall?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly corpora?: Readonly<Record<string, { readonly train: number }>>;
  readonly baseline?: Experiment["baseline"];
}

const RECALL = {
  atl: { argmax: 0.55, knn: 0.56 },
  "btl-ignored": { argmax: 0.7, knn: 0.6 },
  "btl-outside": { argmax: 0.3, knn: 0.55 },
};

const CONFIG = loadConfig({ flags: [] });
/** Words of a document, `O` included. */
const WORDS = 400;

/** Invents an experiment with all of its records. */
export function syntheticExperiment(options: SyntheticOptions = {}): StoredExperiment {
  const { seeds = 3, splits = 1, corpora = { notes: { train: 160 } } } = options;
  const recall: NonNullable<SyntheticOptions["recall"]> = options.recall ?? RECALL;
  const { baseline = { objective: "atl", decoder: "argmax" } } = options;
  const random = createRandom(options.seed ?? 1);
  const objectives = Object.keys(recall);
  const decoders = Object.keys(Object.values(recall)[0] ?? {});
  const records = new Map<string, RunRecord>();
  const costs = new Map<string, RunCost>();
  const runs: Experiment["runs"][number][] = [];
  for (const [corpus, { train }] of Object.entries(corpora))
    for (let split = 1; split <= splits; split++)
      for (let seed = 1; seed <= seeds; seed++)
        for (const objective of objectives) {
          const id = `${records.size}`.padStart(64, "0");
          runs.push({ id, cell: { corpus, objective }, seed, split, fold: 1 });
          const gold = inventGold(random.stream("gold"), { ...options, split });
          const drawn = random.stream(corpus, split, seed, objective);
          const size = { train, documents: gold.documents.length };
          const record: RunRecord = {
            ...{ format: 1, id, config: CONFIG },
            versions: { raretag: "0", engine: "0" },
            material: {
              ...{ train: `${corpus}/${split}`, dev: null, test: `${split}`, encoder: "e" },
              sizes: { train: size.train, dev: 10, test: size.documents },
            },
            documents: gold.documents,
            training: Object.fromEntries(
              gold.types.map((type, t) => {
                const mentions = Math.round(gold.rates[t] as number) * train;
                return [type, { mentions, pieces: 2 * mentions }];
              }),
            ),
            outside: 1000,
            plan: { steps: 240, windows: 300, learningRate: 2e-4 },
            epochs: Array.from({ length: 6 }, (_, e) => ({
              epoch: e + 1,
              loss: 2 / (e + 1) + 0.1 * drawn.next(),
              selection: 0.6 - 0.3 / (e + 1),
            })),
            epoch: 6,
            decoders: Object.fromEntries(
              decoders.map((decoder) => [
                decoder,
                inventDecoder(gold, {
                  recall: (recall[objective]?.[decoder] ?? 0.5) * Math.min(1, 0.6 + train / 400),
                  random: drawn.stream(decoder),
                }),
              ]),
            ),
          };
          records.set(id, record);
          const seconds = { training: 60 + seed, scoring: 5 };
          costs.set(id, { id, seconds, peakMemory: 1.2e9, machine: "m", at: "" });
        }
  const experiment: Experiment = {
    ...{ format: 1, name: "synthetic", about: "Is what is known found?", decoders, baseline, runs },
    axes: { corpus: Object.keys(corpora), objective: objectives },
  };
  return { experiment, records, costs };
}

interface Gold {
  readonly documents: readonly string[];
  readonly types: readonly string[];
  /** Mean mentions a document, by type. */
  readonly rates: readonly number[];
  /** `[types][documents]` */
  readonly counts: readonly (readonly number[])[];
}

/** Documents whose types get rarer by a constant factor; splits share some documents. */
function inventGold(
  random: Random,
  { documents = 40, types = 8, split }: SyntheticOptions & { readonly split: number },
): Gold {
  const names = Array.from({ length: documents }, (_, d) => d + (split - 1) * (documents >> 1));
  const rates = Array.from({ length: types }, (_, t) => 12 * 0.6 ** t);
  return {
    documents: names.map((d) => `${String(d).padStart(8, "0")}-abcdef01`),
    types: Array.from({ length: types }, (_, t) => `Type_${t}`),
    rates,
    counts: rates.map((rate, t) => names.map((d) => poisson(random.stream(d, t), rate))),
  };
}

function inventDecoder(
  { types, counts, documents }: Gold,
  { recall, random }: { readonly recall: number; readonly random: Random },
): DecoderRecord {
  const hard = documents.map((_, d) => 0.1 * random.stream("hard", d).normal());
  const unit = (name: Unit): CountsByType =>
    Object.fromEntries(
      types.map((type, t) => {
        const drawn = random.stream(name, t);
        const gold = counts[t] ?? [];
        const correct = gold.map((n, d) => hits(drawn, n, recall + (hard[d] as number)));
        const predicted = correct.map((n) => n + poisson(drawn, 0.5));
        return [type, { gold, predicted, correct }];
      }),
    );
  const units = { words: unit("words"), mentions: unit("mentions"), runs: unit("runs") };
  const words = WORDS * documents.length;
  const shareOf = (what: "gold" | "predicted") => (type: string) =>
    (units.words[type]?.[what] ?? []).reduce((sum, n) => sum + n, 0) / words;
  const outside = (share: (type: string) => number) =>
    1 - types.reduce((sum, type) => sum + share(type), 0);
  const [gold, predicted] = [shareOf("gold"), shareOf("predicted")];
  const shares = { gold: outside(gold), predicted: outside(predicted) };
  return {
    counts: units,
    scores: {
      ...{ unweightedAccuracy: 0, macroF1: 0, microF1: 0 },
      ...{ mentionMicroF1: 0, mentionMacroF1: 0, runMicroF1: 0 },
    },
    shares: Object.fromEntries([
      ["O", { ...shares, probability: shares.predicted }],
      ...types.map((type) => [
        type,
        { gold: gold(type), predicted: predicted(type), probability: gold(type) },
      ]),
    ]),
    calibration: {
      bins: Array.from({ length: 10 }, (_, b) => ({
        words: words / 10,
        probability: (b + 0.5) / 10,
        right: Math.round((words / 10) * ((b + 0.5) / 10) ** 1.3),
      })),
      ...{ ece: 0.05, brier: 0.1 + 0.02 * random.next(), types: {} },
    },
  };
}

function hits(random: Random, trials: number, share: number): number {
  return Array.from({ length: trials }, () => Number(random.next() < share)).reduce(
    (sum, hit) => sum + hit,
    0,
  );
}

/** Knuth 1969. */
function poisson(random: Random, rate: number): number {
  const limit = Math.exp(-rate);
  let [n, product] = [0, random.next()];
  while (product > limit) {
    n++;
    product *= random.next();
  }
  return n;
}
