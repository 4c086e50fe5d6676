/** Documents on which two systems are scored, drawn from a world whose true scores are known. */

import { createRandom, type Random } from "../../src/core/index.js";

/** A type of mentions, and how the two systems do on it. */
interface WorldType {
  /** Mentions in a document, on average. */
  readonly mean: number;
  /** Shape of the gamma distribution of a document's rate: the smaller, the more unequal documents are. */
  readonly shape: number;
  /** Log odds of a hit in a middling document. */
  readonly hit: readonly [number, number];
  /** False mentions by true ones, on average. */
  readonly wrong: readonly [number, number];
}

/** Types of one world. */
export type World = readonly WorldType[];

/** Hits, predicted and gold mentions: three columns for each type. */
export type Row = Float64Array;

/** The counts of one type. */
export function countsOf(
  row: Row,
  type: number,
): { hits: number; predicted: number; gold: number } {
  const at = (column: number) => row[3 * type + column] as number;
  return { hits: at(0), predicted: at(1), gold: at(2) };
}

/**
 * Makes a world of types that are given as mean, shape and log odds.
 * @param types means and shapes as counted in MACCROBAT (160 case reports), from `Diagnostic_procedure` to `Color`
 * @param better what is added to the log odds of the first system
 */
export function worldOf(
  types: readonly (readonly [mean: number, shape: number, hit: number])[],
  better: number,
): World {
  return types.map(([mean, shape, hit]) => ({
    ...{ mean, shape, hit: [hit + better, hit], wrong: [0.35, 0.35] },
  }));
}

/** What both systems' rates are in one document. */
interface Rates {
  /** Gold mentions. */
  readonly gold: number;
  /** Chance of a hit. */
  readonly hit: readonly [number, number];
  /** False mentions. */
  readonly wrong: readonly [number, number];
}

/**
 * Rates of one document: long documents are a little harder, some documents are hard for both systems and some for one,
 * and false mentions vary with the document and with the system.
 */
function drawRates(world: World, random: Random): Rates[] {
  const hard = random.normal();
  const own = [random.normal(), random.normal()] as const;
  const prone = random.normal();
  return world.map(({ mean, shape, hit, wrong }) => {
    const length = drawGamma(shape, random) / shape;
    const type = random.normal();
    const chance = (system: 0 | 1) => {
      const effects = 0.4 * hard + 0.3 * type + 0.25 * own[system] + 0.25 * random.normal();
      return 1 / (1 + Math.exp(-hit[system] - effects + 0.2 * (length - 1)));
    };
    const rate = (system: 0 | 1) =>
      mean * (0.3 + 0.7 * length) * wrong[system] * Math.exp(0.4 * (prone + random.normal()));
    return { gold: mean * length, hit: [chance(0), chance(1)], wrong: [rate(0), rate(1)] };
  });
}

/** Counts of both systems in one document. Mentions that one system hits are more often hit by the other, too. */
export function drawDocument(world: World, random: Random): [Row, Row] {
  const [a, b] = [new Float64Array(3 * world.length), new Float64Array(3 * world.length)];
  drawRates(world, random).forEach(({ gold, hit: [p, q], wrong }, type) => {
    const mentions = drawPoisson(gold, random);
    const both = Math.min(p * q + 0.5 * Math.sqrt(p * (1 - p) * q * (1 - q)), p, q);
    let [hitsA, hitsB] = [0, 0];
    for (let i = 0; i < mentions; i++) {
      const x = random.next();
      if (x < p) hitsA++;
      if (x < both || (x >= p && x < p + q - both)) hitsB++;
    }
    a.set([hitsA, hitsA + drawPoisson(wrong[0], random), mentions], 3 * type);
    b.set([hitsB, hitsB + drawPoisson(wrong[1], random), mentions], 3 * type);
  });
  return [a, b];
}

/** Counts of both systems in each of `n` documents. */
export function drawDocuments(world: World, n: number, random: Random): { a: Row[]; b: Row[] } {
  const documents = Array.from({ length: n }, () => drawDocument(world, random));
  return { a: documents.map(([row]) => row), b: documents.map(([, row]) => row) };
}

const EXPECTATION_DOCUMENTS = 400_000;

/** Counts that a document has on average, for each system, from the rates of very many documents. */
export function expectedRows(world: World): [Row, Row] {
  const random = createRandom(1).stream("expectation");
  const rows: [Row, Row] = [new Float64Array(3 * world.length), new Float64Array(3 * world.length)];
  for (let i = 0; i < EXPECTATION_DOCUMENTS; i++)
    drawRates(world, random).forEach(({ gold, hit, wrong }, type) => {
      for (const system of [0, 1] as const) {
        const hits = gold * hit[system];
        [hits, hits + wrong[system], gold].forEach((count, column) => {
          const at = 3 * type + column;
          rows[system][at] = (rows[system][at] as number) + count / EXPECTATION_DOCUMENTS;
        });
      }
    });
  return rows;
}

/**
 * The world where the first system makes so many more false mentions that both have the same F1 in every type, one by
 * recall and the other by precision.
 */
export function balanced(world: World): World {
  const [a, b] = expectedRows(world);
  return world.map((type, i) => {
    const [one, other] = [countsOf(a, i), countsOf(b, i)];
    const f1 = (2 * other.hits) / (other.predicted + other.gold);
    const factor = ((2 * one.hits) / f1 - one.gold - one.hits) / (one.predicted - one.hits);
    return { ...type, wrong: [type.wrong[0] * factor, type.wrong[1]] };
  });
}

/** Marsaglia & Tsang 2000. */
function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = random.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < (x * x) / 2 + d * (1 - v + Math.log(v)))
      return d * v;
  }
}

/** Knuth's, in halves where the product would become too small. */
function drawPoisson(mean: number, random: Random): number {
  if (mean > 30) return drawPoisson(mean / 2, random) + drawPoisson(mean / 2, random);
  let count = -1;
  for (let product = 1; product > Math.exp(-mean); count++) product *= 1 - random.next();
  return count;
}
