/** What a report says of one corpus. */

import { createRandom } from "../../../core/index.js";
import type { RunCost } from "../../record.js";
import type { ScoreName } from "../../scores.js";
import { compareSystems, type Family, pool, type SystemPair } from "./comparisons.js";
import { type Cost, costOf, type EpochPoint, epochsOf } from "./epochs.js";
import { type Failure, findFailures } from "./failures.js";
import { feature } from "./featured.js";
import { type GroupAnalysis, groupTypes, trainingMentions } from "./groups.js";
import {
  type PooledCalibration,
  type PooledShares,
  poolCalibration,
  poolShares,
} from "./probabilities.js";
import { resultOf, type SystemResult } from "./results.js";
import { baselineOf, decoderOf, doneOf, type System, sharedBy } from "./systems.js";
import { recallByType, type TypeRecall } from "./typeRecall.js";

/** What there is to say of one corpus. */
export interface CorpusAnalysis {
  readonly name: string;
  /** Documents of the parts of one repetition: the fewest and the most there are. */
  readonly parts: Readonly<Record<"train" | "dev" | "test", Range>>;
  readonly results: readonly SystemResult[];
  /** Systems without any repetition. */
  readonly absent: readonly string[];
  readonly family: Family;
  /** Systems that have no baseline in the grid and are none. */
  readonly uncompared: readonly string[];
  /** The systems that details are shown of: a baseline, if there is one, and the best ones. */
  readonly featured: readonly string[];
  readonly types: {
    /** Those featured, of which the first is compared with, on the repetitions that all have. */
    readonly repetitions: number;
    readonly rows: readonly TypeRecall[];
  };
  readonly groups: readonly GroupAnalysis[];
  readonly calibration: readonly (Named & { readonly pooled: PooledCalibration })[];
  readonly shares: readonly (Named & { readonly pooled: PooledShares })[];
  /** By training: decoders share them. */
  readonly epochs: readonly (Named & { readonly points: readonly EpochPoint[] })[];
  readonly costs: readonly (Named & { readonly cost: Cost })[];
  readonly failures: readonly Failure[];
}

/** Something of a system. */
export interface Named {
  readonly name: string;
}

/** From the least to the most. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What an analysis is made with besides systems. */
export interface CorpusOptions {
  readonly scores: readonly ScoreName[];
  readonly baseline: Readonly<Record<string, string>>;
  readonly costs: ReadonlyMap<string, RunCost>;
  /** What is drawn follows it. */
  readonly seed: string;
}

/** Analyses the systems of a corpus. */
export function analyseCorpus(
  corpus: string,
  all: readonly System[],
  { scores, baseline, costs, seed }: CorpusOptions,
): CorpusAnalysis {
  const systems = all.filter((system) => doneOf(system).length > 0);
  const results = systems.flatMap((system) => resultOf(system) ?? []);
  const pairs = systems.flatMap((system): SystemPair[] => {
    const found = baselineOf(system, systems, baseline);
    return found ? [{ system, baseline: found }] : [];
  });
  const compared = new Set(pairs.flatMap(({ system, baseline }) => [system, baseline]));
  const featured = feature(systems, { results, pairs, by: scores[0] ?? "unweightedAccuracy" });
  const repetitions = systems.flatMap(doneOf);
  const support = trainingMentions(repetitions);
  const shared = sharedBy(featured);
  const types = recallByType(
    featured.map((system, s) => pool(system, shared[s] ?? [])),
    (type) => support.get(type) ?? 0,
  );
  const trainings = [...new Map(systems.map((system) => [system.training, system])).values()];
  const featuredTrainings = [...new Set(featured.map(({ training }) => training))];
  const records = (system: System) => doneOf(system).map((one) => decoderOf(system, one));
  const range = (part: "train" | "dev" | "test"): Range => {
    const sizes = repetitions.map(({ record }) => record.material.sizes[part]);
    return { least: Math.min(...sizes), most: Math.max(...sizes) };
  };
  return {
    ...{ name: corpus, results },
    parts: { train: range("train"), dev: range("dev"), test: range("test") },
    absent: all.filter((system) => !systems.includes(system)).map(({ name }) => name),
    family: compareSystems(pairs, { scores, random: createRandom(0).stream(seed, corpus) }),
    uncompared: systems.filter((system) => !compared.has(system)).map(({ name }) => name),
    featured: featured.map(({ name }) => name),
    types: { repetitions: shared[0]?.length ?? 0, rows: types },
    groups: groupTypes(systems, { pairs, support }),
    calibration: systems.flatMap((system) => {
      const pooled = poolCalibration(records(system).map(({ calibration }) => calibration));
      return pooled ? [{ name: system.name, pooled }] : [];
    }),
    shares: systems.flatMap((system) => {
      const pooled = poolShares(records(system));
      return pooled ? [{ name: system.name, pooled }] : [];
    }),
    epochs: trainings
      .filter(({ training }) => featuredTrainings.includes(training))
      .map((system) => ({ name: system.training, points: epochsOf(system) })),
    costs: trainings.flatMap((system) => {
      const cost = costOf(system, costs);
      return cost ? [{ name: system.training, cost }] : [];
    }),
    failures: findFailures(systems, pairs),
  };
}
