/** What is measured of the room `statistics`, cell by cell: how often intervals hold the truth and tests err. */

import { createRandom, type Random } from "../../src/core/index.js";
import {
  bcaInterval,
  bootstrap,
  correctedResampledTTest,
  expandedInterval,
  type Hits,
  type Interval,
  jackknifeTTest,
  type PairedDifference,
  pairedCounts,
  pairedTTest,
  percentileInterval,
  randomisationTest,
  type Score,
  type StudentResult,
  shareDifference,
  wilcoxon,
  wilson,
  wilsonByDocument,
} from "../../src/statistics/index.js";
import { drawDifferences, type Splits } from "./statisticsSplits.js";
import {
  balanced,
  countsOf,
  drawDocuments,
  expectedRows,
  type Row,
  worldOf,
} from "./statisticsWorld.js";

/** Numbers of documents that everything is measured for. */
export const SIZES = [20, 50, 100, 200] as const;
/** How often a cell is drawn: a rate of 5 % is then known to .2 or .34 points (one standard deviation). */
export const replicationsOf = (n: number) => (n <= 20 ? 10_000 : 4000);
const SEED = 20261128;
const LEVEL = 0.05;

/** How often each method did what is counted, by its name. */
export type Tally = Readonly<Record<string, number>>;

/** One study: what is drawn, and what methods do in a draw of `n` documents. */
export interface Study {
  /** What is compared. */
  readonly name: string;
  /** For each method, `interval: NAME` or `test: NAME`, whether the interval holds the truth or the test rejects it. */
  readonly draw: (n: number, random: Random) => Readonly<Record<string, boolean>>;
}

/** Counts a study's methods over all replications. Every replication has its own stream. */
export function runCell({ name, draw }: Study, n: number, replications = replicationsOf(n)): Tally {
  const root = createRandom(SEED).stream(name, n);
  const tally: Record<string, number> = {};
  for (let r = 0; r < replications; r++)
    for (const [method, did] of Object.entries(draw(n, root.stream(r))))
      tally[method] = (tally[method] ?? 0) + (did ? 1 : 0);
  return tally;
}

const BETTER = 0.25;
/** Means and shapes as MACCROBAT has them: all types together, `Sign_symptom`, `Date`, `Frequency`, and eight types from the most frequent on. */
const ALL = [[125, 8, 0.8]] as const;
const FREQUENT = [[17, 5.8, 1]] as const;
const COMMON = [[3.1, 3.4, 0.3]] as const;
const RARE = [[0.4, 0.7, 0.2]] as const;
const EIGHT = [
  [22, 3, 1.2],
  [17, 5.8, 1],
  [6.7, 1.9, 0.7],
  [5.3, 1, 0.8],
  [3.1, 3.4, 0.3],
  [1.8, 0.56, 0.4],
  [0.4, 0.7, 0],
  [0.25, 0.4, -0.3],
] as const;

/** F1 of all types together; 0 of nothing. */
const microF1: Score = (sums) => {
  let [hits, either] = [0, 0];
  for (let at = 0; at < sums.length; at += 3) {
    hits += sums[at] as number;
    either += (sums[at + 1] as number) + (sums[at + 2] as number);
  }
  return either === 0 ? 0 : (2 * hits) / either;
};

/** Mean over the types with gold mentions. */
const macro =
  (of: (counts: ReturnType<typeof countsOf>) => number): Score =>
  (sums) => {
    let [sum, types] = [0, 0];
    for (let type = 0; 3 * type < sums.length; type++) {
      const counts = countsOf(sums, type);
      if (counts.gold === 0) continue;
      sum += of(counts);
      types++;
    }
    return types === 0 ? 0 : sum / types;
  };
const macroF1 = macro(({ hits, predicted, gold }) => (2 * hits) / (predicted + gold));
const meanRecall = macro(({ hits, gold }) => hits / gold);

const SCORES = [
  { score: microF1, types: ALL, name: "micro-F1, 125 mentions a document" },
  { score: macroF1, types: EIGHT, name: "macro-F1 of 8 types" },
  { score: microF1, types: RARE, name: "F1 of a type with 0.4 mentions a document" },
] as const;
const MEAN_RECALL = { score: meanRecall, types: EIGHT, name: "mean recall of 8 types" };

const holds = ({ low, high }: Interval, truth: number) => low <= truth && truth <= high;

/** Intervals of the difference between two systems. */
function intervalsOf(
  paired: PairedDifference,
  jackknife: StudentResult,
  truth: number,
  random: Random,
): Record<string, boolean> {
  const drawn = bootstrap(paired, { random, resamples: 999 });
  return {
    "interval: jackknife, t": holds(jackknife.interval, truth),
    "interval: bootstrap, expanded": holds(expandedInterval(drawn), truth),
    "interval: bootstrap, percentile": holds(percentileInterval(drawn), truth),
    "interval: bootstrap, BCa": holds(bcaInterval(drawn), truth),
  };
}

/** Tests of a score of sums. */
function testsOf(
  paired: PairedDifference,
  jackknife: StudentResult,
  random: Random,
): Record<string, boolean> {
  return {
    "test: jackknife, t": jackknife.p <= LEVEL,
    "test: approximate randomisation":
      randomisationTest(paired, { random, resamples: 499 }).p <= LEVEL,
  };
}

/** Tests of the mean, or the middle, of documents' own F1. */
function testsOfDocuments({ a, b }: { a: Row[]; b: Row[] }): Record<string, boolean> {
  const [ofA, ofB] = [a.map(microF1), b.map(microF1)];
  return {
    "test: paired t, documents' F1": pairedTTest(ofA, ofB).p <= LEVEL,
    "test: Wilcoxon, documents' F1": wilcoxon(ofA, ofB).p <= LEVEL,
  };
}

/** Two systems of which it does not matter which one a result is of: intervals and tests. */
const alike: Study[] = SCORES.map(({ score, types, name }): Study => {
  const world = worldOf(types, 0);
  return {
    name: `${name}; systems alike`,
    draw: (n, random) => {
      const documents = drawDocuments(world, n, random.stream("documents"));
      const paired = pairedCounts({ ...documents, score });
      const jackknife = jackknifeTTest(paired);
      return {
        ...intervalsOf(paired, jackknife, 0, random),
        ...testsOf(paired, jackknife, random),
        ...(score === microF1 ? testsOfDocuments(documents) : {}),
      };
    },
  };
});

/** Two systems of which one is better: intervals. */
const better: Study[] = [SCORES[0], MEAN_RECALL, SCORES[2]].map(({ score, types, name }): Study => {
  const world = worldOf(types, BETTER);
  const [one, other] = expectedRows(world).map(score) as [number, number];
  return {
    name: `${name}; one better by ${(one - other).toFixed(3)}`,
    draw: (n, random) => {
      const documents = drawDocuments(world, n, random.stream("documents"));
      const paired = pairedCounts({ ...documents, score });
      return intervalsOf(paired, jackknifeTTest(paired), one - other, random);
    },
  };
});

/** Intervals of one system's recall of a type, and of the difference between two. */
const recalls: Study[] = (
  [
    [FREQUENT, "17 mentions a document"],
    [COMMON, "3.1 mentions a document"],
    [RARE, "0.4 mentions a document"],
  ] as const
).map(([types, name]): Study => {
  const world = worldOf(types, BETTER);
  const [recall, other] = expectedRows(world).map(meanRecall) as [number, number];
  const difference = recall - other;
  return {
    name: `recall of a type with ${name}; ${recall.toFixed(2)}, better by ${difference.toFixed(3)}`,
    draw: (n, random) => {
      const { a, b } = drawDocuments(world, n, random.stream("documents"));
      const [hitsA, hitsB] = [a, b].map((rows) =>
        rows.map((row) => {
          const { hits, gold } = countsOf(row, 0);
          return { hits, trials: gold };
        }),
      ) as [Hits[], Hits[]];
      const all = hitsA.reduce((sum, one) => ({
        hits: sum.hits + one.hits,
        trials: sum.trials + one.trials,
      }));
      const both = hitsA.map(({ hits, trials }, i) => ({
        ...{ a: hits, b: hitsB[i]?.hits as number, trials },
      }));
      const ratio = pairedCounts({ a, b, score: meanRecall });
      return {
        "interval: recall, Wilson": holds(wilson(all), recall),
        "interval: recall, Wilson by document": holds(wilsonByDocument(hitsA), recall),
        "interval: difference, added trials": holds(shareDifference(both).interval, difference),
        "interval: difference, jackknife, t": holds(jackknifeTTest(ratio).interval, difference),
      };
    },
  };
});

/** Tests where systems are as good, but not alike: one finds more, the other errs less. */
const unlike: Study[] = SCORES.map(({ score, types, name }): Study => {
  const world = balanced(worldOf(types, 2 * BETTER));
  return {
    name: `${name}; as good, one by recall and one by precision`,
    draw: (n, random) => {
      const documents = drawDocuments(world, n, random.stream("documents"));
      const paired = pairedCounts({ ...documents, score });
      return testsOf(paired, jackknifeTTest(paired), random);
    },
  };
});

/** Two ways of training on repeated splits. */
const splits: Study[] = (
  [
    ["10 random splits, 80 to 20", { folds: 5, repeats: 10, firstFold: true }],
    ["5 times 5 folds", { folds: 5, repeats: 5, firstFold: false }],
  ] as readonly [string, Splits][]
).map(
  ([name, options]): Study => ({
    name: `two ways of training that are alike; ${name}`,
    draw: (n, random) => {
      const found = drawDifferences(n, options, random);
      const sizes = { trainSize: 0.8 * n, testSize: 0.2 * n };
      return {
        "test: corrected resampled t": correctedResampledTTest(found, sizes).p <= LEVEL,
        "test: t without correction":
          pairedTTest(
            found,
            found.map(() => 0),
          ).p <= LEVEL,
      };
    },
  }),
);

/** Everything that is measured, in the order of the tables. */
export const STUDIES: readonly Study[] = [...alike, ...better, ...recalls, ...unlike, ...splits];
