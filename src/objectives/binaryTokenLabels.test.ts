/** Targets of binary token labels against literal copies: PyTorch's, and naive ones made here. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { createRandom, type Random } from "../core/index.js";
import { IGNORED, type LabelSet } from "../labels/index.js";
import {
  type BinaryTokenLabelsOptions,
  binaryTokenLabels,
  PAPER_READING,
} from "./binaryTokenLabels.js";
import type { Head } from "./objective.js";

type Options = Required<BinaryTokenLabelsOptions>;

/** Leaves the order as it is, so that sequential steps can be told apart. */
const unshuffled: Random = { ...createRandom(1), shuffled: (items) => [...items] };

const at = (values: ArrayLike<number>, index: number) => values[index] as number;
const logSumExp = (values: number[]) => {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
};

/** -sum(targets * logSoftmax) and its gradient softmax * sum(targets) - targets, by their formulas. */
function lossOf(targets: Float32Array, logits: readonly number[], { ways }: Head) {
  let loss = 0;
  const gradient: number[] = [];
  for (let first = 0; first < logits.length; first += ways) {
    const group = logits.slice(first, first + ways);
    const norm = logSumExp(group);
    const mass = targets.slice(first, first + ways).reduce((sum, target) => sum + target, 0);
    group.forEach((logit, way) => {
      const target = at(targets, first + way);
      loss -= target * (logit - norm);
      gradient.push(Math.exp(logit - norm) * mass - target);
    });
  }
  return { loss, gradient };
}

interface Parity {
  labels: number[][];
  logits: number[][][];
  hiddenStates: number[][][][];
  binaryTokenLabels: {
    twoWay: number[][];
    twoWayBias: number[];
    trainingCounts: number[];
    fused: (Omit<Options, "reduction" | "schedule"> & {
      classes: number[];
      copyLosses: number[];
      loss: number;
      headGrad: number[][];
    })[];
    sequential: (Pick<Options, "head" | "others" | "weights"> & {
      order: number[];
      losses: number[];
    })[];
  };
}

const models = [...fixtureRoots("bert-tiny"), ...fixtureRoots("bert-tiny-relu")];
describe.each(models)("binaryTokenLabels, $name fixtures, $path", ({ path }) => {
  const parity = JSON.parse(readFileSync(join(path, "parity.json"), "utf8")) as Parity;
  const { twoWay, twoWayBias, trainingCounts, fused, sequential } = parity.binaryTokenLabels;
  const hidden = (parity.hiddenStates.at(-1) as number[][][]).flat();
  const labels = Int32Array.from(parity.labels.flat());
  const types = trainingCounts.slice(1).map((_, i) => `T${i + 1}`);
  const labelSet: LabelSet = { scheme: "io", types, labels: ["O", ...types] };
  const make = (options: BinaryTokenLabelsOptions) =>
    binaryTokenLabels({ labelSet, counts: trainingCounts }, options);
  const logits = {
    softmax: parity.logits.flat(2),
    binary: hidden.flatMap((state) =>
      twoWay.map((row, r) => row.reduce((sum, w, i) => sum + w * at(state, i), at(twoWayBias, r))),
    ),
  };

  test("fused: loss and gradient of the head equal the literal copies'", () => {
    for (const { head, others, weights, copies, loss, headGrad } of fused) {
      const objective = make({
        head,
        others,
        weights,
        copies,
        schedule: "fused",
        reduction: "sum",
      });
      const steps = [...objective.steps({ labels }, createRandom(1))];
      const ours = lossOf(steps[0] as Float32Array, logits[head], objective.head);
      expect(steps).toHaveLength(1);
      expect(Math.abs(ours.loss - loss)).toBeLessThan(1e-4); // the fixtures' own promise, float32
      const largest = Math.max(...headGrad.flat().map(Math.abs));
      headGrad.forEach((row, output) => {
        row.forEach((expected, i) => {
          const gradient = hidden.reduce(
            (sum, state, n) => sum + at(ours.gradient, n * headGrad.length + output) * at(state, i),
            0,
          );
          expect(Math.abs(gradient - expected)).toBeLessThanOrEqual(1e-4 * largest + 1e-6);
        });
      });
    }
  });

  test("sequential: each step is one copy", () => {
    for (const { head, others, weights, copies, classes, copyLosses } of fused) {
      const objective = make({ head, others, weights, copies, schedule: "sequential" });
      const steps = [...objective.steps({ labels }, unshuffled)];
      const expected = copyLosses.filter((loss) => loss !== 0);
      expect(steps).toHaveLength(expected.length);
      expect(steps.length).toBeLessThanOrEqual(classes.length);
      steps.forEach((targets, i) => {
        const { loss } = lossOf(targets, logits[head], objective.head);
        expect(Math.abs(loss - at(expected, i))).toBeLessThan(1e-4);
      });
    }
    for (const { head, others, weights, losses } of sequential) {
      const objective = make({ head, others, weights, schedule: "sequential" });
      const [first] = objective.steps({ labels }, unshuffled);
      const { loss } = lossOf(first as Float32Array, logits[head], objective.head);
      expect(Math.abs(loss - at(losses, 0))).toBeLessThan(1e-4);
    }
  });
});

const SETS: LabelSet[] = [
  { scheme: "io", types: ["A", "B", "C"], labels: ["O", "A", "B", "C"] },
  { scheme: "bio", types: ["A", "B"], labels: ["O", "B-A", "I-A", "B-B", "I-B"] },
  {
    scheme: "bioes",
    types: ["A", "B"],
    labels: ["O", "B-A", "I-A", "E-A", "S-A", "B-B", "I-B", "E-B", "S-B"],
  },
];

interface Drawn {
  labelSet: LabelSet;
  labels: number[];
  positives: { token: number; type: number }[];
  counts: number[];
  options: Options;
  seed: number;
}

/** The loss as the method defines it: every copy made, token by token. */
function literalLoss({ labelSet, labels, positives, counts, options }: Drawn, logits: number[]) {
  const { types } = labelSet;
  const typeOf = (label: number) =>
    types.findIndex((t) =>
      [t, `B-${t}`, `I-${t}`, `E-${t}`, `S-${t}`].includes(labelSet.labels[label] as string),
    );
  const binary = options.head === "binary";
  const typesOf = (token: number) => {
    const own = typeOf(at(labels, token));
    const more = binary ? positives.filter((p) => p.token === token).map((p) => p.type) : [];
    return new Set([...(own >= 0 ? [own] : []), ...more]);
  };
  const total = counts.reduce((sum, count) => sum + count, 0);
  const trained = types.map((_, type) =>
    counts.reduce((sum, count, label) => sum + (typeOf(label) === type ? count : 0), 0),
  );
  const outputs = binary ? 2 * types.length : labelSet.labels.length;
  const losses: number[] = [];
  for (const [type] of types.entries()) {
    const copy: { token: number; positive: boolean }[] = [];
    for (const [token, label] of labels.entries()) {
      const members = typesOf(token);
      if (label === IGNORED) continue;
      if (members.has(type)) copy.push({ token, positive: true });
      else if (members.size === 0 || options.others === "outside")
        copy.push({ token, positive: false });
    }
    const positives = copy.filter(({ positive }) => positive).length;
    if (positives === 0 && options.copies === "present") continue;
    const inCopy = copy.length === 0 ? 0 : positives / copy.length;
    const whole = options.others === "outside" ? total : at(trained, type) + at(counts, 0);
    const prior = at(trained, type) / whole;
    const [wOutside, wPositive] = {
      none: [1, 1],
      dataset: [1 - at(counts, 0) / total, 1 - at(trained, type) / total],
      copy: [inCopy, 1 - inCopy],
      prior: [prior, 1 - prior],
    }[options.weights] as [number, number];
    let loss = 0;
    let weights = 0;
    for (const { token, positive } of copy) {
      const first = token * outputs + (binary ? 2 * type : 0);
      const group = logits.slice(first, first + (binary ? 2 : outputs));
      const way = positive ? (binary ? 1 : at(labels, token)) : 0;
      const weight = positive ? wPositive : wOutside;
      loss += weight * (logSumExp(group) - at(group, way));
      weights += weight;
    }
    if (weights > 0) losses.push(loss / weights);
  }
  const sum = losses.reduce((total, loss) => total + loss, 0);
  return options.reduction === "mean" && losses.length > 0 ? sum / losses.length : sum;
}

const options = fc.record({
  others: fc.constantFrom("outside" as const, "ignored" as const),
  copies: fc.constantFrom("present" as const, "all" as const),
  head: fc.constantFrom("softmax" as const, "binary" as const),
  weights: fc.constantFrom(...(["none", "dataset", "copy", "prior"] as const)),
  reduction: fc.constantFrom("mean" as const, "sum" as const),
  schedule: fc.constant("fused" as const),
});
const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(fc.constantFrom(...SETS), options)
  .chain(([set, options]) => {
    const labelSet = options.head === "binary" ? (SETS[0] as LabelSet) : set;
    const label = fc.oneof(fc.constantFrom(IGNORED, 0), fc.nat(labelSet.labels.length - 1));
    return fc.array(label, { minLength: 1, maxLength: 9 }).chain((labels) =>
      fc.record({
        labelSet: fc.constant(labelSet),
        options: fc.constant(options),
        labels: fc.constant(labels),
        positives: fc.array(
          fc.record({
            token: fc.nat(labels.length - 1),
            type: fc.nat(labelSet.types.length - 1),
          }),
          { maxLength: 4 },
        ),
        counts: fc.array(fc.integer({ min: 1, max: 500 }), {
          minLength: labelSet.labels.length,
          maxLength: labelSet.labels.length,
        }),
        seed: fc.nat(),
      }),
    );
  });

const objectiveOf = ({ labelSet, counts, options }: Drawn) =>
  binaryTokenLabels({ labelSet, counts }, options);

describe("binaryTokenLabels", () => {
  test("fused equals literal copies in loss and gradient: any labels, nesting, scheme, options", () => {
    fc.assert(
      fc.property(drawn, (c) => {
        const objective = objectiveOf(c);
        const outputs = objective.head.groups * objective.head.ways;
        const random = createRandom(c.seed);
        const logits = Array.from({ length: c.labels.length * outputs }, () => 2 * random.normal());
        const gold = { labels: Int32Array.from(c.labels), positives: c.positives };
        const [targets = new Float32Array(logits.length)] = objective.steps(gold, random);
        const { loss, gradient } = lossOf(targets, logits, objective.head);
        const literal = literalLoss(c, logits);
        expect(Math.abs(loss - literal)).toBeLessThanOrEqual(1e-6 * (1 + literal)); // float32 targets
        gradient.forEach((expected, i) => {
          const moved = (by: number) => logits.map((logit, j) => (i === j ? logit + by : logit));
          const numeric = (literalLoss(c, moved(1e-4)) - literalLoss(c, moved(-1e-4))) / 2e-4;
          // float32 targets and the difference quotient: 1e-8 of a second order, 1e-12 / 1e-4 of rounding
          expect(Math.abs(numeric - expected)).toBeLessThanOrEqual(1e-6 * (1 + literal));
        });
      }),
      { seed: 13, numRuns: 250 },
    );
  });

  test("the steps of sequential sum to the fused step", () => {
    fc.assert(
      fc.property(drawn, (c) => {
        const gold = { labels: Int32Array.from(c.labels), positives: c.positives };
        const options = { ...c.options, reduction: "sum" } as const;
        const [fused] = objectiveOf({ ...c, options }).steps(gold, createRandom(c.seed));
        const sequential = objectiveOf({ ...c, options: { ...options, schedule: "sequential" } });
        const steps = [...sequential.steps(gold, createRandom(c.seed))];
        expect(steps.length > 0).toBe(fused !== undefined);
        fused?.forEach((target, i) => {
          const summed = steps.reduce((sum, step) => sum + at(step, i), 0);
          expect(Math.abs(summed - target)).toBeLessThanOrEqual(1e-6 * (1 + target));
        });
      }),
      { seed: 17, numRuns: 200 },
    );
  });

  const labelSet = SETS[0] as LabelSet;
  const context = { labelSet, counts: [70, 20, 9, 1] };
  const labels = Int32Array.of(0, 1, 2, 3, 0);

  test("shuffles the steps of sequential by the stream it is given, the same for the same seed", () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const steps = () => [
        ...binaryTokenLabels(context, PAPER_READING).steps({ labels }, createRandom(seed)),
      ];
      expect(steps()).toEqual(steps());
      orders.add(
        steps()
          .map((targets) => targets.slice(4).findIndex((t, i) => t > 0 && i % 4 > 0))
          .join(),
      );
    }
    expect(orders.size).toBe(6);
  });

  test("has two targets a token at most with the softmax head", () => {
    const [targets] = binaryTokenLabels(context, { others: "outside" }).steps(
      { labels },
      createRandom(1),
    ) as [Float32Array];
    for (let token = 0; token < labels.length; token++) {
      const row = targets.slice(token * 4, token * 4 + 4);
      expect(row.filter((target) => target !== 0).length).toBe(at(labels, token) === 0 ? 1 : 2);
    }
  });

  test("a nested token is positive in each of its heads and no negative of another, if ignored", () => {
    const gold = { labels: Int32Array.of(0, 1, 2), positives: [{ token: 1, type: 1 }] };
    const options = {
      head: "binary",
      others: "ignored",
      weights: "none",
      reduction: "sum",
    } as const;
    const [targets] = binaryTokenLabels(context, options).steps(gold, createRandom(1)) as [
      Float32Array,
    ];
    // copy A: O and the nested token; copy B: O and both others; no copy of C
    const third = Math.fround(1 / 3);
    expect([...targets]).toEqual([
      ...[0.5, 0, third, 0, 0, 0],
      ...[0, 0.5, 0, third, 0, 0],
      ...[0, 0, 0, third, 0, 0],
    ]);
  });

  test("makes no step of a batch without a copy", () => {
    const only = (labels: Int32Array, options: BinaryTokenLabelsOptions) =>
      [...binaryTokenLabels(context, options).steps({ labels }, createRandom(1))].length;
    expect(only(Int32Array.of(0, 0), { copies: "present" })).toBe(0);
    expect(only(Int32Array.of(0, 0), { copies: "all", weights: "none" })).toBe(1);
    expect(only(Int32Array.of(IGNORED), { copies: "all" })).toBe(0);
    expect(only(Int32Array.of(0), { copies: "all", schedule: "sequential" })).toBe(3);
  });

  test("records every option, the reading `small` by default", () => {
    expect(binaryTokenLabels(context).options).toEqual({
      others: "ignored",
      copies: "present",
      schedule: "fused",
      head: "softmax",
      weights: "prior",
      reduction: "mean",
    });
    expect(binaryTokenLabels(context, PAPER_READING).options.reduction).toBe("sum");
  });

  test.each<[BinaryTokenLabelsOptions, LabelSet, string]>([
    [
      { head: "binary" },
      SETS[1] as LabelSet,
      "btl: head binary knows only whether a type is there and the scheme is bio. Use the scheme io, or the head softmax.",
    ],
    [
      { schedule: "sequential", reduction: "mean" },
      labelSet,
      "btl: schedule sequential makes a step of each copy and reduction mean is over the copies of one step. Leave the reduction out, or use the schedule fused.",
    ],
    [
      { others: "none" as "ignored" },
      labelSet,
      'btl: option others is "none". Use one of ignored, outside.',
    ],
    [
      { other: "ignored" } as BinaryTokenLabelsOptions,
      labelSet,
      "btl: there is no option other. The options are others, copies, schedule, head, weights, reduction.",
    ],
  ])("refuses what makes no sense: %j", (options, labelSet, message) => {
    const counts = labelSet.labels.map(() => 1);
    expect(() => binaryTokenLabels({ labelSet, counts }, options)).toThrow(
      expect.objectContaining({ name: "ObjectiveError", message }),
    );
  });

  test("does not pass over labels and types that it does not know", () => {
    const { steps } = binaryTokenLabels(context, { head: "binary" });
    expect(() => steps({ labels: Int32Array.of(4) }, unshuffled)).toThrow(
      "token 0 has label 4 of 4",
    );
    const positives = [{ token: 1, type: 0 }];
    expect(() => steps({ labels: Int32Array.of(0), positives }, unshuffled)).toThrow(
      "token 1 of 1 has further type 0",
    );
  });
});
