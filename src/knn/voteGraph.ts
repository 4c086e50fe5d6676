/** The vote of the nearest training tokens as nodes of a graph, for programs that have an engine but not this one. */

import { float32, int64, type Tensor, tensor } from "../core/index.js";
import { type Dim, productOf, type Value } from "../onnx/index.js";
import type { Ops } from "../ops/index.js";
import type { KnnFile } from "./datastoreFile.js";
import type { Metric } from "./settings.js";

/** Added to every share, so that the logarithm of none exists: log(1e-9) is about -20.7. */
export const SHARE_FLOOR = 1e-9;

/** Candidates beyond k that float32 proposes and float64 chooses from. */
const MARGIN = 32;

/**
 * Appends the search and the vote of `createSearch` and `voteShares`.
 *
 * Scores in float32 propose k + 32 keys, distances in float64 rank them, equal ones by index. Unlike the search, a
 * graph cannot look again where rounding leaves open whether more keys are as near.
 * @param logits [batch, seqLen, classes], named sizes of an input
 * @returns log(share + {@link SHARE_FLOOR}) of each class in float32, same shape; softmax gives back the shares
 */
export function appendVote(g: Ops, logits: Value, { datastore, settings }: KnnFile): Value {
  const { keys, basis, labels, classes } = datastore;
  const [count] = keys.shape as [number];
  const k = Math.min(settings.k, count);
  const points = basis ? g.matMul(logits, g.transpose(g.constant(basis), [1, 0])) : logits;
  const table = g.constant(keys);
  const scores = appendScores(g, { points, keys, table, metric: settings.metric });
  const proposed = g.topK(scores, Math.min(count, k + MARGIN), { largest: false })[1];
  const [candidates] = g.topK(proposed, proposed.shape[2] as number, { largest: false });
  const distances = appendDistances[settings.metric](g, {
    query: g.reshape(double(g, points), [
      ...points.shape.slice(0, 2),
      1,
      points.shape[2] as number,
    ]),
    keys: double(g, g.gather(table, candidates)),
  });
  const [nearest, places] = g.topK(distances, k, { largest: false });
  const ofCandidates = g.gather(g.constant(int64([count], labels)), candidates);
  const [voters] = g.builder.node("GatherElements", [ofCandidates, places], {
    attributes: { axis: 2 },
  }) as [Value];
  const weights =
    settings.weights === "uniform"
      ? g.expand(g.scalar(1, "float64"), nearest.shape)
      : appendInverses(g, nearest);
  const [votes] = g.builder.node(
    "ScatterElements",
    [g.expand(g.scalar(0, "float64"), logits.shape), voters, weights],
    { attributes: { axis: 2, reduction: "add" } },
  ) as [Value];
  // in the order of `voteShares`, so that equal votes stay equal
  const weighed = settings.prior
    ? g.div(g.scale(votes, count), g.constant(countsOf(labels, classes)))
    : votes;
  const shares = g.div(weighed, g.sum(weighed, [2], { keepDims: true }));
  const floored = g.add(shares, g.scalar(SHARE_FLOOR, "float64"));
  return g.cast(g.builder.node("Log", [floored])[0] as Value, "float32");
}

const double = (g: Ops, x: Value) => g.cast(x, "float64");

/** Scores of all keys in float32 that rank them as their distances do, up to rounding: [batch, seqLen, n]. */
function appendScores(
  g: Ops,
  {
    points,
    keys,
    table,
    metric,
  }: { points: Value; keys: Tensor<"float32">; table: Value; metric: Metric },
): Value {
  const [batch, seqLen, width] = points.shape as [Dim, Dim, Dim];
  const queries = g.reshape(points, [productOf([batch, seqLen]), width]);
  const score = (q: Value, x: Value, offsets?: Value) =>
    g.reshape(g.gemm(q, x, offsets, { alpha: -2, transB: true }), [
      batch,
      seqLen,
      keys.shape[0] as number,
    ]);
  if (metric === "cosine") return score(unitsOf(g, queries), unitsOf(g, table));
  // |q - x|^2 = |x|^2 - 2 q.x + |q|^2 about the mean of the keys, where the terms cancel least
  const mean = g.constant(meanOf(keys));
  const centred = g.sub(table, mean);
  return score(g.sub(queries, mean), centred, g.sumSquare(centred, [1]));
}

/** Distances in float64 from query [batch, seqLen, 1, width] to keys [batch, seqLen, candidates, width]. */
const appendDistances: Record<Metric, (g: Ops, points: { query: Value; keys: Value }) => Value> = {
  euclidean: (g, { query, keys }) => g.sqrt(g.sumSquare(g.sub(query, keys), [3])),
  /** |u - v|^2 / 2 of the unit vectors, zero below the resolution of 1 - cos; one where a vector is zero. */
  cosine(g, { query, keys }) {
    const half = g.scale(g.sumSquare(g.sub(unitsOf(g, query), unitsOf(g, keys)), [3]), 0.5);
    const visible = g.sign(g.relu(g.sub(half, g.scalar(Number.EPSILON, "float64"))));
    const present = (x: Value) => g.sign(g.sumSquare(x, [3]));
    const both = g.mul(present(query), present(keys));
    return g.add(g.mul(g.mul(half, visible), both), g.sub(g.scalar(1, "float64"), both));
  },
};

/** Vectors along the last axis brought to length one; zero stays zero. */
function unitsOf(g: Ops, vectors: Value): Value {
  const lengths = g.sqrt(g.sumSquare(vectors, [vectors.shape.length - 1], { keepDims: true }));
  const orOne = g.add(lengths, g.sub(g.scalar(1, lengths.dtype), g.sign(lengths)));
  return g.div(vectors, orOne);
}

/** 1 / distance; where a neighbour is at distance zero, one for those and zero for all others. */
function appendInverses(g: Ops, distances: Value): Value {
  const one = g.scalar(1, "float64");
  const same = g.sub(one, g.sign(distances));
  const noneSame = g.sub(one, g.sign(g.sum(same, [2], { keepDims: true })));
  return g.add(same, g.mul(noneSame, g.div(one, g.add(distances, same))));
}

function meanOf({ shape, data }: Tensor<"float32">): Tensor<"float32"> {
  const [count, width] = shape as [number, number];
  const means = new Float64Array(width);
  for (let i = 0; i < data.length; i++)
    means[i % width] = (means[i % width] as number) + (data[i] as number) / count;
  return float32([width], Float32Array.from(means));
}

/** Keys of each class; one for a class without any, whose votes are zero anyway. */
function countsOf(labels: Int32Array, classes: readonly string[]): Tensor<"float64"> {
  const counts = new Float64Array(classes.length);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  return tensor(
    "float64",
    [classes.length],
    counts.map((count) => Math.max(1, count)),
  );
}
