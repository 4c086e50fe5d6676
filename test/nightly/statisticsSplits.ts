/** Two ways of training that are equally good, compared on repeated splits of one small corpus. */

import type { Random } from "../../src/core/index.js";

/** A token has the rarest class, the next one, or none, so often. */
const SHARES = { rare: 0.1, uncommon: 0.2 };
const CLASSES = [0, 1, 2] as const;
/** Features that each learner sees; the two see other ones of the same distribution. */
const WIDTH = 4;

type Features = readonly number[];

interface Token {
  readonly class: number;
  /** Of the one learner and of the other. */
  readonly features: readonly [Features, Features];
}

/** A document: tokens of a class lie about its centre, and those of a document are shifted together. */
function drawTokens(random: Random): Token[] {
  const draw = () => Array.from({ length: WIDTH }, () => random.normal());
  const shifts = [draw(), draw()] as const;
  return Array.from({ length: 4 + random.below(13) }, () => {
    const x = random.next();
    const token = x < SHARES.rare ? 2 : x < SHARES.rare + SHARES.uncommon ? 1 : 0;
    const seenBy = (learner: 0 | 1) =>
      draw().map(
        (noise, f) => noise + 0.6 * (shifts[learner][f] as number) + (f === token ? 1.5 : 0),
      );
    return { class: token, features: [seenBy(0), seenBy(1)] };
  });
}

/** Mean of the points; of none, so far away that nothing is near. */
function centreOf(points: readonly Features[]): Features {
  const sums = new Array<number>(WIDTH).fill(points.length === 0 ? Infinity : 0);
  for (const point of points)
    for (let f = 0; f < WIDTH; f++) sums[f] = (sums[f] as number) + (point[f] as number);
  return sums.map((sum) => sum / Math.max(1, points.length));
}

function distance(point: Features, centre: Features): number {
  let sum = 0;
  for (let f = 0; f < WIDTH; f++) sum += ((point[f] as number) - (centre[f] as number)) ** 2;
  return sum;
}

/** Mean recall over the classes in `test`, of the nearest centre of the classes in `train`. */
function scoreOf(train: readonly Token[], test: readonly Token[], learner: 0 | 1): number {
  const of = (tokens: readonly Token[], token: number) =>
    tokens.filter((one) => one.class === token).map(({ features }) => features[learner]);
  const centres = CLASSES.map((token) => centreOf(of(train, token)));
  const recalls = CLASSES.flatMap((token) => {
    const points = of(test, token);
    const hits = points.filter((point) => {
      const distances = centres.map((centre) => distance(point, centre));
      return distances[token] === Math.min(...distances);
    });
    return points.length === 0 ? [] : [hits.length / points.length];
  });
  return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}

/** How a corpus is split again and again. */
export interface Splits {
  /** Folds of equal size, each the test part once; the whole is done `repeats` times in another order. */
  readonly folds: number;
  readonly repeats: number;
  /** Only the first fold of each repeat is a test part: random splits. */
  readonly firstFold: boolean;
}

/** Differences of the two learners' scores on the splits of a corpus of `n` documents. */
export function drawDifferences(
  n: number,
  { folds, repeats, firstFold }: Splits,
  random: Random,
): number[] {
  const corpus = Array.from({ length: n }, () => drawTokens(random));
  return Array.from({ length: repeats }, () => {
    const shuffled = random.shuffled(corpus);
    return Array.from({ length: firstFold ? 1 : folds }, (_, fold) => {
      const test = shuffled.filter((_, i) => i % folds === fold).flat();
      const train = shuffled.filter((_, i) => i % folds !== fold).flat();
      return scoreOf(train, test, 0) - scoreOf(train, test, 1);
    });
  }).flat();
}
