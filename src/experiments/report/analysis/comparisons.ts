/** Every system of a corpus against its baseline: a family of tests. */

import type { Random } from "../../../core/index.js";
import { correctedResampledTTest, holm, type StudentResult } from "../../../statistics/index.js";
import type { ScoreName } from "../../scores.js";
import { type Difference, differenceOf, type Pair, resamplesFor } from "./difference.js";
import { type Spread, scoreOf, spreadOf } from "./estimate.js";
import { poolCounts } from "./pool.js";
import { type Done, decoderOf, type System, sharedBy, wholeGroups } from "./systems.js";

/** A difference as one test of a family. */
export interface Comparison extends Difference {
  readonly system: string;
  readonly baseline: string;
  /** p after Holm's correction for the family. */
  readonly adjusted: number;
  /** Repetitions that both systems have, all documents of which are compared. */
  readonly repetitions: number;
  /** Of the differences of single seeds, over the splits and folds that they share. */
  readonly seeds: Spread;
  /** Nadeau and Bengio's corrected t-test over splits and folds, outside of the family; null for fewer than two. */
  readonly resampled: StudentResult | null;
}

/** All tests that are corrected together. */
export interface Family {
  readonly comparisons: readonly Comparison[];
  readonly resamples: number;
}

/** A system with what it is compared with. */
export interface SystemPair {
  readonly system: System;
  readonly baseline: System;
}

/** Compares every pair in every score. Pairs without a common repetition are left out. */
export function compareSystems(
  pairs: readonly SystemPair[],
  { scores, random }: { readonly scores: readonly ScoreName[]; readonly random: Random },
): Family {
  const resamples = resamplesFor(pairs.length * scores.length);
  const tests = pairs.flatMap(({ system, baseline }) => {
    const [ofSystem = [], ofBaseline = []] = sharedBy([system, baseline]);
    if (ofSystem.length === 0) return [];
    const pair = { system: pool(system, ofSystem), baseline: pool(baseline, ofBaseline) };
    const groups = (by: "seed" | "parts"): Pair[] => {
      const others = wholeGroups(ofBaseline, by);
      return wholeGroups(ofSystem, by).map((group, i) => ({
        system: pool(system, group),
        baseline: pool(baseline, others[i] ?? []),
      }));
    };
    const [seeds, parts] = [groups("seed"), groups("parts")];
    return scores.flatMap((score) => {
      const found = differenceOf(score, pair, {
        random: random.stream(system.name, baseline.name, score),
        resamples,
      });
      if (found === undefined) return [];
      return [
        {
          ...found,
          ...{ system: system.name, baseline: baseline.name, repetitions: ofSystem.length },
          seeds: spreadOf(seeds.map((one) => differenceIn(score, one))),
          resampled: resampledTest(
            parts.map((one) => differenceIn(score, one)),
            ofSystem,
          ),
        },
      ];
    });
  });
  const adjusted = holm(tests.map(({ comparison }) => comparison.p));
  return {
    comparisons: tests.map((test, i) => ({ ...test, adjusted: adjusted[i] as number })),
    resamples,
  };
}

/** Counts of a system in some of its repetitions. */
export function pool(system: Pick<System, "decoder">, repetitions: readonly Done[]) {
  return poolCounts(
    repetitions.map((one) => ({
      documents: one.record.documents,
      counts: decoderOf(system, one).counts,
    })),
  );
}

function differenceIn(score: ScoreName, { system, baseline }: Pair): number | null {
  const [a, b] = [scoreOf(score, system), scoreOf(score, baseline)];
  return a === null || b === null ? null : a - b;
}

function resampledTest(
  differences: readonly (number | null)[],
  repetitions: readonly Done[],
): StudentResult | null {
  const known = differences.filter((difference) => difference !== null);
  if (known.length < 2 || known.length < differences.length) return null;
  const mean = (part: "train" | "test") =>
    repetitions.reduce((sum, { record }) => sum + record.material.sizes[part], 0) /
    repetitions.length;
  return correctedResampledTTest(known, { trainSize: mean("train"), testSize: mean("test") });
}
